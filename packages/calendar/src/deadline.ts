import { type Calendar, type DayStatus, wholeDay } from './calendar.ts';
import { addCalendarDays, addYears, type Day, yearOf } from './day.ts';
import type { InterpretationId } from './interpretations.ts';
import type { DeadlineRule } from './rules.ts';
import { addHours, type Instant, instantAt, localDay } from './zone.ts';

/** A day the term ran over: counted (with its number from 1) or skipped (with what it was and why). */
export type DeadlineStep = { day: Day; counted: number } | { day: Day; skipped: DayStatus };

/** A term computed, with everything needed to check it by hand. Plain JSON. */
export type Deadline = {
  rule: DeadlineRule;
  start: { instant: Instant; day: Day };
  /**
   * Act before `instant`. Counting forward it is the end of `day` (24:00 in Astana); counting back, its beginning;
   * for hours the exact moment.
   */
  due: { instant: Instant; day: Day };
  steps: readonly DeadlineStep[];
  /** When the last counted day was a day off: over which days the end moved, and on what ground. */
  moved: { from: Day; to: Day; over: readonly DayStatus[]; ground: InterpretationId } | null;
  /** Versions of the years' tables, joined by `+`. */
  calendarVersion: string;
  /** Some day that mattered may still be changed by an act. */
  provisional: boolean;
};

/** Computes a term by its rule from the instant of its event. Throws CalendarError. */
export function deadline(rule: DeadlineRule, startInstant: Instant, calendar: Calendar): Deadline {
  const start = { instant: startInstant, day: localDay(startInstant) };
  const { steps, lastDay, dueInstant } = run(rule, start, calendar);
  const moved = rule.lastDayOff === 'next-working-day' ? moveEnd(lastDay, calendar) : null;
  const day = moved?.to ?? lastDay;
  const due = {
    day,
    instant: dueInstant ?? (rule.direction === 'after' ? wholeDay(day).to : wholeDay(day).from),
  };
  const seen = [...steps.map((step) => step.day), ...(moved?.over.map((over) => over.day) ?? []), day];
  return {
    rule,
    start,
    due,
    steps,
    moved,
    calendarVersion: versions(seen, calendar),
    provisional: rule.unit !== 'hour' && seen.some((one) => calendar.statusOf(one).provisional),
  };
}

type Run = { steps: DeadlineStep[]; lastDay: Day; dueInstant?: Instant };

function run({ unit, count, direction }: DeadlineRule, start: Deadline['start'], calendar: Calendar): Run {
  if (unit === 'hour') {
    const dueInstant = addHours(start.instant, count);
    return { steps: [], lastDay: localDay(dueInstant), dueInstant };
  }
  if (unit === 'year')
    return { steps: [], lastDay: addYears(start.day, direction === 'after' ? count : -count) };
  return countDays(unit, count, start.day, direction === 'after' ? 1 : -1, calendar);
}

function countDays(
  unit: 'working-day' | 'calendar-day',
  count: number,
  from: Day,
  step: 1 | -1,
  calendar: Calendar,
): Run {
  const steps: DeadlineStep[] = [];
  let lastDay = from;
  for (let counted = 0; counted < count; ) {
    lastDay = addCalendarDays(lastDay, step);
    const status = calendar.statusOf(lastDay);
    if (unit === 'calendar-day' || status.working) steps.push({ day: lastDay, counted: ++counted });
    else steps.push({ day: lastDay, skipped: status });
  }
  return { steps, lastDay };
}

function moveEnd(lastDay: Day, calendar: Calendar): Deadline['moved'] {
  const over: DayStatus[] = [];
  let status = calendar.statusOf(lastDay);
  for (let day = lastDay; !status.working; status = calendar.statusOf(day)) {
    over.push(status);
    day = addCalendarDays(day, 1);
  }
  return over.length === 0 ? null : { from: lastDay, to: status.day, over, ground: 'last-day-off' };
}

function versions(days: readonly Day[], calendar: Calendar): string {
  const years = [...new Set(days.map(yearOf))].sort((one, other) => one - other);
  return years.map((year) => calendar.versionOf(year)).join('+');
}

/** The instant of an event of which only the day is known: its beginning in Astana. */
export function instantOfDay(day: Day): Instant {
  return instantAt(day, '00:00');
}
