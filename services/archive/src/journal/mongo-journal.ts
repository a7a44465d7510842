import { emptyRoot, type StoredHash } from '@edo/journal';
import { isDuplicateKey } from '@edo/kit';
import { mongo } from 'mongoose';
import type { Entry } from '../domain/batch.ts';
import type { EntryRow, JournalCollections } from './collections.ts';
import type { AppenderPorts, JournalPort, Move, SignedCheckpoint } from './ports.ts';
import { readTileFrom } from './read-tile.ts';

const COMMIT_MILLIS = 15_000;

/** The journal in MongoDB. Reads and writes wait for the majority: what is answered cannot be rolled back. */
export function mongoJournal(
  client: mongo.MongoClient,
  collections: JournalCollections,
  faultPoint: AppenderPorts['faultPoint'],
): JournalPort {
  const { heads, sessions, entries, subtrees, checkpoints } = collections;
  let session = client.startSession();

  /** One transaction; `moved` leaves nothing behind. */
  async function write({ from, to, entries: added, stored }: Move) {
    await faultPoint('journal.beforeCompareAndSet');
    const expected = { _id: 'head' as const, size: from.size, root: binary(from.root) };
    const next = { size: to.size, root: binary(to.root), recordedAt: to.recordedAt };
    const { matchedCount } = await heads.updateOne(expected, { $set: next }, { session });
    if (matchedCount === 0) {
      await session.abortTransaction();
      return 'moved' as const;
    }
    await faultPoint('journal.afterCompareAndSet');
    await entries.insertMany(added.map(entryRow), { session });
    if (stored.length > 0) await subtrees.insertMany(stored.map(subtreeRow), { session });
    return 'committed' as const;
  }

  return {
    readTile: readTileFrom(collections),
    async takeOver() {
      await session.endSession();
      session = client.startSession();
      const own = { $set: { session: session.id! } };
      const before = await sessions.findOneAndUpdate({ _id: 'leader' }, own, { upsert: true });
      if (before) await client.db('admin').command({ killSessions: [before.session] });
    },
    async readHead() {
      await heads.updateOne({ _id: 'head' }, { $setOnInsert: emptyHead() }, { upsert: true });
      const row = await heads.findOne({ _id: 'head' });
      return { size: row!.size, root: bytes(row!.root), recordedAt: row!.recordedAt };
    },
    async findRecorded(factIds) {
      const projection = { factId: 1, leaf: 1, recordedAt: 1 };
      const rows = await entries.find({ factId: { $in: [...factIds] } }, { projection }).toArray();
      return rows.map(({ _id, factId, leaf, recordedAt }) => ({
        index: _id,
        factId,
        leaf: bytes(leaf),
        recordedAt,
      }));
    },
    commit: (move) =>
      session.withTransaction(() => write(move), {
        readConcern: { level: 'snapshot' },
        writeConcern: { w: 'majority' },
        timeoutMS: COMMIT_MILLIS,
      }),
    async keepCheckpoint({ size, root, note }: SignedCheckpoint) {
      const smaller = { _id: 'latest' as const, size: { $lte: size } };
      try {
        await checkpoints.updateOne(smaller, { $set: { size, root: binary(root), note } }, { upsert: true });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error; // a larger one is there: it covers this one
      }
    },
    async latestCheckpoint() {
      const row = await checkpoints.findOne({ _id: 'latest' });
      return row && { size: row.size, root: bytes(row.root), note: row.note };
    },
  };
}

const emptyHead = () => ({ size: 0, root: binary(emptyRoot()), recordedAt: new Date(0) });

const entryRow = ({ index, factId, type, bytes: content, leaf, recordedAt, trace }: Entry): EntryRow => ({
  _id: index,
  factId,
  type,
  bytes: binary(content),
  leaf: binary(leaf),
  recordedAt,
  ...(trace ? { trace } : {}),
});

const subtreeRow = ({ level, index, hash }: StoredHash) => ({ level, index, hash: binary(hash) });

const binary = (content: Uint8Array) => new mongo.Binary(content);
const bytes = (content: mongo.Binary) => new Uint8Array(content.value());
