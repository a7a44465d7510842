import { DIGEST } from '../algorithms/oids.ts';
import { context, objectIdentifier, octetString, sequence } from '../der/writer.ts';
import type { Certificate } from '../x509/certificate.ts';
import { writeCertificateId } from './certificate-id.ts';
import { OCSP } from './oids.ts';

export type OcspRequestInput = {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** random octets, 8 to 32 of them (RFC 9654); the caller keeps them to judge the response by */
  readonly nonce?: Uint8Array;
  /** digest of the CertID; НУЦ РК answers SHA-256 */
  readonly digestOid?: string;
};

/** DER of an unsigned OCSP request about one certificate (RFC 6960, 4.1), to be posted as application/ocsp-request. */
export function createOcspRequest({
  certificate,
  issuer,
  nonce,
  digestOid = DIGEST.sha256,
}: OcspRequestInput): Uint8Array {
  const requests = sequence(sequence(writeCertificateId(certificate, issuer, digestOid)));
  return sequence(sequence(requests, ...(nonce ? [context(2, sequence(nonceExtension(nonce)))] : [])));
}

const nonceExtension = (nonce: Uint8Array): Uint8Array =>
  sequence(objectIdentifier(OCSP.nonce), octetString(octetString(nonce)));
