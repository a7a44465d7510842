import { type AppendResult, Refusal } from '@edo/contracts';
import { append, type CompactRange, type StoredHash, sameHash } from '@edo/journal';
import type { Admission, AdmittedFact } from './fact-admission.ts';

/** Where the journal stands: its right edge and the time of its last entry. */
export interface JournalHead {
  readonly range: CompactRange;
  readonly recordedAt: Date;
}

export interface Entry extends AdmittedFact {
  readonly index: number;
  readonly recordedAt: Date;
}

/** What the journal already holds under a fact id. */
export type RecordedFact = Pick<Entry, 'factId' | 'index' | 'leaf' | 'recordedAt'>;

/** What one commit will do: new entries, subtree hashes that became complete, the head after it, and each fact's answer. */
export interface Batch {
  readonly entries: readonly Entry[];
  readonly stored: readonly StoredHash[];
  readonly head: JournalHead;
  readonly results: readonly AppendResult[];
}

/**
 * Plans a commit: facts recorded before keep their index, new ones follow the head in the order given, equal ids get one index.
 * @throws Refusal NOT_LEADING when the journal already holds entries beyond `head`: another leader is at work.
 * @throws Refusal CLOCK_BEHIND when the clock is behind the last entry: recorded time never goes backwards.
 */
export function planBatch(
  head: JournalHead,
  admissions: readonly Admission[],
  recorded: readonly RecordedFact[],
  now: Date,
): Batch {
  if (recorded.some(({ index }) => index >= head.range.size))
    throw new Refusal(
      'NOT_LEADING',
      'another copy leads the journal: it holds entries that this one has not made',
    );
  const known = new Map(recorded.map((fact) => [fact.factId, fact]));
  const entries: Entry[] = [];
  const results = admissions.map((admission) => {
    if ('refused' in admission) return { ...admission.refused, outcome: 'refused' as const };
    const fact = admission.admitted;
    const before = known.get(fact.factId);
    if (before) return answerTo(fact, before);
    const entry = { ...fact, index: head.range.size + entries.length, recordedAt: now };
    entries.push(entry);
    known.set(entry.factId, entry);
    return answerTo(fact, entry);
  });
  if (entries.length === 0) return { entries, stored: [], head, results };
  if (now < head.recordedAt) throw clockBehind(now, head.recordedAt);
  const { range, stored } = append(
    head.range,
    entries.map(({ leaf }) => leaf),
  );
  return { entries, stored, head: { range, recordedAt: now }, results };
}

/** An id names one fact for ever: the same id over other bytes is refused. */
function answerTo({ factId, leaf }: AdmittedFact, known: RecordedFact): AppendResult {
  if (!sameHash(leaf, known.leaf)) {
    const message = `entry ${known.index} already holds another fact under this id`;
    return { factId, outcome: 'refused', code: 'FACT_ID_REUSED', message };
  }
  return { factId, outcome: 'recorded', index: known.index, recordedAt: known.recordedAt.toISOString() };
}

const clockBehind = (now: Date, last: Date) =>
  new Refusal(
    'CLOCK_BEHIND',
    `the clock says ${now.toISOString()}, the last entry was recorded at ${last.toISOString()}; set the clock right`,
    { now: now.toISOString(), last: last.toISOString() },
  );
