import { type AppendResult, Refusal } from '@edo/contracts';
import { loadRange, rootOf, sameHash } from '@edo/journal';
import { type Batch, type JournalHead, planBatch } from '../domain/batch.ts';
import { admitFact, type HandedFact } from '../domain/fact-admission.ts';
import type { AppenderPorts, SignedCheckpoint, StoredHead } from './ports.ts';

/** A head together with the checkpoint that was signed and kept for it. */
export interface Sealed extends JournalHead {
  readonly checkpoint: SignedCheckpoint;
}

/** The journal in the database is not the one whose checkpoints were given out; a person has to look. */
export class JournalForked extends Error {
  override readonly name = 'JournalForked';
}

/**
 * Where a leader begins: the stored head, proven to continue every checkpoint known in and outside the database, and sealed.
 * @throws JournalForked when the journal is smaller than, or differs from, a checkpoint that was given out.
 */
export async function takeUp(ports: AppenderPorts): Promise<Sealed> {
  await ports.journal.takeOver();
  const stored = await ports.journal.readHead();
  const range = await loadRange(stored.size, ports.journal.readTile);
  if (!sameHash(rootOf(range), stored.root))
    throw new JournalForked(`the entries do not add up to the head of size ${stored.size}`);
  const notes = [(await ports.journal.latestCheckpoint())?.note, await ports.anchor.read()];
  for (const note of notes) if (note) await mustContinue(ports, stored.size, note);
  return seal(ports, { range, recordedAt: stored.recordedAt });
}

/**
 * One group commit: admits the facts, records the new ones in one transaction, signs and keeps the checkpoint, and answers
 * each fact in its place. Nothing is answered before database and anchor hold the checkpoint that covers it.
 * After an error `head` may be behind the journal: take up again before the next step.
 * @throws Refusal NOT_LEADING when the head was moved by another leader; CLOCK_BEHIND, see `planBatch`.
 */
export async function step(
  ports: AppenderPorts,
  head: Sealed,
  facts: readonly HandedFact[],
): Promise<{ head: Sealed; results: readonly AppendResult[] }> {
  const admissions = facts.map(admitFact);
  const ids = admissions.flatMap((one) => ('admitted' in one ? [one.admitted.factId] : []));
  const recorded = await ports.journal.findRecorded([...new Set(ids)]);
  const batch = planBatch(head, admissions, recorded, ports.clock());
  if (batch.entries.length === 0) return { head, results: batch.results };
  await commit(ports, head, batch);
  return { head: await seal(ports, batch.head), results: batch.results };
}

async function commit(ports: AppenderPorts, head: Sealed, { entries, stored, head: to }: Batch) {
  await ports.faultPoint('journal.beforeCommit');
  const outcome = await ports.journal.commit({ from: storedHead(head), to: storedHead(to), entries, stored });
  await ports.faultPoint('journal.afterCommit');
  if (outcome === 'moved')
    throw new Refusal(
      'NOT_LEADING',
      `another copy leads the journal: its head is no longer at ${head.range.size}`,
    );
}

/** Signs the head, which is committed, and keeps the checkpoint inside and outside the database. */
async function seal(ports: AppenderPorts, head: JournalHead): Promise<Sealed> {
  const checkpoint = await ports.sign(head.range.size, rootOf(head.range));
  await ports.faultPoint('journal.beforeCheckpoint');
  await Promise.all([ports.journal.keepCheckpoint(checkpoint), ports.anchor.keep(checkpoint)]);
  await ports.faultPoint('journal.afterCheckpoint');
  return { ...head, checkpoint };
}

async function mustContinue(ports: AppenderPorts, size: number, note: string): Promise<void> {
  const known = ports.open(note);
  if (known.size > size)
    throw new JournalForked(
      `the journal has ${size} entries, but a checkpoint of ${known.size} was given out`,
    );
  const root = rootOf(await loadRange(known.size, ports.journal.readTile));
  if (!sameHash(root, known.root))
    throw new JournalForked(
      `the first ${known.size} entries differ from those whose checkpoint was given out`,
    );
}

const storedHead = ({ range, recordedAt }: JournalHead): StoredHead => ({
  size: range.size,
  root: rootOf(range),
  recordedAt,
});
