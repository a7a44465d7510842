import type { Db } from 'mongodb';
import { collectProblems, type Finding } from './finding.ts';
import type { DocumentRow, JournalSource, RegisterRow } from './sources.ts';

/** Registers without gaps, each line with its document, each document registered exactly once and in the journal where it says. */
export async function auditRegisters(documents: Db, { entries }: JournalSource): Promise<Finding> {
  const problems = collectProblems();
  const lines = new Map<string, RegisterRow>();
  let previous: RegisterRow | undefined;
  for await (const row of documents
    .collection<RegisterRow>('registers')
    .find()
    .sort({ clientId: 1, direction: 1, year: 1, count: 1 })) {
    const expected = previous && sameRegister(previous, row) ? previous.count + 1 : 1;
    if (row.count !== expected)
      problems.add(
        `register ${row.direction} ${row.year} of ${row.clientId}: ${row.count} stands where ${expected} belongs`,
      );
    lines.set(`${row.documentId}:${row.direction}`, row);
    previous = row;
  }
  let registered = 0;
  for await (const { _id, status, document } of documents.collection<DocumentRow>('documents').find()) {
    const { registration } = document;
    if (registration === null) {
      if (lines.has(`${_id}:outgoing`)) problems.add(`document ${_id} is ${status} and stands in a register`);
      continue;
    }
    registered += 1;
    if (
      lines.get(`${_id}:outgoing`)?.number !== registration.outgoingNumber ||
      lines.get(`${_id}:incoming`)?.number !== registration.incomingNumber
    ) {
      problems.add(`document ${_id}: its numbers are not those of the registers`);
    }
    const entry = await entries.findOne({ factId: registration.factId }, { projection: { _id: 1 } });
    if (registration.journalIndex !== null && entry?._id !== registration.journalIndex)
      problems.add(
        `document ${_id} says entry ${registration.journalIndex}, the journal has ${entry?._id ?? 'none'}`,
      );
  }
  if (lines.size !== registered * 2)
    problems.add(`${lines.size} lines of registers for ${registered} registered documents`);
  return { check: 'registers', numbers: { lines: lines.size, registered }, problems: problems.list() };
}

const sameRegister = (one: RegisterRow, other: RegisterRow) =>
  one.clientId === other.clientId && one.direction === other.direction && one.year === other.year;
