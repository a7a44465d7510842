import { type ActId, acts } from './acts.ts';
import { type Day, isWeekend, parseDay, yearOf } from './day.ts';
import { CalendarError } from './errors.ts';
import { type HolidayId, holidays } from './holidays.ts';

/** How a day that is not plainly Monday–Friday or a weekend got so. */
export const dayKinds = [
  'holiday', // by the law on holidays
  'day-off', // 7 January and Kurban Ait: free, never transferred
  'transferred', // the working day after a holiday that fell on a day off
  'moved-off', // a weekday made free by an act
  'moved-working', // a weekend day made working by an act
] as const;

export type DayKind = (typeof dayKinds)[number];

export type DayEntry = {
  day: Day;
  kind: DayKind;
  holiday?: HolidayId;
  /** The day it stands for: the holiday that fell on a day off, or the day it was exchanged with. */
  insteadOf?: Day;
  act: ActId;
  source: string;
  provisional?: true;
};

/** One year's special days. `version` changes with every edit; `provisional` says that an act may still change it. */
export type YearTable = { year: number; version: string; provisional: boolean; days: readonly DayEntry[] };

/**
 * Reads a table as the operator edits it, strictly: days of its year, in order and once, known kinds, acts and holidays,
 * weekends only where the kind allows. Throws CalendarError TABLE_MALFORMED naming the entry.
 */
export function readYearTable(json: unknown): YearTable {
  const { year, version, provisional, days } = (json ?? {}) as Partial<YearTable>;
  if (
    !Number.isInteger(year) ||
    typeof version !== 'string' ||
    !version ||
    typeof provisional !== 'boolean'
  ) {
    throw malformed('a table has year, version and provisional');
  }
  if (!Array.isArray(days)) throw malformed(`${year}: no list of days`);
  for (const [at, entry] of days.entries()) checkEntry(entry, year!, days[at - 1]?.day ?? '');
  return { year: year!, version, provisional, days };
}

function checkEntry(entry: DayEntry, year: number, before: Day): void {
  const { day, kind, holiday, act, source } = entry;
  if (yearOf(parseDay(day)) !== year || day <= before)
    throw malformed(`${day} is not of ${year} or out of order`);
  if (!dayKinds.includes(kind)) throw malformed(`${day}: unknown kind "${kind}"`);
  if (!(act in acts) || !source) throw malformed(`${day}: needs a known act and a source, has "${act}"`);
  if (holiday !== undefined && !(holiday in holidays))
    throw malformed(`${day}: unknown holiday "${holiday}"`);
  if (['holiday', 'day-off'].includes(kind) && !holiday) throw malformed(`${day}: which holiday?`);
  if (['transferred', 'moved-off'].includes(kind) && isWeekend(day))
    throw malformed(`${day} is a weekend already`);
  if (kind === 'moved-working' && !isWeekend(day))
    throw malformed(`${day} is no weekend day to be made working`);
  if (entry.insteadOf !== undefined) parseDay(entry.insteadOf);
}

function malformed(what: string): CalendarError {
  return new CalendarError('TABLE_MALFORMED', `calendar table: ${what}`);
}
