import { serviceNames, topology } from '@edo/contracts';
import { startTestServers, type TestServers } from '@edo/servers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { consumerSubjects, FACTS_STREAM, inboxPrefix } from '../src/facts/subjects.ts';
import { TestArchive } from './facts-archive.fixture.ts';
import { opened, startTestService, until } from './facts-service.fixture.ts';

let servers: TestServers;
let owner: NatsConnection;
let documents: NatsConnection;
let manager: JetStreamManager;
const archive = new TestArchive();

beforeAll(async () => {
  servers = await startTestServers({
    users: [
      { user: 'archive', password: 'a', publish: ['>'], subscribe: ['>'] },
      ...(['documents', 'identity'] as const).map((user) => ({
        user,
        password: user,
        ...consumerSubjects(user),
      })),
    ],
  });
  owner = await connect({ servers: servers.natsUrl, user: 'archive', pass: 'a' });
  documents = await connectAs('documents');
  manager = await jetstreamManager(documents, { checkAPI: false, timeout: 500 });
});
afterAll(async () => {
  await Promise.all([owner?.close(), documents?.close()]);
  await servers?.stop();
});

const connectAs = (user: 'documents' | 'identity') =>
  connect({ servers: servers.natsUrl, user, pass: user, inboxPrefix: inboxPrefix(user) });

it('lets a consumer of the topology do all that it needs', async () => {
  const service = await startTestService(servers.mongoUrl('documents'), archive, {
    nats: documents,
    idleMillis: 100,
    before: (facts, self) =>
      facts.consume('registrations', [opened], async ({ index }) => self.note(`${index}`)),
  });
  try {
    await service.facts.start();
    for (const version of [1, 2, 3]) await service.facts.recorded(await service.tell('b1', version), 5000);
    await archive.openStream(owner, 2);
    await until(async () => (await service.effects()).length === 3);
    await (await jetstreamManager(owner)).consumers.delete(FACTS_STREAM, 'documents-registrations');
    await service.tell('b1', 4);
    await until(async () => (await service.effects()).length === 4);
    const { ack_floor, num_ack_pending } = await until(async () => {
      const info = await manager.consumers.info(FACTS_STREAM, 'documents-registrations');
      return info.num_ack_pending === 0 && info;
    });
    expect({ acknowledged: ack_floor.stream_seq, pending: num_ack_pending }).toEqual({
      acknowledged: 4,
      pending: 0,
    });
    expect(await manager.consumers.delete(FACTS_STREAM, 'documents-registrations')).toBe(true);
  } finally {
    await service.stop();
  }
});

const durable = {
  name: 'notifications-messages',
  durable_name: 'notifications-messages',
  filter_subjects: ['facts.box.opened'],
};

it.each<[string, () => Promise<unknown>]>([
  ['make the consumer of another service', () => manager.consumers.add(FACTS_STREAM, durable)],
  [
    'make a consumer that the topology does not name',
    () => manager.consumers.add(FACTS_STREAM, { durable_name: 'documents-other' }),
  ],
  [
    'look at the consumer of another service',
    () => manager.consumers.info(FACTS_STREAM, 'notifications-messages'),
  ],
  ['delete the stream', () => manager.streams.delete(FACTS_STREAM)],
  ['publish a fact', () => manager.jetstream().publish('facts.box.opened', 'forged', { timeout: 500 })],
  [
    'take what another consumer is given',
    () =>
      documents.request(`$JS.API.CONSUMER.MSG.NEXT.${FACTS_STREAM}.notifications-messages`, '', {
        timeout: 500,
      }),
  ],
])('does not let a service %s', async (_, attempt) => {
  await expect(attempt()).rejects.toThrow(/Permissions Violation/);
});

it('does not let a service listen to the inbox of another', async () => {
  const identity = await connectAs('identity');
  try {
    const listening = (async () => {
      for await (const _ of identity.subscribe(`${inboxPrefix('documents')}.>`)) return 'heard';
      return 'closed';
    })();
    await expect(listening).rejects.toThrow(/Permissions Violation for Subscription/);
  } finally {
    await identity.close();
  }
});

it.each(serviceNames)('gives %s an inbox, and the interface of JetStream only if it hears facts', (name) => {
  const { publish, subscribe } = consumerSubjects(name);
  expect(subscribe).toEqual([`_INBOX.${name}.>`]);
  expect(publish).toHaveLength(Object.keys(topology[name].hears).length === 0 ? 0 : 7);
});
