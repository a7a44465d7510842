import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { type ContainerServer, startMongoContainer, startNatsContainer } from './containers.ts';
import { databaseUrl, startMongo } from './mongo.ts';
import { startNats } from './nats.ts';
import type { NatsUser } from './nats-config.ts';
import { sharedMongoUrl } from './shared-mongo.ts';

export type TestServers = {
  /** A NATS of this caller's own, with JetStream; `nats://127.0.0.1:PORT`. */
  natsUrl: string;
  /** The URL of a database on the run's MongoDB that no other caller uses. */
  mongoUrl(database: string): string;
  /** Ends the NATS and drops the databases. */
  stop(): Promise<void>;
};

/**
 * Servers for one test file: its own NATS (it starts in 50 ms, and streams of one name cannot be shared)
 * and databases of its own on the MongoDB that the whole jest run shares.
 * Never the servers of NATS_URL and MONGO_URL: tests delete what they find.
 * @throws ServerError
 */
export async function startTestServers({
  users,
}: {
  users?: readonly NatsUser[];
} = {}): Promise<TestServers> {
  const [nats, mongo] = await Promise.all([startTestNats(users), connectTestMongo()]);
  const prefix = `t${randomBytes(4).toString('hex')}_`;
  return {
    natsUrl: nats.url,
    mongoUrl: (database) => databaseUrl(mongo.url, `${prefix}${database}`),
    stop: async () => {
      await nats.stop();
      await dropDatabases(mongo.url, prefix);
      await mongo.stop();
    },
  };
}

export const inContainers = () => process.env['EDO_TEST_SERVERS'] === 'containers';

async function startTestNats(users?: readonly NatsUser[]): Promise<ContainerServer> {
  if (inContainers()) return startNatsContainer(users);
  return inFolder((dataDir) => startNats({ dataDir, ...(users && { users }) }));
}

/** The run's MongoDB, which others use on; outside jest one of the caller's own. */
async function connectTestMongo(): Promise<ContainerServer> {
  const url = await sharedMongoUrl();
  return url ? { url, stop: async () => {} } : startTestMongo();
}

/** A MongoDB with a folder that goes with it. */
export const startTestMongo = (): Promise<ContainerServer> =>
  inContainers() ? startMongoContainer() : inFolder((dataDir) => startMongo({ dataDir }));

async function inFolder(start: (dataDir: string) => Promise<ContainerServer>): Promise<ContainerServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'edo-test-'));
  const server = await start(dataDir);
  const stop = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: server.url, stop };
}

async function dropDatabases(url: string, prefix: string): Promise<void> {
  const client = new MongoClient(url);
  try {
    const { databases } = await client.db().admin().listDatabases({ nameOnly: true });
    const own = databases.filter(({ name }) => name.startsWith(prefix));
    for (const { name } of own) await client.db(name).dropDatabase();
  } finally {
    await client.close();
  }
}
