import { FACTS_STREAM, journalIndexOf } from '@edo/kit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jetstreamManager, type StoredMsg } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { factStream } from '../src/journal/fact-stream.ts';
import { publishNext } from '../src/journal/publisher.ts';
import { handedMany } from './handed-facts.fixture.ts';
import { type JournalWorld, startJournalWorld } from './journal-world.fixture.ts';

const HOUR = 3_600_000;
let world: JournalWorld;
let nats: NatsConnection;
let appended = 0;
let leader: Awaited<ReturnType<JournalWorld['leader']>>;

beforeAll(async () => {
  world = await startJournalWorld();
  leader = await world.leader();
});
afterAll(() => world.stop());
beforeEach(async () => {
  nats = await connect({ servers: world.natsUrl });
});
afterEach(() => nats.close());

async function append(count: number) {
  await leader.append(handedMany(appended, count));
  appended += count;
}

/** One copy's publisher; `drain` publishes until there is nothing more. */
async function publisher(windowMillis = HOUR) {
  const stream = await factStream(nats, { millis: windowMillis, replicas: 1 });
  const windowStart = () => new Date(Date.now() - windowMillis);
  const step = () => publishNext({ stream, reader: world.reader, windowStart, faultPoint: () => {} });
  return {
    step,
    drain: async () => {
      while ((await step()) > 0);
    },
  };
}

async function published(): Promise<StoredMsg[]> {
  const { streams } = await jetstreamManager(nats);
  const { state } = await streams.info(FACTS_STREAM);
  const messages: StoredMsg[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq += 1)
    messages.push((await streams.getMessage(FACTS_STREAM, { seq }))!);
  return messages;
}

/** Every message is the entry of its place: sequence = index + 1. */
async function mustMirror(firstIndex: number) {
  const { entries } = await world.reader.entries(firstIndex, 100_000);
  const messages = await published();
  expect(messages.map(({ seq }) => journalIndexOf(seq))).toEqual(entries.map(({ index }) => index));
  for (const [at, { bytes }] of entries.entries())
    expect(Buffer.from(messages[at]!.data).equals(bytes)).toBe(true);
}

describe('publisher', () => {
  it('makes the stream and puts every entry in its place', async () => {
    await append(600);
    await (await publisher()).drain();
    await mustMirror(0);
    const [message] = await published();
    expect(message!.subject).toBe('facts.thing.done');
    expect(message!.header.get('Nats-Msg-Id')).toBe('0');
  });

  it('goes on where the stream ends, with no cursor of its own', async () => {
    await append(10);
    await (await publisher()).drain();
    await mustMirror(0);
  });

  it('keeps order and doubles nothing when two copies publish at once', async () => {
    await append(1000);
    const copies = await Promise.all([publisher(), publisher()]);
    const publish = async ({ step }: (typeof copies)[number]) => {
      for (let more = 1; more > 0; ) more = await step().catch(() => 1); // refused by the stream: look again
    };
    await Promise.all(copies.map(publish));
    await mustMirror(0);
  });

  it('builds a deleted stream again from the journal, with the same sequences', async () => {
    const { drain } = await publisher();
    const { streams } = await jetstreamManager(nats);
    await streams.delete(FACTS_STREAM);
    await drain();
    await mustMirror(0);
    await append(3);
    await drain();
    await mustMirror(0);
  });

  it('builds it from the window on: what is older is read from the journal', async () => {
    const { streams } = await jetstreamManager(nats);
    await streams.delete(FACTS_STREAM);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const old = appended;
    await append(5);
    await (await publisher(1200)).drain();
    const { state } = await streams.info(FACTS_STREAM);
    expect(journalIndexOf(state.first_seq)).toBe(old);
    expect(journalIndexOf(state.last_seq)).toBe(appended - 1);
  });

  it('makes an empty stream for an old journal begin after its last entry', async () => {
    const { streams } = await jetstreamManager(nats);
    await streams.delete(FACTS_STREAM);
    await new Promise((resolve) => setTimeout(resolve, 250));
    const { drain } = await publisher(200);
    await drain();
    await append(1);
    await drain();
    const { state } = await streams.info(FACTS_STREAM);
    expect(journalIndexOf(state.last_seq)).toBe(appended - 1);
    await streams.delete(FACTS_STREAM);
  });

  it('refuses to go on when the stream is ahead of the journal', async () => {
    const { streams } = await jetstreamManager(nats);
    const { drain, step } = await publisher();
    await drain();
    const { size } = await world.reader.checkpoint();
    await world.collections.checkpoints.updateOne({ _id: 'latest' }, { $set: { size: size - 2 } });
    await expect(step()).rejects.toThrow(/entries were lost/);
    await world.collections.checkpoints.updateOne({ _id: 'latest' }, { $set: { size } });
    await expect(step()).resolves.toBe(0);
    await expect(streams.deleteMessage(FACTS_STREAM, 1)).rejects.toThrow();
    await expect(streams.purge(FACTS_STREAM)).rejects.toThrow();
  });
});
