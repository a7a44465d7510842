import type { TermUnit } from './rules.ts';
import type { Language, Text } from './texts.ts';

type Counted = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { other: string };

const units: Record<TermUnit, Record<Language, Counted>> = {
  'working-day': {
    kk: { other: 'жұмыс күні' },
    ru: { one: 'рабочий день', few: 'рабочих дня', other: 'рабочих дней' },
    en: { one: 'working day', other: 'working days' },
  },
  'calendar-day': {
    kk: { other: 'күнтізбелік күн' },
    ru: { one: 'календарный день', few: 'календарных дня', other: 'календарных дней' },
    en: { one: 'calendar day', other: 'calendar days' },
  },
  hour: {
    kk: { other: 'сағат' },
    ru: { one: 'час', few: 'часа', other: 'часов' },
    en: { one: 'hour', other: 'hours' },
  },
  year: {
    kk: { other: 'жыл' },
    ru: { one: 'год', few: 'года', other: 'лет' },
    en: { one: 'year', other: 'years' },
  },
};

/** `5 рабочих дней`. */
export function amount(count: number, unit: TermUnit, language: Language): string {
  const forms = units[unit][language];
  return `${count} ${forms[new Intl.PluralRules(language).select(count)] ?? forms.other}`;
}

/** Sentences with holes `{name}`. */
export const phrases = {
  rule: {
    kk: '{title}: Келісімнің {clause}-тармағы, мерзімі {amount}.',
    ru: '{title}: пункт {clause} Соглашения, срок {amount}.',
    en: '{title}: clause {clause} of the agreement, {amount}.',
  },
  start: {
    kk: 'Мерзімнің басы: {event}, {day} {clock} (Астана уақыты).',
    ru: 'Начало срока: {event}, {day} {clock} (время Астаны).',
    en: 'Start: {event}, {day} {clock} (Astana time).',
  },
  startBefore: {
    kk: 'Мерзім кері есептеледі: {event}, {day} {clock} (Астана уақыты).',
    ru: 'Срок отсчитывается назад: {event}, {day} {clock} (время Астаны).',
    en: 'Counted back from: {event}, {day} {clock} (Astana time).',
  },
  counted: {
    kk: 'Есептелген күндер: {days}.',
    ru: 'Засчитанные дни: {days}.',
    en: 'Counted days: {days}.',
  },
  skipped: {
    kk: '{day} есептелмейді: {reason}. Негізі: {act}.',
    ru: '{day} не считается: {reason}. Основание: {act}.',
    en: '{day} is not counted: {reason}. Ground: {act}.',
  },
  moved: {
    kk: 'Соңғы күн {from} жұмыс күні емес ({reason}), мерзім {to} күнге ауысады. Негізі (түсіндірме): {ground}.',
    ru: 'Последний день {from} нерабочий ({reason}), срок переносится на {to}. Основание (толкование): {ground}.',
    en: 'The last day {from} is a day off ({reason}); the term ends on {to}. Ground (an interpretation): {ground}.',
  },
  dueAfter: {
    kk: 'Мерзім {day} күні сағат 24:00-де аяқталады (Астана уақыты).',
    ru: 'Срок истекает {day} в 24:00 (время Астаны).',
    en: 'The term ends on {day} at 24:00 (Astana time).',
  },
  dueBefore: {
    kk: 'Әрекет {day} басталғанға дейін, сағат 00:00-ге дейін жасалуы тиіс (Астана уақыты).',
    ru: 'Действие должно быть совершено до начала дня {day}, до 00:00 (время Астаны).',
    en: 'To be done before {day} begins, before 00:00 (Astana time).',
  },
  dueHour: {
    kk: 'Мерзім {day} сағат {clock} аяқталады (Астана уақыты).',
    ru: 'Срок истекает {day} в {clock} (время Астаны).',
    en: 'The term ends on {day} at {clock} (Astana time).',
  },
  interpretation: {
    kk: 'Түсіндірме: {text}.',
    ru: 'Толкование: {text}.',
    en: 'Interpretation: {text}.',
  },
  calendar: {
    kk: 'Жұмыс күнтізбесінің нұсқасы: {version}.',
    ru: 'Версия производственного календаря: {version}.',
    en: 'Version of the working calendar: {version}.',
  },
  provisional: {
    kk: 'Күнтізбе алдын ала жасалған: ресми акті оны өзгертуі мүмкін.',
    ru: 'Календарь предварительный: официальный акт может его изменить.',
    en: 'The calendar is provisional: an official act may change it.',
  },
  weekend: { kk: 'демалыс күні', ru: 'выходной день', en: 'weekend' },
  holiday: { kk: 'мереке күні, {holiday}', ru: 'праздничный день, {holiday}', en: 'holiday, {holiday}' },
  'day-off': { kk: 'демалыс күні, {holiday}', ru: 'выходной день, {holiday}', en: 'day off, {holiday}' },
  transferred: {
    kk: '{insteadOf} мерекесінің орнына демалыс күні ({holiday})',
    ru: 'выходной за праздник {insteadOf} ({holiday})',
    en: 'day off for the holiday of {insteadOf} ({holiday})',
  },
  'moved-off': {
    kk: '{insteadOf} күнінен ауыстырылған демалыс күні',
    ru: 'выходной, перенесённый с {insteadOf}',
    en: 'day off moved from {insteadOf}',
  },
} as const satisfies Record<string, Text>;

export type PhraseId = keyof typeof phrases;

/** The sentence with its holes filled. */
export function say(id: PhraseId, language: Language, holes: Readonly<Record<string, string>> = {}): string {
  return phrases[id][language].replaceAll(/\{(\w+)\}/g, (_, name: string) => holes[name] ?? '');
}
