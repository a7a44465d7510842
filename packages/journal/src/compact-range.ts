import type { Hash } from './hashing.ts';
import { emptyRoot, nodeHash } from './hashing.ts';
import { type ReadTile, subtreeHash, tileHeight } from './tiles.ts';

/**
 * The right edge of a tree: roots of its complete subtrees, largest first, one for each bit set in `size`.
 * It is all that an appender must keep to append and to know the root.
 */
export type CompactRange = { readonly size: number; readonly peaks: readonly Hash[] };

/** A hash to keep in the transaction that appends: stored level ≥ 1 (see tiles.ts), position in that level. */
export type StoredHash = { level: number; index: number; hash: Hash };

export const emptyRange: CompactRange = { size: 0, peaks: [] };

/** Appends leaf hashes; `stored` are the hashes of stored levels ≥ 1 that became complete, to be kept with the entries. */
export function append(
  range: CompactRange,
  leafHashes: readonly Hash[],
): { range: CompactRange; stored: StoredHash[] } {
  const peaks = [...range.peaks];
  const stored: StoredHash[] = [];
  let size = range.size;
  for (let hash of leafHashes) {
    let level = 0;
    let index = size;
    while (index % 2 === 1) {
      hash = nodeHash(peaks.pop()!, hash);
      level += 1;
      index = (index - 1) / 2;
      if (level % tileHeight === 0) stored.push({ level: level / tileHeight, index, hash });
    }
    peaks.push(hash);
    size += 1;
  }
  return { range: { size, peaks }, stored };
}

/** Merkle tree hash over all leaves, RFC 9162 section 2.1.1. */
export function rootOf({ peaks }: CompactRange): Hash {
  return peaks.length === 0 ? emptyRoot() : peaks.reduceRight((right, left) => nodeHash(left, right));
}

/** The range of a tree of `size` leaves, read from where its hashes are kept: what an appender does when it starts. */
export async function loadRange(size: number, readTile: ReadTile): Promise<CompactRange> {
  const peaks: Promise<Hash>[] = [];
  let start = 0;
  for (let level = 52; level >= 0; level -= 1) {
    const width = 2 ** level;
    if (size - start < width) continue;
    peaks.push(subtreeHash(level, start / width, readTile));
    start += width;
  }
  return { size, peaks: await Promise.all(peaks) };
}
