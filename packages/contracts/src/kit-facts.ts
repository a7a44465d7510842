import { z } from 'zod';
import { fact } from './contract.ts';
import { Id, Instant } from './vocabulary.ts';

/** Facts that every service with an outbox tells of its own machinery. */
export const kitFacts = {
  /** A fact that lay among the dead letters was handed over again, unchanged, and this time took effect (or was handed to the journal again: `consumer` is then `outbox`). */
  replayed: fact(
    'fact',
    'replayed',
    1,
    z.strictObject({
      factId: Id,
      consumer: z.string().min(1).max(64),
      deadSince: Instant,
      tries: z.int().nonnegative(),
      reason: z.string().max(64),
    }),
  ),
};
