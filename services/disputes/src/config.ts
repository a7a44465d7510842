import { StoreConfig } from '@edo/kit';
import { z } from 'zod';

export const Config = StoreConfig.extend({
  /** The object port of `archive`. */
  OBJECTS_URL: z.url(),
  /** 32 random bytes in base64, in a file: substance, circumstances and contacts are stored encrypted (5.3.15). */
  DISPUTES_SECRET_FILE: z.string().min(1),
});
export type Config = z.infer<typeof Config>;
