import { FactEnvelope, Refusal } from '@edo/contracts';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { AppendPort } from '../src/facts/relay-step.ts';
import { factMessage, factsStreamConfig, type PublishedFact } from '../src/facts/stream.ts';
import { FACTS_STREAM } from '../src/facts/subjects.ts';

const checkpoint = { size: 0, rootHash: '', note: '' };

/** Stands for archive at its boundary: records each fact once by its id, publishes in index order, gives entries back. */
export class TestArchive {
  readonly entries: (PublishedFact & { readonly factId: string })[] = [];
  /** Fact ids that are refused now. */
  readonly refuses = new Set<string>();
  /** What every `append` does before it records, and after: throw there to be down, or to lose the answer. */
  before: () => Promise<void> = async () => {};
  after: () => Promise<void> = async () => {};
  handedOver: string[][] = [];
  asked: { from: number; count: number }[] = [];
  #nats: NatsConnection | null = null;

  readonly append: AppendPort = async (facts) => {
    this.handedOver.push(facts.map(({ factId }) => factId));
    await this.before();
    const results = facts.map(({ factId, bytes, trace }) =>
      this.#record(factId, Buffer.from(bytes, 'base64'), trace),
    );
    await this.after();
    await this.publish();
    return { results, checkpoint };
  };

  readonly readEntries = async (from: number, count: number) => {
    this.asked.push({ from, count });
    const page = this.entries.slice(from, from + count);
    const entries = page.map(({ index, factId, bytes, recordedAt }) => ({
      index,
      factId,
      recordedAt,
      bytes: Buffer.from(bytes).toString('base64'),
    }));
    return { entries, size: this.entries.length };
  };

  /** Makes the stream and publishes what there is from `firstIndex` on; from then on, all that is recorded. */
  async openStream(nats: NatsConnection, firstIndex = 0, windowMillis = 3_600_000): Promise<void> {
    const manager = await jetstreamManager(nats);
    await manager.streams.add(factsStreamConfig(firstIndex, windowMillis));
    this.#nats = nats;
    await this.publish();
  }

  async loseStream(nats: NatsConnection): Promise<void> {
    this.#nats = null;
    await (await jetstreamManager(nats)).streams.delete(FACTS_STREAM);
  }

  /** Publishes what the stream does not have, so that sequence = index + 1. */
  async publish(): Promise<void> {
    if (!this.#nats) return;
    const manager = await jetstreamManager(this.#nats);
    const { state } = await manager.streams.info(FACTS_STREAM);
    for (const entry of this.entries.slice(state.last_seq)) {
      const { subject, payload, options } = factMessage(entry);
      await manager.jetstream().publish(subject, payload, options);
    }
  }

  ids = (): string[] => this.entries.map(({ factId }) => factId);

  /** Aggregate and version of each entry, e.g. `d1/2`. */
  order = (): string[] =>
    this.entries.map(({ bytes }) => {
      const { aggregate, version } = factIn(bytes);
      return `${aggregate.id}/${version}`;
    });

  #record(factId: string, bytes: Buffer, trace?: string) {
    if (this.refuses.has(factId))
      return { factId, outcome: 'refused' as const, code: 'FACT_TYPE_UNKNOWN', message: 'not told here' };
    const known = this.entries.find((entry) => entry.factId === factId);
    if (known)
      return { factId, outcome: 'recorded' as const, index: known.index, recordedAt: known.recordedAt };
    const index = this.entries.length;
    const recordedAt = new Date().toISOString();
    this.entries.push({ index, factId, type: factIn(bytes).type, bytes, recordedAt, trace });
    return { factId, outcome: 'recorded' as const, index, recordedAt };
  }
}

export const factIn = (bytes: Uint8Array): FactEnvelope =>
  FactEnvelope.parse(JSON.parse(Buffer.from(bytes).toString()));

export const noAnswer = async () => {
  throw new Refusal('SERVICE_UNAVAILABLE', 'archive does not answer');
};
