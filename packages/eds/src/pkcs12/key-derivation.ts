import { hash } from 'node:crypto';
import type { NodeDigest } from '../algorithms/digests.ts';

/** What the derived bytes are for (RFC 7292, B.3). */
export const PURPOSE_ID = { key: 1, iv: 2, mac: 3 } as const;

/** Parameters of the derivation. */
export type Derivation = {
  readonly digest: NodeDigest;
  readonly salt: Uint8Array;
  readonly iterations: number;
};

/** v of RFC 7292, B.2, in bytes. */
const blockLengths = { sha1: 64, sha256: 64, sha384: 128, sha512: 128 } as const;

/** A password as PKCS#12 counts it: UTF-16, most significant byte first, with two zero bytes at the end. */
export function passwordBytes(password: string): Uint8Array {
  return Buffer.from(`${password}\0`, 'utf16le').swap16();
}

/** `bytes` repeated to the next multiple of `block`; nothing stays nothing. */
function repeated(bytes: Uint8Array, block: number): Uint8Array {
  const length = block * Math.ceil(bytes.length / block);
  return Uint8Array.from({ length }, (_, i) => bytes[i % bytes.length]!);
}

/** Each block of `blocks` plus `addend` plus 1, modulo 2^(8·block). */
function addToBlocks(blocks: Uint8Array, addend: Uint8Array): void {
  for (let end = blocks.length; end > 0; end -= addend.length) {
    let carry = 1;
    for (let i = 1; i <= addend.length; i++) {
      carry += blocks[end - i]! + addend[addend.length - i]!;
      blocks[end - i] = carry;
      carry >>= 8;
    }
  }
}

/** The key derivation of PKCS#12 (RFC 7292, B.2): `length` bytes for a purpose. */
export function derive(password: string, purpose: number, length: number, how: Derivation): Uint8Array {
  const { digest, salt, iterations } = how;
  const block = blockLengths[digest];
  const diversifier = new Uint8Array(block).fill(purpose);
  const input = Buffer.concat([repeated(salt, block), repeated(passwordBytes(password), block)]);
  const parts: Uint8Array[] = [];
  for (let have = 0; have < length; ) {
    let a: Uint8Array = hash(digest, Buffer.concat([diversifier, input]), 'buffer');
    for (let i = 1; i < iterations; i++) a = hash(digest, a, 'buffer');
    parts.push(a);
    have += a.length;
    addToBlocks(input, repeated(a, block).subarray(0, block));
  }
  return Buffer.concat(parts).subarray(0, length);
}
