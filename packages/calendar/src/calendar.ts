import type { ActId } from './acts.ts';
import { addCalendarDays, type Day, isWeekend, parseDay, yearOf } from './day.ts';
import type { HolidayId } from './holidays.ts';
import { yearByRule } from './rule-year.ts';
import { tables } from './tables.ts';
import type { DayKind, YearTable } from './year-table.ts';
import { type Instant, inAstana, instantAt } from './zone.ts';

/** What a day is and why. `provisional`: an act may still change it. */
export type DayStatus = {
  day: Day;
  working: boolean;
  kind: DayKind | 'working-day' | 'weekend';
  holiday?: HolidayId;
  insteadOf?: Day;
  act: ActId;
  source: string;
  provisional: boolean;
};

export type Calendar = {
  /** Throws CalendarError DAY_MALFORMED or YEAR_UNKNOWN. */
  statusOf(day: Day): DayStatus;
  /** Version of the table (or of the rule) behind a year. */
  versionOf(year: number): string;
};

/** Office hours (2.24), Astana time. */
export const officeHours = { opens: '09:00', closes: '18:00' } as const;

/** A calendar over tables; a later table of the same year replaces an earlier one; other years follow the rules. */
export function makeCalendar(yearTables: readonly YearTable[]): Calendar {
  const years = new Map(yearTables.map((table) => [table.year, table]));
  const tableOf = (year: number): YearTable => {
    const table = years.get(year) ?? yearByRule(year);
    years.set(year, table);
    return table;
  };
  return {
    statusOf: (day) => statusIn(tableOf(yearOf(parseDay(day))), day),
    versionOf: (year) => tableOf(year).version,
  };
}

/** The calendar that comes with the platform: tables of 2021–2027, rules for other years. */
export const kazakhstan: Calendar = makeCalendar(tables);

function statusIn(table: YearTable, day: Day): DayStatus {
  const entry = table.days.find((special) => special.day === day);
  if (!entry) {
    const weekend = isWeekend(day);
    const kind = weekend ? 'weekend' : 'working-day';
    const act = 'agreement-2.25';
    return { day, working: !weekend, kind, act, source: 'agreement', provisional: table.provisional };
  }
  const provisional = table.provisional || entry.provisional === true;
  return { ...entry, working: entry.kind === 'moved-working', provisional };
}

export function isWorkingDay(day: Day, calendar: Calendar): boolean {
  return calendar.statusOf(day).working;
}

/** The first working day after `day`, or before it. */
export function nextWorkingDay(day: Day, calendar: Calendar, step: 1 | -1 = 1): Day {
  let next = addCalendarDays(day, step);
  while (!isWorkingDay(next, calendar)) next = addCalendarDays(next, step);
  return next;
}

/** The day that lies `count` working days after `day` (before it when negative); `day` itself is not counted. */
export function addWorkingDays(day: Day, count: number, calendar: Calendar): Day {
  let reached = day;
  for (let left = Math.abs(count); left > 0; left -= 1)
    reached = nextWorkingDay(reached, calendar, count < 0 ? -1 : 1);
  return reached;
}

/** Whether the office is open at that instant: 9:00–18:00 of a working day (2.24). */
export function isOfficeTime(instant: Instant, calendar: Calendar): boolean {
  const { day, clock } = inAstana(instant);
  return isWorkingDay(day, calendar) && clock >= officeHours.opens && clock < officeHours.closes;
}

/** The first instant of a day and of the day after it, in Astana: the day lasts from `from` to before `to`. */
export function wholeDay(day: Day): { from: Instant; to: Instant } {
  return { from: instantAt(day, '00:00'), to: instantAt(addCalendarDays(day, 1), '00:00') };
}
