import { StoreConfig } from '@edo/kit';
import { z } from 'zod';

export const Config = StoreConfig.extend({
  /** The object port of `archive`. */
  OBJECTS_URL: z.url(),
  /** 32 random bytes in base64, in a file: titles and signers are stored encrypted (5.3.15). */
  DOCUMENTS_SECRET_FILE: z.string().min(1),
  /** New sends are answered 503 while the oldest fact not yet in the journal is older than this. */
  MAX_OUTBOX_AGE_SECONDS: z.coerce.number().int().positive().default(600),
  /** How long a send waits for its end before it answers 202. */
  SEND_WAIT_MILLIS: z.coerce.number().int().min(0).max(20_000).default(3000),
});
export type Config = z.infer<typeof Config>;
