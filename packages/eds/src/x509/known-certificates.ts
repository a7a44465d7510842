import { hash } from 'node:crypto';
import { lruCache } from '../algorithms/lru-cache.ts';
import { type Certificate, parseCertificate } from './certificate.ts';

const known = lruCache<Certificate>(1024);

/**
 * The certificate in these bytes, read once for as long as it is in use: the same authorities and signers come again
 * and again. Bytes are copied, so that no signature stays in memory for its certificate's sake.
 * Errors: those of `parseCertificate`.
 */
export function knownCertificate(der: Uint8Array): Certificate {
  const key = hash('sha256', der, 'latin1');
  return known(key, () => parseCertificate(new Uint8Array(der)));
}
