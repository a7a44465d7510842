import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ensureMongoUsers,
  findProgram,
  loginUrl,
  type MongoUser,
  type RunningProcess,
  startProcess,
} from '@edo/servers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { setUpMongo } from '../src/deploy/mongo-setup.ts';

const users: MongoUser[] = ['identity', 'documents'].map((user) => ({
  user,
  password: `password of ${user}/@:`,
  database: `edo_${user}`,
}));
const [identity, documents] = users as [MongoUser, MongoUser];
let folder: string;
let mongod: RunningProcess;
let here: string;

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'edo-mongo-setup-'));
  mkdirSync(join(folder, 'db'));
  writeFileSync(join(folder, 'key'), randomBytes(60).toString('base64'), { mode: 0o400 });
  const port = await freePort();
  here = `127.0.0.1:${port}`;
  const store = ['--dbpath', join(folder, 'db'), '--replSet', 'rs0', '--keyFile', join(folder, 'key')];
  mongod = await startProcess({
    name: 'MongoDB',
    command: await findProgram('mongo'),
    args: ['--bind_ip', '127.0.0.1', '--port', `${port}`, '--nounixsocket', '--oplogSize', '64', ...store],
    logFile: join(folder, 'log'),
  });
  await setUpMongo({ here, member: here, adminPassword: 'admin', users });
});
afterAll(async () => {
  await mongod?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What `act` gives on the database, logged in as this user. */
async function as<T>(user: MongoUser, act: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(loginUrl(`mongodb://${here}/?replicaSet=rs0`, user));
  try {
    return await act(client);
  } finally {
    await client.close();
  }
}

it('lets each user work in its own database, transactions and indexes too', async () => {
  const seen = await as(identity, async (client) => {
    const things = client.db().collection('things');
    await things.createIndex({ name: 1 }, { unique: true });
    await client.withSession((session) =>
      session.withTransaction(async () => void (await things.insertOne({ name: 'one' }, { session }))),
    );
    return things.findOne({}, { projection: { _id: 0 } });
  });
  expect(seen).toEqual({ name: 'one' });
});

it("refuses each user another's database, and everybody who names no user", async () => {
  const peek = (client: MongoClient) => client.db('edo_identity').collection('things').findOne();
  await expect(as(documents, peek)).rejects.toThrow(/not authorized on edo_identity/);
  const nobody = new MongoClient(`mongodb://${here}/?directConnection=true`);
  await expect(peek(nobody)).rejects.toThrow(/requires authentication/);
  await nobody.close();
});

it('can be done again: passwords become those given, data stays', async () => {
  const changed = users.map((user) => ({ ...user, password: 'another' }));
  await setUpMongo({ here, member: here, adminPassword: 'admin', users: changed });
  const count = (client: MongoClient) => client.db().collection('things').countDocuments();
  await expect(as(identity, count)).rejects.toThrow(/Authentication failed/);
  expect(await as(changed[0]!, count)).toBe(1);
});

it('names what to do where the login may not manage users', async () => {
  const url = loginUrl(`mongodb://${here}/?replicaSet=rs0`, { ...documents, password: 'another' });
  await expect(ensureMongoUsers(url, users)).rejects.toThrow(
    expect.objectContaining({ code: 'USERS_REFUSED' }),
  );
});
