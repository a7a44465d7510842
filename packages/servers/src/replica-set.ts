import { setTimeout as sleep } from 'node:timers/promises';
import { type Db, type Document, MongoClient, MongoServerError } from 'mongodb';
import { ServerError } from './server-error.ts';

export const replicaSet = 'rs0';
const NOT_YET_INITIALIZED = 94;

/**
 * Makes the mongod at `host` the primary of a replica set of one: initiates the set, or moves it to this host
 * where its data was made on another port.
 * @throws ServerError NOT_READY
 */
export async function becomePrimary(host: string, member = host): Promise<void> {
  const client = new MongoClient(`mongodb://${host}/?directConnection=true`, {
    serverSelectionTimeoutMS: 10_000,
  });
  try {
    await configure(client.db('admin'), member);
    await awaitPrimary(client.db('admin'), host);
  } finally {
    await client.close();
  }
}

async function configure(admin: Db, member: string): Promise<void> {
  const config = await presentConfig(admin);
  if (!config) {
    await admin.command({ replSetInitiate: { _id: replicaSet, members: [{ _id: 0, host: member }] } });
  } else if (config['members'][0].host !== member) {
    const moved = {
      ...config,
      version: config['version'] + 1,
      members: [{ ...config['members'][0], host: member }],
    };
    await admin.command({ replSetReconfig: moved, force: true });
  }
}

async function presentConfig(admin: Db): Promise<Document | undefined> {
  try {
    return (await admin.command({ replSetGetConfig: 1 }))['config'];
  } catch (error) {
    if (error instanceof MongoServerError && error.code === NOT_YET_INITIALIZED) return undefined;
    throw error;
  }
}

async function awaitPrimary(admin: Db, host: string, withinMs = 30_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await admin.command({ hello: 1 }))['isWritablePrimary']) {
    if (Date.now() > deadline) {
      throw new ServerError(
        'NOT_READY',
        `MongoDB at ${host} did not become primary within ${withinMs / 1000} s: see its log.`,
      );
    }
    await sleep(50);
  }
}
