import { parseCertificate } from '@edo/eds';
import { der } from '@edo/eds/structures';
import type { Authority } from './authorities.ts';
import type { Behaviour } from './behaviour.ts';
import { type Identity, keyIdentifier } from './certificate.ts';
import { type Clock, daysFrom } from './clock.ts';
import { authorityKeyIdentifier, crlNumber, deltaCrlIndicator, reasonCode } from './extensions.ts';
import { type Issued, REASON, type Registry } from './registry.ts';
import { strangerLike } from './stranger.ts';

/** Days that a CRL counts for: НУЦ РК gives its base CRLs longer than its deltas. */
const DAYS = { base: 7, delta: 1 };

interface CrlContent {
  readonly issuer: Identity;
  readonly signer: Identity;
  readonly revoked: readonly Issued[];
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly number: number;
  /** Number of the CRL that a delta completes. */
  readonly base?: number;
}

/** The CRLs of the authorities: a base is kept until it is published anew, deltas tell what has changed since. */
export interface Crls {
  base(authority: Authority, behaviour: Behaviour): Uint8Array;
  delta(authority: Authority, behaviour: Behaviour): Uint8Array;
  /** Of the root, which has revoked nothing. */
  root(authority: Authority): Uint8Array;
  /** From now on the bases name what is revoked now. */
  publish(): void;
}

export function createCrls(registry: Registry, clock: Clock): Crls {
  const bases = new Map<string, { at: Date; revoked: ReadonlySet<string> }>();
  const now = () => new Date(Math.floor(clock.millis() / 1000) * 1000);
  const revokedOf = ({ kind }: Authority) =>
    registry.all().filter(({ authority, revocation }) => authority === kind && revocation);
  const baseOf = (authority: Authority) => {
    const kept = bases.get(authority.kind);
    if (kept && daysFrom(kept.at, DAYS.base) > now()) return kept;
    const made = { at: now(), revoked: new Set(revokedOf(authority).map(key)) };
    bases.set(authority.kind, made);
    return made;
  };
  return {
    base(authority, { lie }) {
      const { at, revoked } = baseOf(authority);
      const thisUpdate = lie === 'stale' ? daysFrom(at, -30) : at;
      const nextUpdate = lie === 'stale' ? daysFrom(now(), -1) : daysFrom(at, DAYS.base);
      return makeCrl({
        issuer: authority.nca,
        signer: signerOf(authority.nca, lie, now()),
        revoked: revokedOf(authority).filter((issued) => revoked.has(key(issued))),
        thisUpdate,
        nextUpdate,
        number: numberOf(thisUpdate),
      });
    },
    delta(authority, { lie }) {
      const { at, revoked } = baseOf(authority);
      const thisUpdate = lie === 'stale' ? daysFrom(now(), -2) : now();
      return makeCrl({
        issuer: authority.nca,
        signer: signerOf(authority.nca, lie, now()),
        revoked: revokedOf(authority).filter((issued) => !revoked.has(key(issued))),
        thisUpdate,
        nextUpdate: daysFrom(thisUpdate, DAYS.delta),
        number: numberOf(thisUpdate),
        base: numberOf(at),
      });
    },
    root: ({ root }) =>
      makeCrl({
        issuer: root,
        signer: root,
        revoked: [],
        thisUpdate: now(),
        nextUpdate: daysFrom(now(), 30),
        number: numberOf(now()),
      }),
    publish: () => bases.clear(),
  };
}

const key = ({ authority, serialNumber }: Issued) => `${authority}:${serialNumber}`;
/** CRL numbers grow with time, also over restarts. */
const numberOf = (at: Date) => Math.floor(at.getTime() / 1000);
const signerOf = (nca: Identity, lie: Behaviour['lie'], now: Date) =>
  lie === 'signed-by-stranger' ? strangerLike(nca, 'any', now) : nca;

/** CertificateList (RFC 5280, 5.1), version 2. */
function makeCrl({ issuer, signer, revoked, thisUpdate, nextUpdate, number, base }: CrlContent): Uint8Array {
  const extensions = [
    ...(base === undefined ? [] : [deltaCrlIndicator(base)]),
    authorityKeyIdentifier(keyIdentifier(issuer.key.spki)),
    crlNumber(number),
  ];
  const tbs = der.sequence(
    der.integer(1),
    signer.key.signatureAlgorithm,
    parseCertificate(issuer.certificate).subject.encoded,
    der.time(thisUpdate),
    der.time(nextUpdate),
    ...(revoked.length > 0 ? [der.sequence(...revoked.map(entry))] : []),
    der.context(0, der.sequence(...extensions)),
  );
  return der.sequence(tbs, signer.key.signatureAlgorithm, der.bitString(signer.key.sign(tbs)));
}

function entry({ certificate, revocation }: Issued): Uint8Array {
  const { serialNumber } = parseCertificate(Buffer.from(certificate, 'base64'));
  const { reason, at } = revocation!;
  const extensions = reason === 'unspecified' ? [] : [der.sequence(reasonCode(REASON[reason]))];
  return der.sequence(der.integerFromOctets(serialNumber), der.time(at), ...extensions);
}
