import { Locale } from '@edo/contracts';
import type { z } from 'zod';

type Language = z.infer<typeof Locale>;

/** The language that `Accept-Language` (RFC 9110, 12.5.4) wants most of those there are; Russian where it wants none of them. */
export function chooseLocale(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((item) => item.trim().split(';'))
    .map(([range = '', ...parameters]) => ({
      language: range.trim().slice(0, 2).toLowerCase(),
      weight: weightOf(parameters),
    }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  for (const { language } of wanted) {
    const known = Locale.safeParse(language);
    if (known.success) return known.data;
  }
  return 'ru';
}

function weightOf(parameters: readonly string[]): number {
  const quality = parameters
    .map((parameter) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(parameter)?.[1])
    .find(Boolean);
  return quality === undefined ? 1 : Number(quality);
}
