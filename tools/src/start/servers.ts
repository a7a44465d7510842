import { join } from 'node:path';
import { type ServiceName, serviceNames } from '@edo/contracts';
import { natsPermissions } from '@edo/kit';
import { databaseUrl, startMongo, startNats } from '@edo/servers';
import type { KeyFolder } from './key-folder.ts';
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
 * Starts NATS and MongoDB, each unless its URL is given by environment (NATS_URL, MONGO_URL): what is given is used
 * as it is, with the users that its URL or NATS_USER and NATS_PASSWORD name.
 * @throws ServerError
 */
export async function startServers(start: ServerStart): Promise<Backing> {
  const [natsEnv, mongoUrl] = await start.supervisor.whileUp(
    Promise.all([givenNats(start.say) ?? ownNats(start), givenMongo(start.say) ?? ownMongo(start)]),
  );
  return { natsEnv, mongoUrl: (service) => databaseUrl(mongoUrl, `edo_${service}`) };
}

function givenNats(say: ServerStart['say']): Backing['natsEnv'] | undefined {
  const { NATS_URL, NATS_USER, NATS_PASSWORD } = process.env;
  if (!NATS_URL) return undefined;
  say('NATS is the one of NATS_URL');
  return () => ({ NATS_URL, ...(NATS_USER && { NATS_USER }), ...(NATS_PASSWORD && { NATS_PASSWORD }) });
}

async function ownNats({ dataDir, ports, keys, supervisor, say }: ServerStart): Promise<Backing['natsEnv']> {
  const password = (user: ServiceName) => keys.password(`nats-${user}`);
  const users = serviceNames.map((user) => ({ user, password: password(user), ...natsPermissions(user) }));
  const { url } = supervisor.watch(
    await startNats({ dataDir: join(dataDir, 'nats'), port: ports.nats, users }),
  );
  say(`NATS is ready at ${url}`);
  return (service) => ({ NATS_URL: url, NATS_USER: service, NATS_PASSWORD: password(service) });
}

function givenMongo(say: ServerStart['say']): string | undefined {
  const url = process.env['MONGO_URL'];
  if (url) say('MongoDB is the one of MONGO_URL');
  return url;
}

async function ownMongo({ dataDir, ports, supervisor, say }: ServerStart): Promise<string> {
  const { url } = supervisor.watch(await startMongo({ dataDir: join(dataDir, 'mongo'), port: ports.mongo }));
  say(`MongoDB is ready at ${url}`);
  return url;
}
