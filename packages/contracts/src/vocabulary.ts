import { z } from 'zod';

/** UUIDv7 (RFC 9562) of anything the platform makes. */
export const Id = z.uuid();
/** RFC 3339 instant in UTC with milliseconds. */
export const Instant = z.iso.datetime();
/** Calendar date `YYYY-MM-DD`, in Astana time. */
export const Day = z.iso.date();
/** Lower-case hex SHA-256. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits (SHA-256)');
export const Base64 = z.base64();
export const Locale = z.enum(['kk', 'ru', 'en']);
export const Email = z.email().max(254).toLowerCase();
/** E.164 number of a mobile phone, e.g. `+77010000000`. */
export const Phone = z.string().regex(/^\+[1-9]\d{9,14}$/, 'expected an E.164 number such as +77010000000');

/** Weights of the check digit of ИИН and БИН; the second row is for a remainder of 10. */
const CHECK_WEIGHTS = [
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2],
];

/** Whether twelve digits carry the right check digit of an ИИН or БИН (5.1.3.4, 7.3). */
export function hasValidCheckDigit(number: string): boolean {
  const digits = [...number].map(Number);
  for (const weights of CHECK_WEIGHTS) {
    const remainder = weights.reduce((sum, weight, i) => sum + weight * digits[i]!, 0) % 11;
    if (remainder < 10) return remainder === digits[11];
  }
  return false;
}

const twelveDigits = () => z.string().regex(/^\d{12}$/, 'expected 12 digits');
/** Individual identification number (ИИН). */
export const Iin = twelveDigits();
/** Business identification number (БИН). */
export const Bin = twelveDigits();

/** Stored bytes, named by digest. */
export const ObjectRef = z.strictObject({ objectId: Id, size: z.int().nonnegative(), sha256: Sha256 });
export type ObjectRef = z.infer<typeof ObjectRef>;

/** Main status of a validation, ETSI EN 319 102-1, 5.1.3. */
export const Indication = z.enum(['TOTAL-PASSED', 'TOTAL-FAILED', 'INDETERMINATE']);

/** A page of a list: the cursor is a strictly increasing number that nobody needs to understand. */
export const PageParams = {
  after: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
export const page = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() });

/** Who acts: carried between services as a signed assertion, never as free words. */
export const Actor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('user'), userId: Id, clientId: Id, sessionId: Id, locale: Locale }),
  z.strictObject({ kind: z.literal('operator'), userId: Id, sessionId: Id, locale: Locale }),
  z.strictObject({ kind: z.literal('service'), service: z.string() }),
]);
export type Actor = z.infer<typeof Actor>;

/** Text as people write it: trimmed, not empty, and without halves of characters, which cannot be hashed canonically. */
export const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((value) => value.isWellFormed(), 'contains half of a character');
