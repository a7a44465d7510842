import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import { verifySignature } from './verify.ts';

const ca = new URL('../../vectors/ca/', import.meta.url);

function readCertificate(url: URL): Certificate {
  const bytes = readFileSync(url);
  const pem = /-----BEGIN CERTIFICATE-----([^-]+)-----END/.exec(bytes.toString('latin1'));
  return parseCertificate(pem ? Buffer.from(pem[1]!, 'base64') : bytes);
}

const certificates = ['prod', 'test'].flatMap((environment) =>
  readdirSync(new URL(`${environment}/`, ca)).map(
    (file) => [`${environment}/${file}`, readCertificate(new URL(`${environment}/${file}`, ca))] as const,
  ),
);

const isSignedBy = (
  certificate: Certificate,
  issuer: Certificate,
  signature = certificate.signature,
): boolean =>
  verifySignature({
    spki: issuer.publicKey.encoded,
    signatureAlgorithm: certificate.signatureAlgorithm,
    data: certificate.tbs,
    signature,
  });

const issuersOf = (certificate: Certificate): Certificate[] =>
  certificates
    .map(([, issuer]) => issuer)
    .filter((issuer) => sameName(issuer.subject.encoded, certificate.issuer.encoded));
const sameName = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0;

const flip = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((value, i) => (i === at ? value ^ 1 : value));

describe('certificates of НУЦ РК', () => {
  it('come with all 17 of the trust lists', () => expect(certificates).toHaveLength(17));

  it.each(certificates)('%s is signed by exactly one of its issuers', (_, certificate) => {
    expect(issuersOf(certificate).filter((issuer) => isSignedBy(certificate, issuer))).toHaveLength(1);
  });

  it.each(certificates)('%s is refused with a bit changed anywhere in its signature', (_, certificate) => {
    const [issuer] = issuersOf(certificate).filter((one) => isSignedBy(certificate, one));
    for (let at = 0; at < certificate.signature.length; at += 17) {
      expect(isSignedBy(certificate, issuer!, flip(certificate.signature, at))).toBe(false);
    }
  });

  it.each(certificates)('%s is refused with a signature of another length', (_, certificate) => {
    const [issuer] = issuersOf(certificate).filter((one) => isSignedBy(certificate, one));
    const { signature } = certificate;
    for (const length of [0, 1, signature.length - 1]) {
      expect(isSignedBy(certificate, issuer!, signature.subarray(0, length))).toBe(false);
    }
    expect(isSignedBy(certificate, issuer!, Buffer.concat([signature, Uint8Array.of(0)]))).toBe(false);
  });
});
