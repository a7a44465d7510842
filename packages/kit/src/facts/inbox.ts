import mongoose from 'mongoose';
import { type Entry, type Head, headOf } from './hearing.ts';
import { type DeadLetter, type FactModels, type Failing, letterId, type PositionRow } from './rows.ts';

/** A consumer's memory in MongoDB. What says so is called inside the transaction of an effect. */
export interface Inbox {
  /** How far the consumer has come; -1 before the first entry. */
  position(): Promise<number>;
  /** Adds to the types that the consumer hears, over all copies and versions of the service; gives all of them. */
  join(types: readonly string[]): Promise<string[]>;
  /** Moves the position up to `index`; false if it is there already. Inside a transaction it keeps all other effects of the consumer waiting. */
  advance(index: number): Promise<boolean>;
  /** In the transaction: false if the fact had its effect before. */
  enter(factId: string, index: number, at: string): Promise<boolean>;
  /** The first fact of an aggregate that has not had its effect, though later ones may have come. */
  firstLetter(aggregate: Head['aggregate']): Promise<DeadLetter | null>;
  /** In the transaction: keeps an entry as a letter. */
  keep(
    entry: Entry,
    state: 'dead' | 'waiting',
    reason: DeadLetter['reason'],
    failing: Failing,
  ): Promise<void>;
  /** Counts a failed try of the fact in hand. */
  noteTry(factId: string, at: string): Promise<Failing>;
}

export function inboxOf(durable: string, { inbox, positions, letters }: FactModels): Inbox {
  const atMost = (index: number) => ({ _id: durable, index: mongoose.trusted({ $lt: index }) });
  const read = (): Promise<PositionRow | null> => positions.findById(durable).lean();
  const position = async () => {
    const row = await read();
    if (row) return row.index;
    await positions.updateOne(
      { _id: durable },
      { $setOnInsert: { index: -1, types: [], failing: null, replays: 0 } },
      { upsert: true },
    );
    return -1;
  };
  return {
    position,
    async join(types) {
      await position();
      const row = await positions
        .findOneAndUpdate(
          { _id: durable },
          { $addToSet: { types: { $each: types } } },
          { returnDocument: 'after' },
        )
        .lean();
      return row!.types;
    },
    async advance(index) {
      const { matchedCount } = await positions.updateOne(atMost(index), { $set: { index, failing: null } });
      return matchedCount === 1;
    },
    async enter(factId, index, at) {
      const { upsertedCount } = await inbox.updateOne(
        { _id: letterId(durable, factId) },
        { $setOnInsert: { consumer: durable, factId, index, at } },
        { upsert: true },
      );
      return upsertedCount === 1;
    },
    firstLetter: ({ type, id }) =>
      letters
        .findOne({
          consumer: durable,
          'aggregate.type': type,
          'aggregate.id': id,
          state: mongoose.trusted({ $in: ['dead', 'waiting'] }),
        })
        .sort({ index: 1 })
        .lean(),
    async keep(entry, state, reason, { tries, firstAt, lastAt }) {
      const { factId, type, aggregate, version } = headOf(entry);
      const { index, recordedAt, trace, bytes } = entry;
      const letter = { consumer: durable, factId, type, aggregate, version, index, recordedAt, trace, bytes };
      const told = { state, reason, tries, firstAt, lastAt, replays: 0 };
      await letters.updateOne(
        { _id: letterId(durable, factId) },
        { $setOnInsert: { ...letter, ...told, bytes: Buffer.from(bytes) } },
        { upsert: true },
      );
    },
    async noteTry(factId, at) {
      const before = (await read())?.failing;
      const known = before?.factId === factId ? before : { factId, tries: 0, firstAt: at };
      const failing = { ...known, tries: known.tries + 1, lastAt: at };
      await positions.updateOne({ _id: durable }, { $set: { failing } });
      return failing;
    },
  };
}
