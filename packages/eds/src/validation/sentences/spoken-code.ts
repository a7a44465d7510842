import type { CheckCode, Indication, SubIndication } from '../codes.ts';

/** Every code that a report may show to people. */
export type SpokenCode = Indication | SubIndication | CheckCode;

/** One sentence for each code. */
export type Sentences = Readonly<Record<SpokenCode, string>>;
