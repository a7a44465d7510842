import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { MongoClient } from 'mongodb';
import { startTestServers, type TestServers } from '../src/index.ts';

let servers: TestServers;

beforeAll(async () => {
  const all = { publish: ['>'], subscribe: ['>'] };
  const reader = { publish: [], subscribe: ['facts.>'] };
  servers = await startTestServers({
    users: [
      { user: 'archive', password: 'a', ...all },
      { user: 'reader', password: 'r', ...reader },
    ],
  });
});
afterAll(() => servers?.stop());

it('gives a MongoDB with transactions, and databases of the caller alone', async () => {
  const client = new MongoClient(servers.mongoUrl('archive'));
  try {
    expect(client.db().databaseName).toMatch(/^t[0-9a-f]{8}_archive$/);
    await client.withSession((session) =>
      session.withTransaction(async () => {
        await client.db().collection('entries').insertOne({ index: 0 }, { session });
      }),
    );
    expect(await client.db().collection('entries').countDocuments()).toBe(1);
  } finally {
    await client.close();
  }
});

it('gives a NATS whose streams may begin at a given sequence', async () => {
  const connection = await connect({ servers: servers.natsUrl, user: 'archive', pass: 'a' });
  try {
    const manager = await jetstreamManager(connection);
    await manager.streams.add({ name: 'FACTS', subjects: ['facts.>'], first_seq: 4711 });
    const { seq } = await jetstream(connection).publish('facts.document.registered', 'x', { msgID: '4710' });
    expect(seq).toBe(4711);
  } finally {
    await connection.close();
  }
});

it('refuses a user what its permissions do not name', async () => {
  const connection = await connect({ servers: servers.natsUrl, user: 'reader', pass: 'r' });
  try {
    const told = (async () => {
      for await (const status of connection.status())
        if (status.type === 'error') return status.error.message;
      return undefined;
    })();
    connection.publish('facts.document.registered', 'forged');
    expect(await told).toMatch(/Permissions Violation for Publish to "facts.document.registered"/);
  } finally {
    await connection.close();
  }
});

it('refuses an unknown user', async () => {
  const stranger = connect({ servers: servers.natsUrl, user: 'stranger', pass: 'x', reconnect: false });
  await expect(stranger).rejects.toThrow(/Authorization Violation/);
});
