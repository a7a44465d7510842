import { z } from 'zod';
import { contract } from './contract.ts';
import { Base64, Id, Instant } from './vocabulary.ts';

/** A signed note in the C2SP checkpoint format, as text. */
export const Checkpoint = z.strictObject({ size: z.int().nonnegative(), rootHash: Base64, note: z.string() });
export type Checkpoint = z.infer<typeof Checkpoint>;

export const JournalEntry = z.strictObject({
  index: z.int().nonnegative(),
  factId: Id,
  bytes: Base64,
  recordedAt: Instant,
});
export type JournalEntry = z.infer<typeof JournalEntry>;

/** What became of one fact that was handed over. */
export const AppendResult = z.discriminatedUnion('outcome', [
  z.strictObject({
    factId: z.string(),
    outcome: z.literal('recorded'),
    index: z.int().nonnegative(),
    recordedAt: Instant,
  }),
  z.strictObject({
    factId: z.string(),
    outcome: z.literal('refused'),
    code: z.string(),
    message: z.string(),
  }),
]);
export type AppendResult = z.infer<typeof AppendResult>;

/** The journal that nobody can rewrite unnoticed (5.3.7–5.3.9; RFC 9162). Owned by `archive`. */
export const journal = contract('journal', {
  append: {
    timeoutMillis: 4_000,
    summary: 'Record facts, each exactly once by its id, in the order given; answers with the index of each',
    access: 'services',
    params: z.strictObject({
      facts: z
        .array(
          z.strictObject({
            factId: z.string().max(64),
            bytes: Base64,
            trace: z.string().max(128).optional(),
          }),
        )
        .min(1)
        .max(500),
    }),
    result: z.strictObject({ results: z.array(AppendResult), checkpoint: Checkpoint }),
  },
  checkpoint: {
    summary: 'The latest signed checkpoint of the journal',
    access: 'public',
    rest: 'GET /v1/journal/checkpoint',
    params: z.strictObject({}),
    result: Checkpoint,
  },
  proof: {
    summary: 'Where a fact stands in the journal, with its inclusion proof under a checkpoint that covers it',
    access: 'services',
    params: z.strictObject({ factId: Id }),
    result: z.strictObject({ entry: JournalEntry, proof: z.array(Base64), checkpoint: Checkpoint }),
  },
  consistency: {
    summary: 'Proof that the journal of one size begins with the journal of a smaller size (RFC 9162, 2.1.4)',
    access: 'public',
    rest: 'GET /v1/journal/consistency',
    params: z.strictObject({
      from: z.coerce.number().int().nonnegative(),
      to: z.coerce.number().int().nonnegative(),
    }),
    result: z.strictObject({ proof: z.array(Base64) }),
  },
  entries: {
    summary: 'Entries of the journal in order, for a consumer that fell behind the stream and for the audit',
    access: 'services',
    params: z.strictObject({ from: z.int().nonnegative(), count: z.int().min(1).max(1000) }),
    result: z.strictObject({ entries: z.array(JournalEntry), size: z.int().nonnegative() }),
  },
  keyStatement: {
    timeoutMillis: 30_000, // the first to ask has it signed
    summary:
      "The statement that binds the journal's Ed25519 key to the operator, signed with the operator's НУЦ key",
    access: 'public',
    rest: 'GET /v1/journal/key',
    params: z.strictObject({}),
    result: z.strictObject({ statement: Base64, cms: Base64 }),
  },
});
