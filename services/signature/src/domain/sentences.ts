import type { SignatureVerdict } from '@edo/contracts';
import { SENTENCES } from '@edo/eds';

export type Locale = keyof typeof SENTENCES;
type Check = SignatureVerdict['checks'][number];

/** Codes that the platform adds to those of the library. */
const OWN: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  AUTHORITY_UNAVAILABLE: {
    kk: 'ҚР ҰКО қазір жауап бермейді, тексеру қайталанады.',
    ru: 'НУЦ РК сейчас не отвечает, проверка будет повторена.',
    en: 'The national certification authority does not answer now; the validation is tried again.',
  },
};

/** A check that did not pass says so in the reader's language; what it found exactly stays beside it. */
export function spoken(check: Check, locale: Locale): Check {
  const { status, code, message } = check;
  if (status === 'passed' || status === 'skipped') return check;
  const sentences: Readonly<Record<string, string>> = SENTENCES[locale];
  const sentence = OWN[code]?.[locale] ?? sentences[code];
  return sentence === undefined ? check : { ...check, message: `${sentence} (${message})` };
}
