import { createPrivateKey, generatePrimeSync } from 'node:crypto';
import { importPrivateKey, type PrivateKey } from '../../src/signing/private-key.ts';

/*
 * Many different RSA keys in little time, for measuring what a key that was never seen costs: any two of k primes make
 * a key, k(k−1)/2 in all. Keys that share primes protect nothing (their moduli have common divisors): for the bench only.
 */

const EXPONENT = 65537n;

/** `count` different keys of 2048 bits. */
export function manyRsaKeys(count: number): PrivateKey[] {
  const primes: bigint[] = [];
  const keys: PrivateKey[] = [];
  while (keys.length < count) {
    const q = generatePrimeSync(1024, { bigint: true });
    if ((q - 1n) % EXPONENT === 0n) continue;
    for (const p of primes.slice(0, count - keys.length)) keys.push(keyOf(p, q));
    primes.push(q);
  }
  return keys;
}

function keyOf(p: bigint, q: bigint): PrivateKey {
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const numbers = { n: p * q, e: EXPONENT, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const members = Object.entries(numbers).map(([name, value]) => [name, base64url(value)]);
  const key = { kty: 'RSA', ...Object.fromEntries(members) };
  return importPrivateKey(createPrivateKey({ key, format: 'jwk' }).export({ format: 'der', type: 'pkcs8' }));
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [older, newer, a, b] = [modulus, value % modulus, 0n, 1n];
  while (newer !== 0n) [older, newer, a, b] = [newer, older % newer, b, a - (older / newer) * b];
  return ((a % modulus) + modulus) % modulus;
}

function base64url(value: bigint): string {
  const text = value.toString(16);
  return Buffer.from(text.padStart(text.length + (text.length % 2), '0'), 'hex').toString('base64url');
}
