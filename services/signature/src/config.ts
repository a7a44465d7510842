import { StoreConfig } from '@edo/kit';
import { z } from 'zod';

/** Addresses of НУЦ РК are plain HTTP: what they answer is signed. */
const AuthorityUrl = z.url({ protocol: /^https?$/ });
const Urls = z
  .string()
  .default('')
  .transform((list) => list.split(',').filter(Boolean))
  .pipe(z.array(AuthorityUrl));
const millis = (fallback: number) => z.coerce.number().int().min(1).max(60_000).default(fallback);

/** What `signature` is configured by, beside what every service is. Addresses never come out of certificates. */
export const Config = StoreConfig.extend({
  /** The object port of `archive`. */
  OBJECTS_URL: z.url(),
  /** `trust-list.json`, its certificates beside it. */
  TRUST_LIST: z.string().min(1),
  /** SHA-256 of that file; production does not start without it, nor with another file. */
  TRUST_LIST_SHA256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  OCSP_URL: AuthorityUrl,
  TSP_URL: AuthorityUrl,
  /** Policy of the TSA to stamp by; НУЦ РК: …6.4 is ГОСТ 34.10-2015. */
  TSP_POLICY: z
    .string()
    .regex(/^\d+(\.\d+)+$/)
    .default('1.2.398.3.3.2.6.4'),
  /** CRLs and delta CRLs, comma-separated, for when OCSP does not answer. */
  CRL_URLS: Urls,
  /** When the CRLs are fetched again. */
  CRL_CRON: z.string().default('*/10 * * * *'),
  /** One attempt at an authority, all attempts together, and how many. */
  AUTHORITY_TIMEOUT_MILLIS: millis(4000),
  AUTHORITY_BUDGET_MILLIS: millis(10_000),
  AUTHORITY_ATTEMPTS: z.coerce.number().int().min(1).max(10).default(3),
  /** PKCS#12 of the operator; others than its owner may not read it. */
  OPERATOR_KEY_FILE: z.string().min(1),
  OPERATOR_KEY_PASSWORD_FILE: z.string().min(1),
  /** In production a key in a file must be wanted outright, until a token holds it. */
  OPERATOR_KEY_IN_FILE_ACCEPTED: z.enum(['yes', 'no']).default('no'),
  /** On what ground the means of validation is permitted (5.2.3.1). */
  VALIDATION_BASIS: z
    .string()
    .min(1)
    .default('Правила проверки подлинности ЭЦП, приказ № 1187 от 09.12.2015 (V1500012864)'),
});
export type Config = z.infer<typeof Config>;
