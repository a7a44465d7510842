import { StoreConfig } from '@edo/kit';
import { z } from 'zod';

export const Config = StoreConfig.extend({
  /** Mail server, `smtp://user:password@host:port` or `smtps://…`. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  /** Sender of all mail, `EDO <no-reply@example.kz>`. */
  MAIL_FROM: z.string().min(3),
  /** SMS gateway that takes `POST {id, to, text}` and ignores an id that it has taken before. */
  SMS_URL: z.url(),
  /** 32 random bytes in base64, in a file: texts and addresses are stored encrypted (5.3.15). */
  NOTIFICATIONS_SECRET_FILE: z.string().min(1),
});
export type Config = z.infer<typeof Config>;
