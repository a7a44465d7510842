import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServerError } from './server-error.ts';

/** Where jest's workers find the process that holds the run's MongoDB. */
const ADDRESS = 'EDO_TEST_MONGO_AT';

export type SharedMongo = { stop(): Promise<void> };

/**
 * Answers on a loopback port with the URL of one MongoDB, which the first question starts: a run of unit tests
 * alone starts none. The address travels to jest's workers by environment.
 */
export async function shareMongo(
  start: () => Promise<{ url: string; stop(): Promise<void> }>,
): Promise<SharedMongo> {
  let mongo: ReturnType<typeof start> | undefined;
  const server = createServer(async (_, response) => {
    try {
      mongo ??= start();
      response.end((await mongo).url);
    } catch (error) {
      response.writeHead(503).end(error instanceof Error ? error.message : `${error}`);
    }
  });
  process.env[ADDRESS] = await listen(server);
  return {
    stop: async () => {
      delete process.env[ADDRESS];
      server.close();
      server.closeAllConnections();
      await mongo?.then(
        (started) => started.stop(),
        () => {},
      );
    },
  };
}

/** The URL of the run's MongoDB; undefined when nobody shares one. @throws ServerError SERVER_EXITED */
export async function sharedMongoUrl(): Promise<string | undefined> {
  const address = process.env[ADDRESS];
  if (!address) return undefined;
  const response = await fetch(address);
  const text = await response.text();
  if (!response.ok) throw new ServerError('SERVER_EXITED', text);
  return text;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
