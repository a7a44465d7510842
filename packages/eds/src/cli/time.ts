import { UsageError } from './errors.ts';

const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

/** An ISO 8601 time with its zone, or a day (its beginning, UTC); `now` where none is given. Error: UsageError. */
export function readTime(text: string | undefined, now: () => Date): Date {
  if (text === undefined) return now();
  const time = new Date(text);
  if (!ISO.test(text) || Number.isNaN(time.getTime()))
    throw new UsageError(`${text} is not an ISO time with its zone, e.g. 2026-11-22T12:00:00Z`);
  return time;
}
