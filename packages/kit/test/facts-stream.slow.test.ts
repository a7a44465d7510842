import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningServer, startNats, startTestServers, type TestServers } from '@edo/servers';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { factMessage } from '../src/facts/stream.ts';
import { FACTS_STREAM } from '../src/facts/subjects.ts';
import { TestArchive } from './facts-archive.fixture.ts';
import {
  closed,
  newFact,
  opened,
  startTestService,
  type TestService,
  until,
} from './facts-service.fixture.ts';

let servers: TestServers;
let bus: RunningServer;
let folder: string;
let nats: NatsConnection;
let archive: TestArchive;
let database = 0;
const running: TestService[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edo-test-'));
  servers = await startTestServers();
  bus = await startNats({ dataDir: folder });
  nats = await connect({ servers: bus.url, maxReconnectAttempts: -1, reconnectTimeWait: 50 });
});
afterAll(async () => {
  await nats?.close();
  await bus?.stop();
  await servers?.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  archive = new TestArchive();
  database += 1;
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.stop()));
  await archive.loseStream(nats).catch(() => {});
});

/** A service that notes the index of each `box.opened`. */
async function start(consumes = true, idleMillis = 30_000): Promise<TestService> {
  const service = await startTestService(servers.mongoUrl(`stream${database}`), archive, {
    nats,
    idleMillis,
    before: (facts, self) => {
      if (consumes) facts.consume('boxes', [opened], async ({ index }) => self.note(`${index}`));
    },
  });
  running.push(service);
  await service.facts.start();
  return service;
}

const tell = async (service: TestService, from: number, to: number) => {
  for (let version = from; version <= to; version += 1)
    await service.facts.recorded(await service.tell('b1', version), 5000);
};
/** Each index once, in order. */
const heard = (service: TestService, count: number, millis?: number) =>
  until(async () => {
    const effects = await service.effects();
    expect(effects).toEqual(effects.map((_, at) => `${at}`));
    return effects.length === count;
  }, millis);
const position = async (service: TestService) =>
  (await service.connection.models['fact_position']!.findById('documents-boxes').lean<{ index: number }>())
    ?.index;

it('takes a fact into the stream only as sequence index + 1, with its bytes and its index', async () => {
  const service = await start(false);
  await tell(service, 1, 2);
  await archive.openStream(nats);
  const stored = await (await jetstreamManager(nats)).streams.getMessage(FACTS_STREAM, { seq: 2 });
  expect(Buffer.from(stored!.data)).toEqual(archive.entries[1]!.bytes);
  expect(stored!.header.get('Nats-Msg-Id')).toBe('1');
  for (const index of [1, 3]) {
    const { subject, payload, options } = factMessage({ ...archive.entries[1]!, index });
    await expect(
      jetstream(nats).publish(subject, payload, { ...options, msgID: `x${index}` }),
    ).rejects.toThrow(/wrong last sequence: 2/);
  }
});

it('waits for a stream that is not there yet', async () => {
  const service = await start();
  await tell(service, 1, 2);
  await archive.openStream(nats);
  await heard(service, 2);
});

it('reads from the journal what the stream never held', async () => {
  const teller = await start(false);
  await tell(teller, 1, 50);
  await archive.openStream(nats, 45);
  const service = await start();
  await heard(service, 50);
  expect(archive.asked).toEqual([
    { from: 0, count: 40 },
    { from: 40, count: 5 },
  ]);
});

it('goes on where it was when the stream is lost and rebuilt with a shorter window', async () => {
  await archive.openStream(nats);
  const service = await start();
  await tell(service, 1, 5);
  await heard(service, 5);
  await archive.loseStream(nats);
  await tell(service, 6, 12);
  await archive.openStream(nats, 9);
  await heard(service, 12);
  await tell(service, 13, 14);
  await heard(service, 14);
});

it('makes its durable consumer again when it is lost', async () => {
  await archive.openStream(nats);
  const service = await start();
  await tell(service, 1, 3);
  await heard(service, 3);
  await (await jetstreamManager(nats)).consumers.delete(FACTS_STREAM, 'documents-boxes');
  await tell(service, 4, 6);
  await heard(service, 6);
});

