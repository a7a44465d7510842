import type { Hash } from './hashing.ts';
import { hashLength, nodeHash, sameHash } from './hashing.ts';

/** The claim of an inclusion proof: leaf `index` of the tree of `size` leaves and this `root` has this hash. */
export type Inclusion = { leafHash: Hash; index: number; size: number; root: Hash; proof: readonly Hash[] };

/** The claim of a consistency proof: the tree (size, root) holds the tree (oldSize, oldRoot) as its beginning. */
export type Consistency = {
  oldSize: number;
  oldRoot: Hash;
  size: number;
  root: Hash;
  proof: readonly Hash[];
};

/** RFC 9162 section 2.1.3.2. False for anything that does not prove the claim, malformed numbers included. */
export function verifyInclusion({ leafHash, index, size, root, proof }: Inclusion): boolean {
  if (!areSizes(index, size) || index >= size || !areHashes([leafHash, ...proof])) return false;
  let fn = index;
  let sn = size - 1;
  let hash = leafHash;
  for (const sibling of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && sameHash(hash, root);
}

/** RFC 9162 section 2.1.4.2. An empty old tree proves nothing and is refused. */
export function verifyConsistency({ oldSize, oldRoot, size, root, proof }: Consistency): boolean {
  if (!areSizes(oldSize, size) || oldSize < 1 || oldSize > size || !areHashes(proof)) return false;
  if (oldSize === size) return proof.length === 0 && sameHash(oldRoot, root);
  // A complete old tree is itself the first node of the path, so the proof leaves it out.
  const [first, ...rest] = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  if (first === undefined || proof.length === 0) return false;
  let fn = oldSize - 1;
  let sn = size - 1;
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  let oldHash = first;
  let hash = first;
  for (const sibling of rest) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      oldHash = nodeHash(sibling, oldHash);
      hash = nodeHash(sibling, hash);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && sameHash(oldHash, oldRoot) && sameHash(hash, root);
}

// Sizes may exceed 32 bits, so no bitwise operators.
const isOdd = (n: number) => n % 2 === 1;
const half = (n: number) => Math.floor(n / 2);
const isPowerOfTwo = (n: number) => Number.isInteger(Math.log2(n)) && 2 ** Math.log2(n) === n;
const areSizes = (...sizes: number[]) => sizes.every((size) => Number.isSafeInteger(size) && size >= 0);
const areHashes = (hashes: readonly Hash[]) => hashes.every((hash) => hash.length === hashLength);
