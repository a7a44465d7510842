import type { CheckCode, Indication, SubIndication } from '../codes.ts';
import { en } from './en.ts';
import { kk } from './kk.ts';
import { ru } from './ru.ts';

export type Language = 'kk' | 'ru' | 'en';

/** Every code that a report may show to people. */
export type SpokenCode = Indication | SubIndication | CheckCode;

/** One sentence for each code. */
export type Sentences = Readonly<Record<SpokenCode, string>>;

/** What each code means, in the languages of Kazakhstan's documents and in English. */
export const SENTENCES: Readonly<Record<Language, Sentences>> = { kk, ru, en };
