import { hex, sameBytes } from '../der/values.ts';
import { ALL_REASONS } from '../revocation/reasons.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { DistributionPoint, DistributionPointName } from '../x509/distribution-point.ts';
import type { GeneralName } from '../x509/general-name.ts';
import { type Name, nameKey, rdnKey, sameName } from '../x509/name.ts';
import { EXTENSION } from '../x509/oids.ts';
import type { Crl } from './crl.ts';

const UNDERSTOOD: ReadonlySet<string> = new Set([
  EXTENSION.deltaCrlIndicator,
  EXTENSION.issuingDistributionPoint,
  EXTENSION.issuerAltName,
]);

/** Whether the CRL has no critical extension that this library does not understand (RFC 5280, 5.2). */
export const isUnderstood = (crl: Crl): boolean =>
  [...crl.rawExtensions.values()].every(({ oid, critical }) => !critical || UNDERSTOOD.has(oid));

/** Where a certificate says its CRLs are; one that says nothing is looked for under its issuer's name (6.3.3). */
export function distributionPointsOf(certificate: Certificate): DistributionPoint[] {
  const implied: DistributionPoint = {
    name: { kind: 'full', names: [{ kind: 'directory', name: certificate.issuer }] },
    reasons: undefined,
    crlIssuer: undefined,
  };
  return [...(certificate.extensions.crlDistributionPoints ?? []), implied];
}

/** RFC 5280, 6.3.3 (b): whether this CRL speaks about this certificate, at this distribution point. */
export function isInScope(crl: Crl, certificate: Certificate, point: DistributionPoint): boolean {
  const { scope } = crl;
  const named = point.crlIssuer?.some((name) => name.kind === 'directory' && sameName(name.name, crl.issuer));
  const issuerFits = point.crlIssuer
    ? named === true && scope?.indirect === true
    : sameName(crl.issuer, certificate.issuer);
  if (!issuerFits || !scope) return issuerFits;
  const isCa = certificate.extensions.basicConstraints?.ca === true;
  if (
    scope.onlyAttributeCertificates ||
    (scope.onlyUserCertificates && isCa) ||
    (scope.onlyCaCertificates && !isCa)
  )
    return false;
  return !scope.name || namesMeet(scope.name, crl.issuer, point, certificate);
}

/** 6.3.3 (b)(2)(i): one of the CRL's names is one of the point's, or of its CRL issuer's where it has no name. */
function namesMeet(
  name: DistributionPointName,
  crlIssuer: Name,
  point: DistributionPoint,
  certificate: Certificate,
): boolean {
  const [pointIssuer] = (point.crlIssuer ?? []).flatMap((issuer) =>
    issuer.kind === 'directory' ? [issuer.name] : [],
  );
  const wanted = point.name
    ? keysOf(point.name, pointIssuer ?? certificate.issuer)
    : (point.crlIssuer ?? []).map(generalNameKey);
  return keysOf(name, crlIssuer).some((key) => wanted.includes(key));
}

function keysOf(name: DistributionPointName, below: Name): string[] {
  if (name.kind === 'full') return name.names.map(generalNameKey);
  return [`directory:${[...below.rdns, name.rdn].map(rdnKey).join()}`];
}

function generalNameKey(name: GeneralName): string {
  if (name.kind === 'directory') return `directory:${nameKey(name.name)}`;
  if (name.kind === 'ip') return `ip:${hex(name.octets)}`;
  if (name.kind === 'registered') return `registered:${name.oid}`;
  return name.kind === 'other' ? `other:${hex(name.encoded)}` : `${name.kind}:${name.text}`;
}

/** 6.3.3 (d): the reasons about which this CRL speaks, for this point. */
export function reasonsCovered(crl: Crl, point: DistributionPoint): readonly number[] {
  const { onlyReasons } = crl.scope ?? {};
  return ALL_REASONS.filter(
    (reason) => (point.reasons?.has(reason) ?? true) && (onlyReasons?.has(reason) ?? true),
  );
}

/** 6.3.3 (c): whether a delta CRL may be put on top of this complete one (also 5.2.4). */
export function completes(delta: Crl, base: Crl): boolean {
  if (delta.deltaBase === undefined || base.deltaBase !== undefined) return false;
  if (delta.number === undefined || base.number === undefined || !sameName(delta.issuer, base.issuer))
    return false;
  const sameKey = bytesAgree(
    delta.authorityKeyIdentifier?.keyIdentifier,
    base.authorityKeyIdentifier?.keyIdentifier,
  );
  const scopes = [delta, base].map((crl) => crl.rawExtensions.get(EXTENSION.issuingDistributionPoint)?.value);
  return (
    sameKey &&
    bytesAgree(...(scopes as [Uint8Array?, Uint8Array?])) &&
    base.number >= delta.deltaBase &&
    delta.number > base.number
  );
}

const bytesAgree = (left?: Uint8Array, right?: Uint8Array): boolean =>
  left === undefined || right === undefined ? left === right : sameBytes(left, right);
