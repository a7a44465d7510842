import { StoreConfig } from '@edo/kit';
import { z } from 'zod';

/** What `identity` is configured by, beside what every service is. */
export const Config = StoreConfig.extend({
  /** 32 random bytes in base64; personal data, blind indexes, codes and passwords depend on it: keep it with the backups' keys. */
  IDENTITY_SECRET_FILE: z.string().min(1),
  /** JSON `{email, phone, password}` of the first operator; used only while there is no operator. */
  OPERATOR_BOOTSTRAP_FILE: z.string().min(1).optional(),
  /** Length of a session (2.26). */
  SESSION_MINUTES: z.coerce.number().int().min(1).max(1440).default(480),
  /** Life of a one-time code (2.20). */
  CODE_MINUTES: z.coerce.number().int().min(1).max(30).default(5),
  /** Codes that one user may ask for within an hour. */
  CODES_PER_USER_HOUR: z.coerce.number().int().min(1).default(10),
  /** Codes that may go to one phone or mailbox within a day, whoever asks. */
  CODES_PER_ADDRESS_DAY: z.coerce.number().int().min(1).default(30),
});
export type Config = z.infer<typeof Config>;
