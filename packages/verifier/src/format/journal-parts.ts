import {
  type CanonicalValue,
  canonicalJson,
  decodeBase64,
  encodeBase64,
  formatTlogProof,
  type Hash,
  parseCanonicalJson,
} from '@edo/journal';
import { BundleError } from '../errors.ts';
import type { Part } from './manifest.ts';

/** A journal entry to go into a bundle: its fact's bytes and the way to the root of the bundle's checkpoint. */
export type ProvenEntry = { index: number; bytes: Uint8Array; proof: readonly Hash[] };

/** Proof that the checkpoint of the receipt (size `from`) is a beginning of that of the bundle (size `to`). */
export type ConsistencyPart = { from: number; to: number; proof: readonly Hash[] };

export const checkpointPath = 'journal/checkpoint.txt';
export const consistencyPath = 'journal/consistency.json';

/** An entry and its proof (C2SP tlog-proof over the same checkpoint) as parts; their path is their index. */
export function entryParts({ index, bytes, proof }: ProvenEntry, checkpoint: Uint8Array): Part[] {
  const path = `journal/entries/${index}`;
  return [
    { path: `${path}.json`, role: 'journal-entry', bytes },
    {
      path: proofPathOf(`${path}.json`),
      role: 'journal-proof',
      bytes: formatTlogProof({ index, proof, checkpoint }),
    },
  ];
}

/** The proof of the entry at `journal/entries/17.json` is at `journal/entries/17.tlog-proof`. */
export function proofPathOf(entryPath: string): string {
  return entryPath.replace(/\.json$/, '.tlog-proof');
}

export function consistencyPart({ from, to, proof }: ConsistencyPart): Part {
  const bytes = canonicalJson({ from, to, proof: proof.map(encodeBase64) });
  return { path: consistencyPath, role: 'consistency-proof', bytes };
}

/** Throws BundleError PART_MALFORMED. */
export function readConsistencyPart(bytes: Uint8Array): ConsistencyPart {
  const { from, to, proof } = parseCanonicalJson(bytes) as Record<string, CanonicalValue>;
  const hashes = Array.isArray(proof) ? proof.map((hash) => decodeBase64(String(hash))) : [undefined];
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || hashes.includes(undefined)) {
    throw new BundleError('PART_MALFORMED', 'not a consistency proof {from, to, proof}', consistencyPath);
  }
  return { from: from as number, to: to as number, proof: hashes as Hash[] };
}
