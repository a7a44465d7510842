import { createHash as createNodeHash, hash as nodeHash } from 'node:crypto';
import { EdsError } from '../errors.ts';
import { createGost34311 } from '../gost/hash/gost34311.ts';
import type { Hasher } from '../gost/hash/hasher.ts';
import { createStreebog } from '../gost/hash/streebog.ts';
import { DIGEST } from './oids.ts';

/** Digests of node:crypto that are used. */
export type NodeDigest = 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** A digest algorithm: `byteLength` of its digests, `nodeName` where node:crypto computes it. */
export type DigestAlgorithm = {
  readonly oid: string;
  readonly name: string;
  readonly byteLength: number;
  readonly nodeName: NodeDigest | undefined;
  readonly create: () => Hasher;
};

function nodeDigest(oid: string, name: string, nodeName: NodeDigest, byteLength: number): DigestAlgorithm {
  return { oid, name, byteLength, nodeName, create: () => nodeHasher(nodeName) };
}

function gostDigest(oid: string, name: string, byteLength: number, create: () => Hasher): DigestAlgorithm {
  return { oid, name, byteLength, nodeName: undefined, create };
}

function nodeHasher(nodeName: NodeDigest): Hasher {
  const hash = createNodeHash(nodeName);
  const hasher: Hasher = {
    update(bytes) {
      hash.update(bytes);
      return hasher;
    },
    digest: () => new Uint8Array(hash.digest()),
  };
  return hasher;
}

const algorithms: ReadonlyMap<string, DigestAlgorithm> = new Map(
  [
    nodeDigest(DIGEST.sha1, 'SHA-1', 'sha1', 20),
    nodeDigest(DIGEST.sha256, 'SHA-256', 'sha256', 32),
    nodeDigest(DIGEST.sha384, 'SHA-384', 'sha384', 48),
    nodeDigest(DIGEST.sha512, 'SHA-512', 'sha512', 64),
    gostDigest(DIGEST.gost34311, 'ГОСТ 34.311-95', 32, createGost34311),
    gostDigest(DIGEST.streebog256, 'Streebog-256', 32, () => createStreebog(256)),
    gostDigest(DIGEST.streebog512, 'Streebog-512', 64, () => createStreebog(512)),
  ].map((algorithm) => [algorithm.oid, algorithm]),
);

/** The digest algorithm with this object identifier; error: ALGORITHM_UNSUPPORTED. */
export function digestAlgorithm(oid: string): DigestAlgorithm {
  const algorithm = algorithms.get(oid);
  if (!algorithm) throw new EdsError('ALGORITHM_UNSUPPORTED', `${oid} is not a digest algorithm known here`);
  return algorithm;
}

/** A streaming hash by object identifier; error: ALGORITHM_UNSUPPORTED. */
export function createHash(oid: string): Hasher {
  return digestAlgorithm(oid).create();
}

/** The digest of `bytes`; error: ALGORITHM_UNSUPPORTED. */
export function digest(oid: string, bytes: Uint8Array): Uint8Array {
  const { nodeName, create } = digestAlgorithm(oid);
  return nodeName ? new Uint8Array(nodeHash(nodeName, bytes, 'buffer')) : create().update(bytes).digest();
}
