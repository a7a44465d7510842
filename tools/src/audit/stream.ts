import { FACTS_STREAM, journalIndexOf } from '@edo/kit';
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { collectProblems, type Finding } from './finding.ts';
import type { JournalSource } from './sources.ts';

/** The stream FACTS ends where the journal ends, and its first and last messages are the journal's bytes. */
export async function auditStream(nats: NatsConnection, { entries, heads }: JournalSource): Promise<Finding> {
  const problems = collectProblems();
  const manager = await jetstreamManager(nats);
  const { state } = await manager.streams.info(FACTS_STREAM);
  const size = (await heads.findOne({ _id: 'head' }))?.size ?? 0;
  const published = journalIndexOf(state.last_seq) + 1;
  if (published !== size)
    problems.add(`the stream ends with entry ${published - 1}, the journal with ${size - 1}`);
  for (const sequence of new Set(state.messages > 0 ? [state.first_seq, state.last_seq] : [])) {
    const problem = await compare(manager, sequence, entries);
    if (problem) problems.add(problem);
  }
  return { check: 'stream FACTS', numbers: { published, kept: state.messages }, problems: problems.list() };
}

async function compare(
  manager: JetStreamManager,
  sequence: number,
  entries: JournalSource['entries'],
): Promise<string | null> {
  const message = await manager.streams.getMessage(FACTS_STREAM, { seq: sequence });
  const entry = await entries.findOne({ _id: journalIndexOf(sequence) });
  if (message && entry && Buffer.compare(message.data, entry.bytes.buffer) === 0) return null;
  return `message ${sequence} of the stream is not entry ${journalIndexOf(sequence)} of the journal`;
}
