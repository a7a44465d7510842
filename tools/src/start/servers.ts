import { join } from 'node:path';
import type { ServiceName } from '@edo/contracts';
import { databaseUrl, ensureMongoUsers, startMongo, startNats } from '@edo/servers';
import type { KeyFolder } from './key-folder.ts';
import { databaseOf, mongoLogin, mongoUsers, natsLogin, natsUsers } from './logins.ts';
import type { Ports } from './ports.ts';
import type { Supervisor } from './supervisor.ts';

/** Where the platform's servers answer, for one service. */
export type Backing = {
  /** NATS_URL, NATS_USER and NATS_PASSWORD of a service. */
  natsEnv(service: ServiceName): Record<string, string>;
  /** The URL of a service's own database. */
  mongoUrl(service: ServiceName): string;
};

export type ServerStart = {
  dataDir: string;
  ports: Ports;
  keys: KeyFolder;
  supervisor: Supervisor;
  say: (line: string) => void;
};

/**
 * Starts NATS and MongoDB, each unless its URL is given by environment. The NATS of NATS_URL is used as it is, with the
 * user that the URL or NATS_USER and NATS_PASSWORD name; on the MongoDB of MONGO_URL every service gets a user of its own.
 * @throws ServerError
 */
export async function startServers(start: ServerStart): Promise<Backing> {
  const [natsEnv, mongoUrl] = await start.supervisor.whileUp(
    Promise.all([givenNats(start.say) ?? ownNats(start), givenMongo(start) ?? ownMongo(start)]),
  );
  return { natsEnv, mongoUrl };
}

function givenNats(say: ServerStart['say']): Backing['natsEnv'] | undefined {
  const { NATS_URL, NATS_USER, NATS_PASSWORD } = process.env;
  if (!NATS_URL) return undefined;
  say('NATS is the one of NATS_URL');
  return () => ({ NATS_URL, ...(NATS_USER && { NATS_USER }), ...(NATS_PASSWORD && { NATS_PASSWORD }) });
}

async function ownNats({ dataDir, ports, keys, supervisor, say }: ServerStart): Promise<Backing['natsEnv']> {
  const { url } = supervisor.watch(
    await startNats({ dataDir: join(dataDir, 'nats'), port: ports.nats, users: natsUsers(keys) }),
  );
  say(`NATS is ready at ${url}`);
  return (service) => natsLogin(url, keys, service);
}

function givenMongo({ keys, say }: ServerStart): Promise<Backing['mongoUrl']> | undefined {
  const url = process.env['MONGO_URL'];
  if (!url) return undefined;
  say('MongoDB is the one of MONGO_URL, with a user for each service');
  return ensureMongoUsers(url, mongoUsers(keys)).then(() => (service) => mongoLogin(url, keys, service));
}

async function ownMongo({ dataDir, ports, supervisor, say }: ServerStart): Promise<Backing['mongoUrl']> {
  const { url } = supervisor.watch(await startMongo({ dataDir: join(dataDir, 'mongo'), port: ports.mongo }));
  say(`MongoDB is ready at ${url}`);
  return (service) => databaseUrl(url, databaseOf(service));
}
