import { en } from './en.ts';
import { kk } from './kk.ts';
import { ru } from './ru.ts';
import type { Sentences } from './spoken-code.ts';

export type Language = 'kk' | 'ru' | 'en';

/** What each code means, in the languages of Kazakhstan's documents and in English. */
export const SENTENCES: Readonly<Record<Language, Sentences>> = { kk, ru, en };
