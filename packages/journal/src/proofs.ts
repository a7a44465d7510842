import { append, emptyRange, rootOf } from './compact-range.ts';
import { JournalError } from './errors.ts';
import type { Hash } from './hashing.ts';
import { nodeHash } from './hashing.ts';
import { type ReadTile, subtreeHash, wholeTiles } from './tiles.ts';

/** Leaves [from, to). */
type Leaves = { from: number; to: number };

/** Root over all `leafHashes` at once. */
export function rootOfLeaves(leafHashes: readonly Hash[]): Hash {
  return rootOf(append(emptyRange, leafHashes).range);
}

/** Hashes from leaf `index` up to the root of a tree of `size` leaves: PATH of RFC 9162 section 2.1.3.1. */
export async function inclusionProof(index: number, size: number, readTile: ReadTile): Promise<Hash[]> {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) {
    throw new JournalError('INDEX_OUT_OF_RANGE', `no leaf ${index} in a journal of ${size} entries`);
  }
  return hashesOver(path(index, { from: 0, to: size }), wholeTiles(size, readTile));
}

/** Proof that the tree of `size` leaves only added to that of `oldSize`: PROOF of RFC 9162 section 2.1.4.1. */
export async function consistencyProof(oldSize: number, size: number, readTile: ReadTile): Promise<Hash[]> {
  if (!Number.isSafeInteger(oldSize) || !Number.isSafeInteger(size) || oldSize < 1 || oldSize > size) {
    throw new JournalError('INDEX_OUT_OF_RANGE', `no consistency proof from size ${oldSize} to size ${size}`);
  }
  return hashesOver(subproof(oldSize, { from: 0, to: size }, true), wholeTiles(size, readTile));
}

function path(index: number, { from, to }: Leaves): Leaves[] {
  if (to - from === 1) return [];
  const middle = from + largestPowerOfTwoBelow(to - from);
  return index < middle
    ? [...path(index, { from, to: middle }), { from: middle, to }]
    : [...path(index, { from: middle, to }), { from, to: middle }];
}

function subproof(oldSize: number, { from, to }: Leaves, oldRootIsKnown: boolean): Leaves[] {
  if (oldSize === to) return oldRootIsKnown ? [] : [{ from, to }];
  const middle = from + largestPowerOfTwoBelow(to - from);
  return oldSize <= middle
    ? [...subproof(oldSize, { from, to: middle }, oldRootIsKnown), { from: middle, to }]
    : [...subproof(oldSize, { from: middle, to }, false), { from, to: middle }];
}

function hashesOver(ranges: Leaves[], readTile: ReadTile): Promise<Hash[]> {
  return Promise.all(ranges.map((leaves) => hashOver(leaves, readTile)));
}

async function hashOver({ from, to }: Leaves, readTile: ReadTile): Promise<Hash> {
  const width = to - from;
  const half = largestPowerOfTwoBelow(width);
  if (width === 1 || half * 2 === width) return subtreeHash(Math.log2(width), from / width, readTile);
  const middle = from + half;
  const [left, right] = await Promise.all([
    hashOver({ from, to: middle }, readTile),
    hashOver({ from: middle, to }, readTile),
  ]);
  return nodeHash(left, right);
}

/** k of RFC 9162: the largest power of two smaller than `count` (1 for 1 and 2). */
function largestPowerOfTwoBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
