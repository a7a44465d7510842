import type { ServiceName } from '@edo/contracts';
import type { Db } from 'mongodb';
import { collectProblems, type Finding } from './finding.ts';
import type { JournalSource, LetterRow, OutboxRow } from './sources.ts';

/** A fact that waits longer than this for the journal is a problem (SLO of the oldest outbox row). */
const OLD_MILLIS = 600_000;
const BATCH = 500;

/** Every closed fact stands in the journal at its index with its very bytes; none is dead; none waits for long. */
export async function auditOutbox(
  service: ServiceName,
  db: Db,
  { entries }: JournalSource,
  now: number,
): Promise<Finding> {
  const problems = collectProblems();
  const numbers = { closed: 0, open: 0, dead: 0 };
  let batch: OutboxRow[] = [];
  const compare = async () => {
    const found = await entries.find({ factId: { $in: batch.map(({ _id }) => _id) } }).toArray();
    const byId = new Map(found.map((entry) => [entry.factId, entry]));
    for (const row of batch) {
      const entry = byId.get(row._id);
      if (!entry)
        problems.add(`fact ${row._id} (${row.type}) is closed at ${row.index}, the journal does not have it`);
      else if (entry._id !== row.index)
        problems.add(`fact ${row._id} is closed at ${row.index}, the journal has it at ${entry._id}`);
      else if (Buffer.compare(entry.bytes.buffer, row.bytes.buffer) !== 0)
        problems.add(`fact ${row._id} has other bytes in the journal`);
    }
    batch = [];
  };
  for await (const row of db.collection<OutboxRow>('outbox').find()) {
    numbers[row.state] += 1;
    if (row.state === 'open' && now - Date.parse(row.at) > OLD_MILLIS)
      problems.add(`fact ${row._id} (${row.type}) waits since ${row.at}`);
    if (row.state === 'closed' && batch.push(row) === BATCH) await compare();
  }
  await compare();
  for await (const { consumer, factId, state, reason } of db
    .collection<LetterRow>('dead_letters')
    .find({ state: { $ne: 'replayed' } })) {
    problems.add(`dead letter of ${consumer}: fact ${factId} is ${state}: ${reason.code} ${reason.message}`);
  }
  return { check: `outbox of ${service}`, numbers, problems: problems.list() };
}

/** Every entry of the journal was told by an outbox: a fact that nobody keeps was made by nobody we know. */
export async function auditOrigins(
  databases: readonly (readonly [ServiceName, Db])[],
  { entries }: JournalSource,
): Promise<Finding> {
  const problems = collectProblems();
  let known = 0;
  const told = new Map<string, Set<string>>();
  for (const [service, db] of databases) {
    const ids = new Set<string>();
    for await (const { _id } of db.collection<OutboxRow>('outbox').find({}, { projection: { _id: 1 } }))
      ids.add(_id);
    told.set(service, ids);
  }
  for await (const { _id, factId, bytes } of entries.find()) {
    const { source } = JSON.parse(Buffer.from(bytes.buffer).toString('utf8')) as { source: string };
    if (told.get(source)?.has(factId)) known += 1;
    else problems.add(`entry ${_id}: fact ${factId} of ${source} is in no outbox of ${source}`);
  }
  return { check: 'origins of entries', numbers: { known }, problems: problems.list() };
}
