import { digest } from '../algorithms/digests.ts';
import { type Element, enter, finish, next } from '../der/reader.ts';
import { TAG } from '../der/tags.ts';
import { readIntegerOctets, readOctetString, sameBytes } from '../der/values.ts';
import { integerFromOctets, nullValue, objectIdentifier, octetString, sequence } from '../der/writer.ts';
import { EdsError } from '../errors.ts';
import { readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import type { Certificate } from '../x509/certificate.ts';

/** `CertID` (RFC 6960, 4.1.1): names a certificate by its issuer's name and key, hashed, and its serial number. */
export type CertificateId = {
  readonly digestOid: string;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  readonly serialNumber: Uint8Array;
};

export function readCertificateId(element: Element): CertificateId {
  const cursor = enter(element, TAG.sequence);
  const digestOid = readAlgorithmIdentifier(next(cursor)).oid;
  const issuerNameHash = readOctetString(next(cursor));
  const issuerKeyHash = readOctetString(next(cursor));
  const serialNumber = readIntegerOctets(next(cursor));
  finish(cursor);
  return { digestOid, issuerNameHash, issuerKeyHash, serialNumber };
}

/** DER of the CertID of a certificate. Error: ALGORITHM_UNSUPPORTED. */
export function writeCertificateId(
  certificate: Certificate,
  issuer: Certificate,
  digestOid: string,
): Uint8Array {
  return sequence(
    sequence(objectIdentifier(digestOid), nullValue()),
    octetString(digest(digestOid, issuer.subject.encoded)),
    octetString(digest(digestOid, issuer.publicKey.bits)),
    integerFromOctets(certificate.serialNumber),
  );
}

/** Whether this CertID names this certificate of this issuer; an unknown digest algorithm names nothing. */
export function namesCertificate(id: CertificateId, certificate: Certificate, issuer: Certificate): boolean {
  if (!sameBytes(id.serialNumber, certificate.serialNumber)) return false;
  try {
    const name = digest(id.digestOid, issuer.subject.encoded);
    return (
      sameBytes(id.issuerNameHash, name) &&
      sameBytes(id.issuerKeyHash, digest(id.digestOid, issuer.publicKey.bits))
    );
  } catch (error) {
    if (error instanceof EdsError) return false;
    throw error;
  }
}
