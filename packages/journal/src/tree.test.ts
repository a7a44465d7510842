import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  append,
  type CompactRange,
  emptyRange,
  loadRange,
  rootOf,
  type StoredHash,
} from './compact-range.ts';
import { emptyRoot, type Hash, leafHash, nodeHash } from './hashing.ts';
import { consistencyProof, inclusionProof, rootOfLeaves } from './proofs.ts';
import type { ReadTile } from './tiles.ts';
import { verifyConsistency, verifyInclusion } from './verify-proofs.ts';

const leaves = (count: number): Hash[] =>
  Array.from({ length: count }, (_, at) => leafHash(Buffer.from(`entry ${at}`)));

/** MTH of RFC 9162 section 2.1.1, word by word: the naive tree that everything else is held against. */
function naiveRoot(hashes: readonly Hash[]): Hash {
  if (hashes.length === 0) return emptyRoot();
  if (hashes.length === 1) return hashes[0]!;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return nodeHash(naiveRoot(hashes.slice(0, k)), naiveRoot(hashes.slice(k)));
}

/** Appends in batches and keeps what an archive would keep: leaf hashes and the stored hashes of the levels above. */
function keep(
  hashes: readonly Hash[],
  batch: number,
): { range: CompactRange; readTile: ReadTile; stored: StoredHash[] } {
  const stored: StoredHash[] = [];
  let range = emptyRange;
  for (let at = 0; at < hashes.length; at += batch) {
    const step = append(range, hashes.slice(at, at + batch));
    range = step.range;
    stored.push(...step.stored);
  }
  const readTile: ReadTile = async ({ level, first, count }) => {
    const row = level === 0 ? hashes : stored.filter((kept) => kept.level === level).map(({ hash }) => hash);
    return row.slice(first, first + count);
  };
  return { range, readTile, stored };
}

const sizes = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 200, max: 1300 }));

describe('the Merkle tree', () => {
  it('has the root of the naive tree however its leaves came in batches', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 70 }), (size, batch) => {
        expect(rootOf(keep(leaves(size), batch).range)).toEqual(naiveRoot(leaves(size)));
      }),
      { numRuns: 60 },
    ));

  it('is read back from stored hashes as the range that the appender had', () =>
    fc.assert(
      fc.asyncProperty(sizes, async (size) => {
        const { range, readTile } = keep(leaves(size), 97);
        expect(await loadRange(size, readTile)).toEqual(range);
      }),
      { numRuns: 40 },
    ));

  it('keeps one hash for each 256 entries, and one for each 256 of those', () => {
    const { stored } = keep(leaves(256 * 256 + 5), 1000);
    expect(stored.filter(({ level }) => level === 1)).toHaveLength(256);
    expect(stored.filter(({ level }) => level === 2)).toHaveLength(1);
    expect(stored.map(({ index }) => index)).toEqual([...Array(256).keys(), 0]);
  });

  it('proves the inclusion of any leaf in any tree that was', () =>
    fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (now, some, any) => {
        const size = 1 + (some % now);
        const index = any % size;
        const hashes = leaves(now);
        const proof = await inclusionProof(index, size, keep(hashes, 64).readTile);
        const root = rootOfLeaves(hashes.slice(0, size));
        expect(verifyInclusion({ leafHash: hashes[index]!, index, size, root, proof })).toBe(true);
        expect(verifyInclusion({ leafHash: leafHash(Buffer.from('other')), index, size, root, proof })).toBe(
          false,
        );
        expect(verifyInclusion({ leafHash: hashes[index]!, index, size, root: emptyRoot(), proof })).toBe(
          false,
        );
      }),
      { numRuns: 60 },
    ));

  it('proves the consistency of any two trees that were, and no other root', () =>
    fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (now, some, any) => {
        const size = 1 + (some % now);
        const oldSize = 1 + (any % size);
        const hashes = leaves(now);
        const proof = await consistencyProof(oldSize, size, keep(hashes, 64).readTile);
        const [oldRoot, root] = [rootOfLeaves(hashes.slice(0, oldSize)), rootOfLeaves(hashes.slice(0, size))];
        expect(verifyConsistency({ oldSize, oldRoot, size, root, proof })).toBe(true);
        expect(verifyConsistency({ oldSize, oldRoot: emptyRoot(), size, root, proof })).toBe(false);
        expect(verifyConsistency({ oldSize, oldRoot, size, root: emptyRoot(), proof })).toBe(false);
      }),
      { numRuns: 60 },
    ));

  it('reads each tile once for a proof', async () => {
    const { readTile } = keep(leaves(1000), 100);
    const reads: string[] = [];
    await inclusionProof(700, 1000, (read) => {
      reads.push(`${read.level}/${read.first}+${read.count}`);
      return readTile(read);
    });
    expect(reads.sort()).toEqual(['0/512+256', '0/768+232', '1/0+3']);
  });

  it('refuses a proof of a leaf that is not there, and a reader that gives too little', async () => {
    const { readTile } = keep(leaves(10), 10);
    await expect(inclusionProof(10, 10, readTile)).rejects.toMatchObject({ code: 'INDEX_OUT_OF_RANGE' });
    await expect(consistencyProof(0, 10, readTile)).rejects.toMatchObject({ code: 'INDEX_OUT_OF_RANGE' });
    await expect(inclusionProof(3, 11, readTile)).rejects.toMatchObject({ code: 'TILE_INCOMPLETE' });
  });
});
