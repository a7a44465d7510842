import { type Element, enter, finish, members, next, optional, peek } from '../der/reader.ts';
import { TAG } from '../der/tags.ts';
import { readIntegerOctets, readOctetString, sameBytes } from '../der/values.ts';
import { EdsError } from '../errors.ts';
import { readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type GeneralName, readGeneralNames } from '../x509/general-name.ts';
import { sameName } from '../x509/name.ts';
import { type Attributes, singleValue } from './attributes.ts';
import { CMS_ATTRIBUTE } from './oids.ts';

const SHA1 = '1.3.14.3.2.26';
const SHA256 = '2.16.840.1.101.3.4.2.1';

/** What signingCertificate or signingCertificateV2 says about the signer's certificate (RFC 5035). */
export type EssCertificateId = {
  readonly attribute: 'signingCertificate' | 'signingCertificateV2';
  readonly digestOid: string;
  readonly hash: Uint8Array;
  readonly issuerSerial:
    | { readonly issuer: readonly GeneralName[]; readonly serialNumber: Uint8Array }
    | undefined;
};

/**
 * The first ESSCertID of each of the two attributes: the signer's own. Both bind where both are present.
 * Errors: CMS_MALFORMED, DER_*.
 */
export function readEssCertificateIds(attributes: Attributes | undefined): EssCertificateId[] {
  const older = singleValue(attributes, CMS_ATTRIBUTE.signingCertificate);
  const newer = singleValue(attributes, CMS_ATTRIBUTE.signingCertificateV2);
  return [
    ...(older ? [readFirst(older, 'signingCertificate')] : []),
    ...(newer ? [readFirst(newer, 'signingCertificateV2')] : []),
  ];
}

function readFirst(value: Element, attribute: EssCertificateId['attribute']): EssCertificateId {
  const cursor = enter(value, TAG.sequence);
  const [first] = members(next(cursor), TAG.sequence);
  optional(cursor, TAG.sequence); // policies: informative (RFC 5035, 3)
  finish(cursor);
  if (!first) throw new EdsError('CMS_MALFORMED', `${attribute} names no certificate (RFC 5035, 4)`);
  return { attribute, ...readCertificateId(first, attribute === 'signingCertificate' ? SHA1 : SHA256) };
}

function readCertificateId(element: Element, defaultDigest: string): Omit<EssCertificateId, 'attribute'> {
  const cursor = enter(element, TAG.sequence);
  const algorithm = peek(cursor) === TAG.sequence ? readAlgorithmIdentifier(next(cursor)).oid : defaultDigest;
  const hash = readOctetString(next(cursor));
  const issuerSerial = optional(cursor, TAG.sequence);
  finish(cursor);
  return { digestOid: algorithm, hash, issuerSerial: issuerSerial && readIssuerSerial(issuerSerial) };
}

function readIssuerSerial(element: Element): NonNullable<EssCertificateId['issuerSerial']> {
  const cursor = enter(element, TAG.sequence);
  const issuer = readGeneralNames(next(cursor), TAG.sequence);
  const serialNumber = readIntegerOctets(next(cursor));
  finish(cursor);
  return { issuer, serialNumber };
}

/** Whether issuerSerial, where present, names this certificate; `issuer` must be one directory name (RFC 5035, 5). */
export function issuerSerialAgrees({ issuerSerial }: EssCertificateId, certificate: Certificate): boolean {
  if (!issuerSerial) return true;
  const [name, ...others] = issuerSerial.issuer;
  if (name?.kind !== 'directory' || others.length > 0) return false;
  return (
    sameName(name.name, certificate.issuer) && sameBytes(issuerSerial.serialNumber, certificate.serialNumber)
  );
}
