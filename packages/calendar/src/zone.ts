import type { Day } from './day.ts';
import { CalendarError } from './errors.ts';

/** A moment in UTC, ISO 8601 with milliseconds: `2026-03-16T04:00:00.000Z`. */
export type Instant = string;

/** Astana time (2.24): one zone; UTC+5 since 2024-03-01, UTC+6 before, as the tz database knows. */
export const zone = 'Asia/Almaty';

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** Day and clock time (`HH:MM:SS`) in Astana at an instant. Throws CalendarError INSTANT_MALFORMED. */
export function inAstana(instant: Instant): { day: Day; clock: string } {
  return localTime(timeOf(instant));
}

export function localDay(instant: Instant): Day {
  return inAstana(instant).day;
}

/** The instant at which clocks in Astana show this time of this day, `clock` as `HH:MM`. */
export function instantAt(day: Day, clock: string): Instant {
  const wanted = Date.parse(`${day}T${clock}:00.000Z`);
  if (Number.isNaN(wanted)) throw new CalendarError('INSTANT_MALFORMED', `no time ${clock} on ${day}`);
  // The offset depends on the answer, so it is taken twice: near the answer, then at it.
  const near = wanted - offsetAt(wanted);
  return new Date(wanted - offsetAt(near)).toISOString();
}

export function addHours(instant: Instant, hours: number): Instant {
  return new Date(timeOf(instant) + hours * 3_600_000).toISOString();
}

/** Milliseconds since 1970 of an instant, which must say its offset. */
export function timeOf(instant: Instant): number {
  const time = Date.parse(instant);
  if (!/T.*(Z|[+-]\d\d:\d\d)$/.test(instant) || Number.isNaN(time)) {
    throw new CalendarError('INSTANT_MALFORMED', `"${instant}" is no ISO 8601 time with its offset`);
  }
  return time;
}

function localTime(time: number): { day: Day; clock: string } {
  const [day = '', clock = ''] = parts.format(time).split(', ');
  return { day, clock };
}

function offsetAt(time: number): number {
  const { day, clock } = localTime(time);
  return Date.parse(`${day}T${clock}.000Z`) - Math.floor(time / 1000) * 1000;
}
