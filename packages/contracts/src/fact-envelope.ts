import { z } from 'zod';
import { Id, Instant } from './vocabulary.ts';

/**
 * A fact as it is hashed into the journal: the canonical JSON (RFC 8785) of this envelope, in UTF-8, is the leaf.
 * `version` orders the facts of one aggregate; `by` says who acted (`user:<id>`, `operator:<id>`, `service:<name>`).
 */
export const FactEnvelope = z.strictObject({
  id: Id,
  type: z.string().regex(/^[a-z]+\.[a-z-]+$/),
  v: z.int().positive(),
  source: z.string().regex(/^[a-z]+$/),
  aggregate: z.strictObject({ type: z.string(), id: z.string().min(1).max(128) }),
  version: z.int().positive(),
  at: Instant,
  by: z.string().regex(/^(user|operator|service):[\w-]+$/),
  data: z.record(z.string(), z.unknown()),
});
export type FactEnvelope = z.infer<typeof FactEnvelope>;

/** Largest fact, in bytes: facts hold ids, digests and times, so more is a mistake. */
export const MAX_FACT_BYTES = 16_384;
