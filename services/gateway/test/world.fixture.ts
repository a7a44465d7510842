import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceContract, ServiceName } from '@edo/contracts';
import {
  askThrough,
  clockWithOffset,
  createAssertions,
  createBroker,
  createLog,
  objectClient,
  readServiceKeys,
} from '@edo/kit';
import { startTestServers } from '@edo/servers';
import { gatewayApp } from '../src/app.ts';
import { Config } from '../src/config.ts';
import { ALL, serveNeighbours } from './neighbours.fixture.ts';
import { startObjectPort } from './object-port.fixture.ts';

const SERVICES: readonly ServiceName[] = ['gateway', 'identity', 'archive'];

/** The gateway's neighbours on a real NATS, and how to start gateways beside them. */
export async function startWorld(served: readonly ServiceContract[] = ALL) {
  const servers = await startTestServers();
  const folder = await mkdtemp(join(tmpdir(), 'edo-gateway-'));
  const objectPort = await startObjectPort();
  const keysFile = await writeKeys(folder);
  const clock = clockWithOffset(0);
  const configWith = (changes: Record<string, unknown>) =>
    Config.parse({
      EDO_ENVIRONMENT: 'development',
      NATS_URL: servers.natsUrl,
      SERVICE_KEY_FILE: join(folder, 'gateway.pem'),
      SERVICE_KEYS_FILE: keysFile,
      HEALTH_PORT: 0,
      GATEWAY_PORT: 0,
      OBJECTS_URL: objectPort.url,
      LOG_LEVEL: 'error',
      ...changes,
    });
  const node = async (name: ServiceName) => {
    const broker = createBroker(name, name, configWith({}));
    const keys = await readServiceKeys(name, join(folder, `${name}.pem`), keysFile);
    const assertions = createAssertions(keys, clock);
    return { broker, assertions, ask: askThrough(name, broker, assertions) };
  };
  const [own, others] = [await node('gateway'), await node('identity')];
  const neighbours = serveNeighbours(others.broker, others, served);
  await Promise.all([own.broker.start(), others.broker.start()]);
  await own.broker.waitForServices(served.map(({ name }) => name));
  const objects = objectClient({ baseUrl: objectPort.url, assertions: own.assertions });
  const apps: { close(): Promise<unknown> }[] = [];
  return {
    neighbours,
    objectPort,
    folder,
    natsUrl: servers.natsUrl,
    mongoUrl: servers.mongoUrl,
    configWith,
    ask: own.ask,
    neighbourBroker: others.broker,
    /** A gateway that listens on a free port; its base URL. */
    async gateway(changes: Record<string, unknown> = {}): Promise<string> {
      const config = configWith(changes);
      const app = await gatewayApp({
        config,
        ask: own.ask,
        objects,
        clock,
        log: createLog('gateway', 'fatal'),
      });
      apps.push(app);
      return app.listen({ host: '127.0.0.1', port: 0 });
    },
    async stop() {
      await Promise.all(apps.map((app) => app.close()));
      await Promise.all([own.broker.stop(), others.broker.stop()]);
      objectPort.stop();
      await servers.stop();
      await rm(folder, { recursive: true });
    },
  };
}
export type World = Awaited<ReturnType<typeof startWorld>>;

async function writeKeys(folder: string): Promise<string> {
  const keys = await Promise.all(
    SERVICES.map(async (kid) => {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      await writeFile(join(folder, `${kid}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
      return { ...publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA' };
    }),
  );
  const file = join(folder, 'keys.json');
  await writeFile(file, JSON.stringify({ keys }));
  return file;
}
