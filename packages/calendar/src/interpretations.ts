import { type Act, acts } from './acts.ts';

/** Readings of the agreement that its text leaves open; each deadline names those that it rests on. */
export const interpretations = {
  'last-day-off': acts['civil-code-terms'],
  'days-are-calendar-days': {
    title: {
      kk: 'тармақта жұмыс күндері туралы айтылмаған, сондықтан күнтізбелік күндер есептеледі',
      ru: 'пункт не говорит о рабочих днях, поэтому считаются календарные дни',
      en: 'the clause does not say working days, so calendar days are counted',
    },
    source: 'agreement',
    interpretation: true,
  },
  'day-after-the-event': {
    title: {
      kk: 'оқиға болған күн есептелмейді, мерзім келесі күннен басталады',
      ru: 'день события не считается, срок идёт со следующего дня',
      en: 'the day of the event is not counted; the term runs from the next day',
    },
    source: acts['civil-code-terms'].source,
    interpretation: true,
  },
  'whole-days-before': {
    title: {
      kk: 'күшіне енген күнге дейін толық күндер қалуы тиіс',
      ru: 'до дня события должны оставаться полные дни',
      en: 'whole days must lie before the day of the event',
    },
    source: 'agreement',
    interpretation: true,
  },
  'hours-run-around-the-clock': {
    title: {
      kk: 'сағаттар тәулік бойы, жұмыс уақытынан тыс та есептеледі',
      ru: 'часы идут круглосуточно, и вне рабочего времени',
      en: 'hours run around the clock, outside office hours too',
    },
    source: 'agreement',
    interpretation: true,
  },
} as const satisfies Record<string, Act>;

export type InterpretationId = keyof typeof interpretations;
