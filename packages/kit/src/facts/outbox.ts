import mongoose, { type Connection, type PipelineStage } from 'mongoose';
import type { Clock } from '../clock.ts';
import { transactionOn } from '../mongo.ts';
import type { Metrics } from './metrics.ts';
import type { OutboxPort, Recorded, Refused } from './relay-step.ts';
import { type FactModels, letterId, type OutboxRow } from './rows.ts';

const UNSETTLED = { $in: ['open', 'dead'] };

/** The lowest unregistered version of each aggregate, from the index alone. A dead one hides those after it. */
const lanes: PipelineStage[] = [
  { $match: { state: UNSETTLED } },
  { $sort: { 'aggregate.type': 1, 'aggregate.id': 1, version: 1 } },
  {
    $group: {
      _id: { type: '$aggregate.type', id: '$aggregate.id' },
      row: { $first: { _id: '$_id', state: '$state', at: '$at' } },
    },
  },
  { $match: { 'row.state': 'open' } },
  { $sort: { 'row.at': 1 } },
];

interface Lane {
  readonly row: Pick<OutboxRow, '_id' | 'at'>;
}

/** The outbox of one service in MongoDB. */
export interface Outbox extends OutboxPort {
  /** Milliseconds since the oldest fact happened that only the journal's answer is missing for; 0 without any. */
  oldestOpenAge(nowMillis: number): Promise<number>;
  /** Rows that are not registered: waiting, and refused. */
  counts(): Promise<{ open: number; dead: number }>;
  /** Where a fact of this service stands. */
  find(factId: string): Promise<Pick<OutboxRow, 'state' | 'index'> | null>;
}

export function outboxOn(
  connection: Connection,
  models: FactModels,
  clock: Clock,
  metrics: Pick<Metrics, 'refused'>,
): Outbox {
  const { outbox } = models;
  /** As of one moment: a scan that sees version 2 and not yet version 1, committed before it, would turn their order. */
  const lowest = (limit: number) =>
    outbox.aggregate<Lane>([...lanes, { $limit: limit }], {
      hint: 'unsettled',
      readConcern: { level: 'snapshot' },
    });
  return {
    async ready(limit) {
      const ids = (await lowest(limit)).map(({ row }) => row._id);
      const rows = await outbox.find({ _id: mongoose.trusted({ $in: ids }) }).lean();
      const byId = new Map(rows.map((row) => [row._id, row]));
      return ids
        .map((id) => byId.get(id)!)
        .map(({ _id, bytes, trace }) => ({ factId: _id, bytes: bytes.buffer, trace }));
    },
    async close(recorded) {
      await outbox.bulkWrite(recorded.map(closing), { ordered: false });
    },
    async bury(refused) {
      const buried = await transactionOn(connection)(() => buryRow(models, refused, clock.now()));
      if (buried) metrics.refused(refused);
    },
    async unanswered(factIds) {
      await outbox.updateMany({ _id: mongoose.trusted({ $in: [...factIds] }) }, { $inc: { attempts: 1 } });
    },
    async oldestOpenAge(nowMillis) {
      const [oldest] = await lowest(1);
      return oldest ? Math.max(0, nowMillis - Date.parse(oldest.row.at)) : 0;
    },
    async counts() {
      const [open, dead] = await Promise.all(
        (['open', 'dead'] as const).map((state) => outbox.countDocuments({ state }).hint('unsettled')),
      );
      return { open: open!, dead: dead! };
    },
    find: (factId) => outbox.findById(factId, { state: 1, index: 1 }).lean(),
  };
}

const closing = ({ factId, index, recordedAt }: Recorded) => ({
  updateOne: { filter: { _id: factId }, update: { $set: { state: 'closed' as const, index, recordedAt } } },
});

/** Only an open row dies: the answer may be an old one, and another relay may have got a newer. */
async function buryRow({ outbox, letters }: FactModels, { factId, code, message }: Refused, at: string) {
  const row = await outbox
    .findOneAndUpdate({ _id: factId, state: 'open' }, { $set: { state: 'dead' } })
    .lean();
  if (!row) return false;
  const { type, aggregate, version, bytes, trace } = row;
  await letters.updateOne(
    { _id: letterId('outbox', factId) },
    {
      $set: { state: 'dead', reason: { code, message }, lastAt: at },
      $setOnInsert: {
        consumer: 'outbox',
        factId,
        type,
        aggregate,
        version,
        bytes,
        trace,
        firstAt: at,
        replays: 0,
        index: null,
        recordedAt: null,
      },
      $inc: { tries: 1 },
    },
    { upsert: true },
  );
  return true;
}
