import { setTimeout as sleep } from 'node:timers/promises';
import { ensureMongoUsers, loginUrl, type MongoUser, replicaSet } from '@edo/servers';
import { MongoClient, MongoServerError } from 'mongodb';

export type MongoSetup = {
  /** The mongod as this machine or container itself sees it, 127.0.0.1:port: its first user can be made from there alone. */
  here: string;
  /** The same mongod as others see it, host:port: the name by which the replica set knows it. */
  member: string;
  adminPassword: string;
  users: readonly MongoUser[];
  /** How long it may take until it answers and is primary; default a minute. */
  withinMs?: number;
};

const AUTHENTICATION_FAILED = 18;
const ALREADY_INITIALIZED = 23;

/**
 * Makes a mongod with authorization (`--keyFile`) the primary of a replica set of one, with an administrator, and gives
 * every user its database. Done again it only sets passwords and rights anew.
 */
export async function setUpMongo(setup: MongoSetup): Promise<void> {
  const { here, adminPassword: password, withinMs = 60_000 } = setup;
  const url = `mongodb://${here}/?directConnection=true&serverSelectionTimeoutMS=${withinMs}`;
  const adminUrl = loginUrl(url, { user: 'admin', password, database: 'admin' });
  const client = await new MongoClient(url).connect();
  try {
    const isFirstTime = !(await canLogIn(adminUrl));
    if (isFirstTime) await initiate(client, setup.member);
    await awaitPrimary(client, withinMs);
    if (isFirstTime)
      await client.db('admin').command({ createUser: 'admin', pwd: password, roles: ['root'] });
  } finally {
    await client.close();
  }
  await ensureMongoUsers(adminUrl, setup.users);
}

async function canLogIn(url: string): Promise<boolean> {
  const client = new MongoClient(url);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === AUTHENTICATION_FAILED) return false;
    throw error;
  } finally {
    await client.close();
  }
}

/** Allowed without a login while there is no user (MongoDB's localhost exception). */
async function initiate(client: MongoClient, member: string): Promise<void> {
  const config = { _id: replicaSet, members: [{ _id: 0, host: member }] };
  try {
    await client.db('admin').command({ replSetInitiate: config });
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== ALREADY_INITIALIZED) throw error;
  }
}

async function awaitPrimary(client: MongoClient, withinMs: number): Promise<void> {
  for (const deadline = Date.now() + withinMs; ; await sleep(100)) {
    if ((await client.db('admin').command({ hello: 1 }))['isWritablePrimary']) return;
    if (Date.now() > deadline)
      throw new Error(`MongoDB did not become primary within ${withinMs / 1000} s: see its log.`);
  }
}
