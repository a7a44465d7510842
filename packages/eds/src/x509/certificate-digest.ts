import { digest } from '../algorithms/digests.ts';
import type { Certificate } from './certificate.ts';

const taken = new WeakMap<Certificate, Map<string, Uint8Array>>();

/**
 * The digest of a whole certificate under the algorithm with this object identifier, taken once for as long as the
 * certificate is in use. Error: ALGORITHM_UNSUPPORTED.
 */
export function certificateDigest(certificate: Certificate, oid: string): Uint8Array {
  const known = taken.get(certificate)?.get(oid);
  if (known) return known;
  const computed = digest(oid, certificate.encoded);
  const digests = taken.get(certificate) ?? new Map<string, Uint8Array>();
  taken.set(certificate, digests.set(oid, computed));
  return computed;
}
