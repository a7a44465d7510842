import type { Day } from './day.ts';
import { CalendarError } from './errors.ts';
import type { InterpretationId } from './interpretations.ts';

export type TermUnit = 'working-day' | 'calendar-day' | 'hour' | 'year';

/** A term of the agreement as data. A client's bilateral agreement (1.18) replaces members: `{ ...rule, count: 7 }`. */
export type DeadlineRule = {
  id: DeadlineRuleId;
  clause: string;
  /** First and last day on which a term may begin under this version of the rule; null: open. */
  inForce: { from: Day | null; to: Day | null };
  count: number;
  unit: TermUnit;
  direction: 'after' | 'before';
  /** What becomes of a term whose last day is a day off. */
  lastDayOff: 'next-working-day' | 'keep';
  interpretations: readonly InterpretationId[];
};

const inForce = { from: null, to: null };

// biome-ignore format: a row reads as a row
const kinds = {
  workingDaysAfter: { inForce, unit: 'working-day', direction: 'after', lastDayOff: 'keep', interpretations: ['day-after-the-event'] },
  calendarDaysAfter: { inForce, unit: 'calendar-day', direction: 'after', lastDayOff: 'next-working-day', interpretations: ['day-after-the-event', 'last-day-off'] },
  daysBefore: { inForce, direction: 'before', lastDayOff: 'keep', interpretations: ['whole-days-before'] },
  hoursAfter: { inForce, unit: 'hour', direction: 'after', lastDayOff: 'keep', interpretations: ['hours-run-around-the-clock'] },
  yearsAfter: { inForce, unit: 'year', direction: 'after', lastDayOff: 'keep', interpretations: [] },
} as const;

/** Every term of the agreement. A changed term is a new row: the old one gets `inForce.to`, the new one `inForce.from`. */
// biome-ignore format: a row reads as a row
const rows = [
  { ...kinds.workingDaysAfter, id: 'client-conflict-notice', clause: '9.3', count: 3 },
  { ...kinds.workingDaysAfter, id: 'operator-conflict-notice', clause: '9.4', count: 10 },
  { ...kinds.workingDaysAfter, id: 'conflict-answer', clause: '9.7', count: 5 },
  { ...kinds.calendarDaysAfter, id: 'conflict-silence', clause: '9.9', count: 15, interpretations: ['days-are-calendar-days', 'last-day-off'] },
  { ...kinds.daysBefore, id: 'change-disclosure', clause: '10.3', count: 2, unit: 'working-day' },
  { ...kinds.calendarDaysAfter, id: 'termination-by-operator', clause: '10.10.1', count: 30, interpretations: ['last-day-off'] },
  { ...kinds.calendarDaysAfter, id: 'termination-by-client', clause: '10.10.2', count: 30 },
  { ...kinds.workingDaysAfter, id: 'force-majeure-onset', clause: '12.2', count: 3 },
  { ...kinds.workingDaysAfter, id: 'force-majeure-end', clause: '12.2', count: 3 },
  { ...kinds.hoursAfter, id: 'incident-notice', clause: '5.5.2.2', count: 3 },
  { ...kinds.hoursAfter, id: 'key-compromise-reaction', clause: '2.16', count: 24 },
  { ...kinds.daysBefore, id: 'certificate-expiry-notice', clause: '5.1.4.8', count: 30, unit: 'calendar-day' },
  { ...kinds.yearsAfter, id: 'journal-retention', clause: '5.3.9', count: 5 },
  { ...kinds.yearsAfter, id: 'document-retention', clause: '5.3.11', count: 5 },
] as const;

export type DeadlineRuleId = (typeof rows)[number]['id'];

export const deadlineRules: readonly DeadlineRule[] = rows;

/** The version of a rule in force on the day that its term begins; throws CalendarError RULE_UNKNOWN. */
export function findRule(
  id: DeadlineRuleId,
  on: Day,
  rules: readonly DeadlineRule[] = deadlineRules,
): DeadlineRule {
  const rule = rules.find(
    ({ id: candidate, inForce: { from, to } }) =>
      candidate === id && (from === null || from <= on) && (to === null || on <= to),
  );
  if (!rule) throw new CalendarError('RULE_UNKNOWN', `no rule "${id}" in force on ${on}`);
  return rule;
}
