import { createHash } from 'node:crypto';
import { type CanonicalValue, canonicalJson } from './canonical-json.ts';

/** Bytes of a salt; beside the value it never leaves the service, so that nobody can guess the value from the commitment. */
export const SALT_BYTES = 32;

/**
 * What a fact proves about a value it must not hold: hex SHA-256 over `salt ‖ canonical JSON of the value` (RFC 8785).
 * Whoever is shown the value and the salt can compute it again.
 */
export function commitTo(value: CanonicalValue, salt: Uint8Array): string {
  if (salt.length !== SALT_BYTES) throw new RangeError(`a salt has ${SALT_BYTES} bytes, not ${salt.length}`);
  return createHash('sha256').update(salt).update(canonicalJson(value)).digest('hex');
}
