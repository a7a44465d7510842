import type { Input, journal, Result } from '@edo/contracts';
import { faultPoint } from '../fault-point.ts';
import { FactError } from './fact-error.ts';

/** `journal.append`, bound by whoever starts the service. */
export type AppendPort = (facts: HandedFact[]) => Promise<Result<typeof journal.actions.append>>;
type HandedFact = Input<typeof journal.actions.append>['facts'][number];
type Answer = Result<typeof journal.actions.append>['results'][number];
export type Recorded = Extract<Answer, { outcome: 'recorded' }>;
export type Refused = Extract<Answer, { outcome: 'refused' }>;

/** An open row as the relay hands it over. */
export interface OpenFact {
  readonly factId: string;
  readonly bytes: Uint8Array;
  readonly trace: string | null;
}

/** What the relay needs of an outbox. Several relays may use one outbox at once. */
export interface OutboxPort {
  /**
   * The lowest unregistered version of each aggregate, unless the journal refused it, as of one moment; never two rows of
   * one aggregate. What is not the lowest, or comes after a refused one, waits.
   */
  ready(limit: number): Promise<readonly OpenFact[]>;
  /** Notes the journal's index of facts, whatever was noted of them before. */
  close(recorded: readonly Recorded[]): Promise<void>;
  /** Makes an open row a dead letter. */
  bury(refused: Refused): Promise<void>;
  /** Counts a try that got no answer. */
  unanswered(factIds: readonly string[]): Promise<void>;
}

const BATCH = 500;
/** Of base64, so that a batch stays below the 1 MiB limit of a NATS message. */
const BATCH_BYTES = 700_000;

/**
 * Hands one batch over and notes the answers; the number of facts settled. It may stop, or be repeated by anyone, at any
 * await: the journal knows facts by id and gives the same answer again. Rethrows what `append` throws.
 */
export async function relayStep(outbox: OutboxPort, append: AppendPort): Promise<number> {
  const batch = withinBytes(await outbox.ready(BATCH));
  if (batch.length === 0) return 0;
  const answers = await handOver(batch, outbox, append);
  const recorded = answers.filter((answer) => answer.outcome === 'recorded');
  if (recorded.length > 0) await outbox.close(recorded);
  for (const refused of answers.filter((answer) => answer.outcome === 'refused')) await outbox.bury(refused);
  faultPoint('relay.afterClose');
  if (answers.length < batch.length)
    throw new FactError(
      'ANSWER_INCOMPLETE',
      `the journal answered for ${answers.length} of ${batch.length} facts`,
    );
  return answers.length;
}

async function handOver(batch: readonly HandedFact[], outbox: OutboxPort, append: AppendPort) {
  const factIds = batch.map(({ factId }) => factId);
  faultPoint('relay.beforeAppend');
  const { results } = await append([...batch]).catch(async (error) => {
    await outbox.unanswered(factIds);
    throw error;
  });
  faultPoint('relay.afterAppend');
  const asked = new Set(factIds);
  return results.filter(({ factId }) => asked.has(factId));
}

function withinBytes(open: readonly OpenFact[]): HandedFact[] {
  let size = 0;
  const batch: HandedFact[] = [];
  for (const { factId, bytes, trace } of open) {
    const handed = { factId, bytes: Buffer.from(bytes).toString('base64'), ...(trace ? { trace } : {}) };
    size += handed.bytes.length + 256;
    if (size > BATCH_BYTES) break;
    batch.push(handed);
  }
  return batch;
}
