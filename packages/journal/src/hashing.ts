import { createHash } from 'node:crypto';

/** 32 bytes of SHA-256. */
export type Hash = Uint8Array;

export const hashLength = 32;

const leafPrefix = Uint8Array.of(0x00);
const nodePrefix = Uint8Array.of(0x01);

/** Hash of a leaf: SHA-256(0x00 ‖ data), RFC 9162 section 2.1.1. */
export function leafHash(data: Uint8Array): Hash {
  return new Uint8Array(createHash('sha256').update(leafPrefix).update(data).digest());
}

/** Hash of an interior node: SHA-256(0x01 ‖ left ‖ right), RFC 9162 section 2.1.1. */
export function nodeHash(left: Hash, right: Hash): Hash {
  return new Uint8Array(createHash('sha256').update(nodePrefix).update(left).update(right).digest());
}

/** Root of the tree without leaves: SHA-256 of nothing. */
export function emptyRoot(): Hash {
  return new Uint8Array(createHash('sha256').digest());
}

export function sameHash(one: Hash, other: Hash): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
