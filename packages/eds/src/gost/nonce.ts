import { createHmac } from 'node:crypto';
import type { Curve } from './curves.ts';
import { toBigEndian } from './integers.ts';

const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array => {
  const mac = createHmac('sha512', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};

/**
 * The nonces of a deterministic signature, in the order in which they are to be tried: RFC 6979, 3.2, for a group of
 * order q, private key d and digest e (already reduced modulo q), with HMAC-SHA-512 as the generator.
 * RFC 6979 says "HMAC with the hash of the signature"; any strong one serves, since a verifier cannot see it,
 * and SHA-512 comes from OpenSSL, which is faster and better guarded than a hash in WebAssembly.
 */
export function* deterministicNonces({ q, byteLength }: Curve, d: bigint, e: bigint): Generator<bigint> {
  const seed = [toBigEndian(d, byteLength), toBigEndian(e, byteLength)];
  let v: Uint8Array = new Uint8Array(64).fill(1);
  let key: Uint8Array = new Uint8Array(64);
  for (const step of [0, 1]) {
    key = hmac(key, v, Uint8Array.of(step), ...seed);
    v = hmac(key, v);
  }
  const surplus = BigInt(8 * 64 - q.toString(2).length);
  for (;;) {
    v = hmac(key, v);
    const k = BigInt(`0x${Buffer.from(v).toString('hex')}`) >> surplus;
    if (k > 0n && k < q) yield k;
    key = hmac(key, v, Uint8Array.of(0));
    v = hmac(key, v);
  }
}
