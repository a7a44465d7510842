import { z } from 'zod';
import { contract, fact } from './contract.ts';
import { Id, Instant, ObjectRef, Sha256 } from './vocabulary.ts';

/** A part of an evidence bundle: where it goes in the bundle and which stored object it is. */
export const BundlePart = z.strictObject({
  role: z.enum([
    'content',
    'signature',
    'certificate',
    'ocsp-response',
    'crl',
    'timestamp',
    'verdict',
    'receipt',
    'receipt-signature',
  ]),
  path: z
    .string()
    .regex(/^[\w.-]+(\/[\w.-]+)*$/)
    .max(160),
  objectId: Id,
});
export type BundlePart = z.infer<typeof BundlePart>;

/** Evidence, retention and what leaves the archive. */
export const archive = contract('archive', {
  bundle: {
    timeoutMillis: 60_000,
    summary:
      'Assemble the proof of a document: its parts, its journal entries with proofs, a manifest signed by the operator',
    access: 'services',
    params: z.strictObject({
      documentId: Id,
      parts: z.array(BundlePart).min(2).max(200),
      factIds: z.array(Id).min(1).max(200),
      /** What the manifest says of the document: parties, register number, kinds of signatures. Data of the parties, not facts. */
      about: z.record(z.string(), z.unknown()),
    }),
    result: z.strictObject({ object: ObjectRef, manifestSha256: Sha256 }),
  },
});

export const archiveFacts = {
  bundleMade: fact(
    'bundle',
    'made',
    1,
    z.strictObject({ documentId: Id, objectId: Id, sha256: Sha256, manifestSha256: Sha256, madeAt: Instant }),
  ),
};
