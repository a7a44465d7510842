import { type Deadline, explain } from '@edo/calendar';
import type { DisputeView } from '@edo/contracts';
import type { Dispute } from './dispute.ts';

/** A dispute as its parties see it; every deadline explains itself in kk, ru and en (1.17). */
export function viewOf({ noticeSalt: _salt, notice, deadlines, ...dispute }: Dispute): DisputeView {
  return { ...dispute, ...notice, deadlines: deadlines.map(deadlineView) };
}

const deadlineView = (term: Deadline): DisputeView['deadlines'][number] => ({
  rule: term.rule.id,
  clause: term.rule.clause,
  startedAt: new Date(term.start.instant).toISOString(),
  dueAt: new Date(term.due.instant).toISOString(),
  dueDay: term.due.day,
  calendarVersion: term.calendarVersion,
  explanation: { kk: explain(term, 'kk'), ru: explain(term, 'ru'), en: explain(term, 'en') },
});
