import type { ServiceName } from '@edo/contracts';
import type { Db } from 'mongodb';
import { collectProblems, type Finding } from './finding.ts';
import type { InboxRow, JournalSource, PositionRow } from './sources.ts';

/** Every effect belongs to a fact of the journal, happened once, and no consumer is ahead of the journal. */
export async function auditConsumers(
  service: ServiceName,
  db: Db,
  { entries, heads }: JournalSource,
): Promise<Finding> {
  const problems = collectProblems();
  const size = (await heads.findOne({ _id: 'head' }))?.size ?? 0;
  let effects = 0;
  let behind = 0;
  for await (const { _id, index } of db.collection<PositionRow>('fact_positions').find()) {
    if (index >= size) problems.add(`consumer ${_id} has settled entry ${index}, the journal has ${size}`);
    behind = Math.max(behind, size - 1 - index);
  }
  const seen = new Set<string>();
  for await (const { consumer, factId, index } of db.collection<InboxRow>('inbox').find()) {
    effects += 1;
    if (seen.has(`${consumer}:${factId}`)) problems.add(`fact ${factId} had two effects in ${consumer}`);
    seen.add(`${consumer}:${factId}`);
    const entry = await entries.findOne({ _id: index }, { projection: { factId: 1 } });
    if (entry?.factId !== factId)
      problems.add(
        `consumer ${consumer} has an effect of ${factId} at ${index}, where the journal has ${entry?.factId ?? 'nothing'}`,
      );
  }
  return {
    check: `consumers of ${service}`,
    numbers: { effects, 'entries behind at most': behind },
    problems: problems.list(),
  };
}
