import { BaseConfig } from '@edo/kit';
import { z } from 'zod';

/** What `gateway` is configured by, beside what every service is. */
export const Config = BaseConfig.extend({
  GATEWAY_PORT: z.coerce.number().int().min(0).max(65_535),
  /** Where `archive` serves objects. */
  OBJECTS_URL: z.url({ protocol: /^https?$/ }),
  /** Largest JSON body. */
  BODY_MAX_BYTES: z.coerce.number().int().min(1024).default(262_144),
  /** Largest object that can be uploaded. */
  OBJECT_MAX_BYTES: z.coerce.number().int().min(1).default(104_857_600),
  /** Requests per minute of one address (an IPv6 network of 64 bits counts as one). */
  REQUESTS_PER_ADDRESS: z.coerce.number().int().min(1).default(1200),
  /** Requests per minute of one session. */
  REQUESTS_PER_SESSION: z.coerce.number().int().min(1).default(600),
  /** Steps of signing in per minute of one address. */
  SIGN_INS_PER_ADDRESS: z.coerce.number().int().min(1).default(60),
  /** Addresses or networks, separated by commas, whose X-Forwarded-For is believed; without it nobody's is. */
  TRUSTED_PROXIES: z.string().min(1).optional(),
});
export type Config = z.infer<typeof Config>;
