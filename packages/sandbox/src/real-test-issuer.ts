import { readFileSync } from 'node:fs';
import { parseCertificate, parseCrl } from '@edo/eds';
import { findEntry } from '@edo/eds/structures';
import type { Identity } from './certificate.ts';
import type { OcspIssuer } from './ocsp.ts';

const VECTORS = new URL('../vectors/real-test-issuer/', import.meta.url);
const read = (file: string): Uint8Array => readFileSync(new URL(file, VECTORS));

/** Certificates of НУЦ РК's real test environment (vectors/real-test-issuer/ORIGIN.md), DER. */
export const realTestRoot = (): Uint8Array => read('root_test_gost_2022.cer');
export const realTestNca = (): Uint8Array => read('nca_gost2022_test.cer');

/**
 * Answers for НУЦ РК's real test issuer from its CRL of 2026-08, in the name of a sandbox responder that the trust list names.
 * Outside the time of that CRL nothing is known: `try-later`.
 */
export function realTestIssuer(responder: Identity): OcspIssuer {
  const certificate = realTestNca();
  const { subject } = parseCertificate(certificate);
  const crl = parseCrl(read('nca_gost2022_test_2026-08.crl'));
  return {
    certificate,
    responder,
    statusOf(serialNumber, now) {
      if (now < crl.thisUpdate || (crl.nextUpdate && now > crl.nextUpdate)) return 'try-later';
      const entry = findEntry(crl, Buffer.from(serialNumber, 'hex'), subject);
      return entry ? { kind: 'revoked', at: entry.revokedAt, reason: entry.reason } : { kind: 'good' };
    },
  };
}
