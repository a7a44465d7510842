import { CalendarError } from './errors.ts';

/** A day of the civil calendar, `YYYY-MM-DD`, in no zone. Compares as text. */
export type Day = string;

const dayLength = 86_400_000;
const saturday = 6;
const sunday = 0;

/** Checks that the text is a day that exists; throws CalendarError DAY_MALFORMED. */
export function parseDay(text: string): Day {
  const time = Date.parse(`${text}T00:00:00.000Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(time) || fromTime(time) !== text) {
    throw new CalendarError('DAY_MALFORMED', `"${text}" is no day of the form YYYY-MM-DD`);
  }
  return text;
}

/** The day `count` days later (earlier when negative). */
export function addCalendarDays(day: Day, count: number): Day {
  return fromTime(toTime(day) + count * dayLength);
}

/** The same date `count` years later; the last day of February where it has no 29th. */
export function addYears(day: Day, count: number): Day {
  const [year, month, date] = day.split('-').map(Number);
  const time = Date.UTC(year! + count, month! - 1, date!);
  const moved = new Date(time);
  return moved.getUTCMonth() === month! - 1 ? fromTime(time) : fromTime(Date.UTC(year! + count, month!, 0));
}

export function isWeekend(day: Day): boolean {
  const weekday = new Date(toTime(day)).getUTCDay();
  return weekday === saturday || weekday === sunday;
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

const toTime = (day: Day) => Date.parse(`${parseDay(day)}T00:00:00.000Z`);
const fromTime = (time: number) => new Date(time).toISOString().slice(0, 10);