it('sets its durable consumer right when somebody has changed it', async () => {
  await archive.openStream(nats);
  const { consumers } = await jetstreamManager(nats);
  const first = await start();
  await tell(first, 1, 1);
  await heard(first, 1);
  await first.facts.stop();
  await consumers.update(FACTS_STREAM, 'documents-boxes', {
    max_ack_pending: 100,
    filter_subjects: ['facts.other'],
  });
  const service = await start();
  await tell(service, 2, 3);
  await heard(service, 3);
  expect((await consumers.info(FACTS_STREAM, 'documents-boxes')).config.max_ack_pending).toBe(1);
});

it('reads the journal when the window has moved beyond its position while it ran', async () => {
  await archive.openStream(nats, 0, 1000);
  const busy = Promise.withResolvers<void>();
  const service = await startTestService(servers.mongoUrl(`stream${database}`), archive, {
    nats,
    before: (facts, self) =>
      facts.consume('boxes', [opened], async ({ index }) => {
        if (index === 0) await busy.promise;
        await self.note(`${index}`);
      }),
  });
  running.push(service);
  await service.facts.start();
  await tell(service, 1, 5);
  await sleep(1500); // 1..4 leave the window while 0 is in hand
  await tell(service, 6, 7);
  busy.resolve();
  await heard(service, 7);
  expect(archive.asked.length).toBeGreaterThan(0);
});

it('begins again from its position when its database was restored to an earlier state', async () => {
  await archive.openStream(nats);
  const service = await start();
  await tell(service, 1, 5);
  await heard(service, 5);
  await service.facts.stop();
  await service.connection.models['fact_position']!.updateOne({ _id: 'documents-boxes' }, { index: 1 });
  await service.connection.models['inbox']!.deleteMany({});
  for (const text of ['2', '3', '4']) await service.connection.models['effect']!.deleteOne({ text });
  const again = await start();
  await heard(again, 5);
});

it('hears on after the NATS server was killed and came back', async () => {
  await archive.openStream(nats);
  const service = await start();
  await tell(service, 1, 3);
  await heard(service, 3);
  bus.kill('SIGKILL');
  await bus.exited;
  await bus.restart();
  await until(
    async () =>
      await archive.publish().then(
        () => true,
        () => false,
      ),
  );
  await tell(service, 4, 6);
  await heard(service, 6, 30_000); // a server that is killed forgets the last acknowledgements: they time out first
});

it('moves its position over facts that it does not hear, so that the window does not leave it behind', async () => {
  await archive.openStream(nats);
  const service = await start(true, 100);
  await tell(service, 1, 1);
  await heard(service, 1);
  for (let version = 2; version <= 4; version += 1)
    await service.transaction(() =>
      service.facts.record(closed, { ...newFact('b1', version), data: { boxId: 'b1' } }),
    );
  await until(async () => (await position(service)) === 3);
  await service.tell('b1', 5);
  await until(async () => (await service.effects()).length === 2);
  expect(await service.effects()).toEqual(['0', '4']);
  expect(archive.asked).toEqual([]);
});

it('hears a type that it did not hear before from its position on', async () => {
  await archive.openStream(nats);
  const before = await start();
  await tell(before, 1, 2);
  await heard(before, 2);
  await before.facts.stop();
  const service = await startTestService(servers.mongoUrl(`stream${database}`), archive, {
    nats,
    before: (facts, self) =>
      facts.consume('boxes', [opened, closed], async ({ fact, index }) =>
        self.note(`${index}: ${fact.type}`),
      ),
  });
  running.push(service);
  await service.facts.start();
  await service.transaction(() =>
    service.facts.record(closed, { ...newFact('b1', 3), data: { boxId: 'b1' } }),
  );
  await until(async () => (await service.effects()).length === 3);
  expect((await service.effects())[2]).toBe('2: box.closed');
});
