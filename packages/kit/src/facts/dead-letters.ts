import { kitFacts, Refusal } from '@edo/contracts';
import mongoose from 'mongoose';
import type { Clock } from '../clock.ts';
import type { Transaction } from '../mongo.ts';
import { openFact } from './envelope.ts';
import { type Hearing, hear, reasonOf } from './hearing.ts';
import { inboxOf } from './inbox.ts';
import type { Metrics } from './metrics.ts';
import type { RecordFact } from './record.ts';
import type { DeadLetter, FactModels } from './rows.ts';

/** A dead letter as a person looks at it: with what the fact says. */
export type LetterView = Omit<DeadLetter, '_id' | 'bytes' | 'trace'> & {
  readonly id: string;
  readonly fact: unknown;
};

export interface DeadLetters {
  /** Facts without effect, oldest first; `after` is the id of the last one seen. */
  list(page?: { after?: string; limit?: number }): Promise<Omit<LetterView, 'fact'>[]>;
  /** @throws Refusal NOT_FOUND */
  show(id: string): Promise<LetterView>;
  /**
   * Hands a fact over again, unchanged, then those that wait behind it, until one fails; the ids of those that now had
   * their effect. Each replay is a fact (`fact.replayed`) in the transaction of the effect. A replay of what was replayed
   * does nothing. @throws Refusal NOT_FOUND; STEP_FORBIDDEN when another fact of the aggregate comes first or its consumer
   * does not run here; whatever the handler throws when the first one fails
   */
  replay(id: string, by: string): Promise<{ replayed: string[] }>;
  counts(): Promise<{ consumer: string; count: number }[]>;
}

interface Deps {
  readonly models: FactModels;
  readonly transaction: Transaction;
  readonly record: RecordFact;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'handled'>;
  readonly hearings: ReadonlyMap<string, Hearing>;
  readonly hint: () => void;
}

const UNREPLAYED = mongoose.trusted({ $in: ['dead', 'waiting'] satisfies DeadLetter['state'][] });

export function deadLettersOn(deps: Deps): DeadLetters {
  const { letters } = deps.models;
  const find = async (id: string) => {
    const letter = await letters.findById(id).lean();
    if (letter) return letter;
    throw new Refusal('NOT_FOUND', `no dead letter ${id}`, { id });
  };
  return {
    async list({ after = '', limit = 50 } = {}) {
      const rows = await letters
        .find({ _id: mongoose.trusted({ $gt: after }), state: UNREPLAYED })
        .sort({ _id: 1 })
        .limit(limit)
        .lean();
      return rows.map(viewOf);
    },
    async show(id) {
      const letter = await find(id);
      return { ...viewOf(letter), fact: legible(letter) };
    },
    async replay(id, by) {
      const letter = await find(id);
      if (letter.state === 'replayed') return { replayed: [] };
      if (letter.consumer === 'outbox') return replayOutbox(letter, by, deps);
      return replayLane(letter, by, deps);
    },
    counts: () =>
      letters.aggregate([
        { $match: { state: UNREPLAYED } },
        { $group: { _id: '$consumer', count: { $sum: 1 } } },
        { $project: { _id: 0, consumer: '$_id', count: 1 } },
      ]),
  };
}

/** The journal is asked again with the same bytes. */
async function replayOutbox(letter: DeadLetter, by: string, deps: Deps): Promise<{ replayed: string[] }> {
  const { outbox } = deps.models;
  await deps.transaction(async () => {
    const { matchedCount } = await outbox.updateOne(
      { _id: letter.factId, state: 'dead' },
      { $set: { state: 'open' } },
    );
    if (matchedCount === 1) await markReplayed(letter, by, deps);
  });
  deps.hint();
  return { replayed: [letter._id] };
}

async function replayLane(first: DeadLetter, by: string, deps: Deps): Promise<{ replayed: string[] }> {
  const hearing = deps.hearings.get(first.consumer);
  if (!hearing)
    throw new Refusal('STEP_FORBIDDEN', `the consumer ${first.consumer} does not run in this process`, {
      id: first._id,
    });
  const inbox = inboxOf(first.consumer, deps.models);
  const replayed: string[] = [];
  for (let next: DeadLetter | null = first; next; next = await inbox.firstLetter(first.aggregate)) {
    try {
      await reapply(next, hearing, by, deps);
    } catch (error) {
      await noteFailure(next, error, deps);
      if (replayed.length === 0) throw error;
      break;
    }
    replayed.push(next._id);
  }
  return { replayed };
}

async function reapply(letter: DeadLetter, hearing: Hearing, by: string, deps: Deps): Promise<void> {
  const { models, transaction, clock, metrics } = deps;
  const { index, recordedAt, trace, aggregate, factId } = letter;
  const inbox = inboxOf(letter.consumer, models);
  const heard = hear({ index: index!, bytes: letter.bytes.buffer, recordedAt, trace }, hearing.contracts);
  const prepared = await hearing.prepare(heard);
  await transaction(async () => {
    await models.positions.updateOne({ _id: letter.consumer }, { $inc: { replays: 1 } }); // the consumer waits meanwhile
    const first = await inbox.firstLetter(aggregate);
    if (first?._id !== letter._id) return refuseUnlessReplayed(letter, first, deps);
    if (await inbox.enter(factId, index!, clock.now())) await hearing.apply(heard, prepared);
    await markReplayed(letter, by, deps);
  });
  metrics.handled(letter.consumer, 'replayed');
}

async function refuseUnlessReplayed(
  letter: DeadLetter,
  first: DeadLetter | null,
  { models }: Deps,
): Promise<void> {
  const now = await models.letters.findById(letter._id, { state: 1 }).lean();
  if (now?.state === 'replayed') return; // by somebody else, a moment ago
  throw new Refusal('STEP_FORBIDDEN', `of the same aggregate, replay ${first?._id} first`, {
    first: first?._id,
  });
}

async function markReplayed(letter: DeadLetter, by: string, { models, record, clock }: Deps): Promise<void> {
  const at = clock.now();
  const { factId, consumer, tries, firstAt, reason, replays } = letter;
  await models.letters.updateOne(
    { _id: letter._id },
    { $set: { state: 'replayed', lastAt: at }, $inc: { replays: 1 } },
  );
  await record(kitFacts.replayed, {
    aggregateId: letter._id,
    version: replays + 1,
    by,
    at,
    data: { factId, consumer, deadSince: firstAt, tries, reason: reason.code },
  });
}

async function noteFailure({ _id }: DeadLetter, error: unknown, { models, clock }: Deps): Promise<void> {
  if (error instanceof Refusal && error.code === 'STEP_FORBIDDEN') return; // nothing was tried
  await models.letters.updateOne(
    { _id, state: UNREPLAYED },
    { $set: { state: 'dead', reason: reasonOf(error), lastAt: clock.now() }, $inc: { tries: 1 } },
  );
}

const viewOf = ({ _id, bytes: _, trace: __, ...letter }: DeadLetter) => ({ id: _id, ...letter });

function legible({ bytes }: DeadLetter): unknown {
  try {
    return openFact(bytes.buffer);
  } catch {
    return { unreadable: bytes.toString('base64') };
  }
}
