import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceContract } from '@edo/contracts';
import { type ServiceName, serviceNames } from '@edo/contracts';
import {
  type Ask,
  type Assertions,
  askThrough,
  BaseConfig,
  clockWithOffset,
  createAssertions,
  createBroker,
  type Handlers,
  readServiceKeys,
  serve,
} from '@edo/kit';
import { type RunningSandbox, startSandbox, writePkcs12, writeTrustList } from '@edo/sandbox';
import { type RunningProcess, startProcess, startTestServers } from '@edo/servers';

const MAIN = join(import.meta.dirname, '../src/main.ts');
const SIGNATURE_MAIN = join(import.meta.dirname, '../../signature/src/main.ts');
export const OPERATOR = { bin: '210140000016', name: 'ТОО "Оператор (тест)"' };
const KEY_PASSWORD = 'Qwerty12';
type Role = 'journal' | 'objects' | 'jobs';

/** A caller's seat on the bus: another service as `archive` sees it. */
export interface Neighbour {
  readonly ask: Ask;
  readonly assertions: Assertions;
  /** Serves a contract as that neighbour would: only to provoke what the real one does not do by itself. */
  serve<S extends ServiceContract>(contract: S, handlers: Handlers<S>): void;
}

/** Real servers, keys of all services in a folder, the processes of `archive` as they run in production. */
export async function startPlatform() {
  const servers = await startTestServers();
  const folder = await mkdtemp(join(tmpdir(), 'edo-archive-'));
  const keysFile = await writeKeys(folder);
  const objectsPort = await freePort();
  const stops: (() => Promise<unknown>)[] = [];
  const clock = clockWithOffset(0);
  const objectsUrl = `http://127.0.0.1:${objectsPort}`;
  const environment = (role: Role, healthPort: number) => ({
    EDO_ENVIRONMENT: 'development',
    ARCHIVE_ROLE: role,
    NATS_URL: servers.natsUrl,
    MONGO_URL: servers.mongoUrl('archive'),
    SERVICE_KEY_FILE: join(folder, 'archive.pem'),
    SERVICE_KEYS_FILE: keysFile,
    HEALTH_PORT: `${healthPort}`,
    OBJECTS_URL: objectsUrl,
    OBJECTS_PORT: `${objectsPort}`,
    OBJECTS_KEK_FILE: join(folder, 'kek'),
    JOURNAL_ORIGIN: 'test.example/journal',
    JOURNAL_KEY_FILE: join(folder, 'journal.pem'),
    JOURNAL_ANCHOR_DIR: join(folder, 'anchor'),
    OPERATOR_BIN: OPERATOR.bin,
    OPERATOR_NAME: OPERATOR.name,
    LEASE_SECONDS: '2',
  });
  async function run(main: string, name: string, env: NodeJS.ProcessEnv, healthPort: number) {
    const logFile = join(folder, `${name}.log`);
    const all = { PATH: process.env['PATH'], ...env };
    const part = await startProcess({ name, command: process.execPath, args: [main], env: all, logFile });
    stops.push(() => part.stop());
    await untilReady(part, healthPort);
    return part;
  }
  return {
    ...servers,
    folder,
    objectsUrl,
    async start(role: Role, name: string, more: Record<string, string> = {}): Promise<RunningProcess> {
      const healthPort = await freePort();
      return run(MAIN, name, { ...environment(role, healthPort), ...more }, healthPort);
    },
    /** A sandbox НУЦ РК, and the real `signature` with the operator's key from it. */
    async startSignature(): Promise<RunningSandbox> {
      const running = await startSandbox({ clock, rsaAuthorityBits: 2048 });
      stops.push(running.stop);
      const subject = { commonName: OPERATOR.name, organization: OPERATOR.name, bin: OPERATOR.bin };
      const operator = running.sandbox.issue({ profile: 'right-to-sign', subject });
      const write = (name: string, content: string | Uint8Array) =>
        writeFile(join(folder, name), content, { mode: 0o600 });
      await write('operator.p12', writePkcs12(operator, KEY_PASSWORD));
      await write('operator.password', KEY_PASSWORD);
      const healthPort = await freePort();
      const env = {
        ...environment('journal', healthPort),
        MONGO_URL: servers.mongoUrl('signature'),
        SERVICE_KEY_FILE: join(folder, 'signature.pem'),
        TRUST_LIST: writeTrustList(running.sandbox, join(folder, 'trust')).path,
        OCSP_URL: running.urls.ocsp,
        TSP_URL: running.urls.tsp,
        OPERATOR_KEY_FILE: join(folder, 'operator.p12'),
        OPERATOR_KEY_PASSWORD_FILE: join(folder, 'operator.password'),
      };
      await run(SIGNATURE_MAIN, 'signature', env, healthPort);
      return running;
    },
    async neighbour(service: ServiceName): Promise<Neighbour> {
      const keys = await readServiceKeys(service, join(folder, `${service}.pem`), keysFile);
      const assertions = createAssertions(keys, clock);
      const config = BaseConfig.parse({
        ...environment('journal', 0),
        LOG_LEVEL: 'error',
        SHUTDOWN_SECONDS: '1',
      });
      const broker = createBroker(service, service, config);
      const ask = askThrough(service, broker, assertions);
      await broker.start();
      stops.push(() => broker.stop());
      return {
        ask,
        assertions,
        serve: (contract, handlers) =>
          void broker.createService(serve(contract, handlers, { assertions, ask })),
      };
    },
    async stop() {
      for (const stop of stops.reverse()) await stop();
      await servers.stop();
      await rm(folder, { recursive: true });
    },
  };
}
export type TestPlatform = Awaited<ReturnType<typeof startPlatform>>;

async function writeKeys(folder: string): Promise<string> {
  const write = (name: string, text: string) => writeFile(join(folder, name), text, { mode: 0o600 });
  const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }) as string;
  const keys = [];
  for (const name of serviceNames) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    await write(`${name}.pem`, pem(privateKey));
    keys.push({ ...publicKey.export({ format: 'jwk' }), kid: name, alg: 'EdDSA' });
  }
  await write('journal.pem', pem(generateKeyPairSync('ed25519').privateKey));
  await write('kek', randomBytes(32).toString('base64'));
  await write('keys.json', JSON.stringify({ keys }));
  return join(folder, 'keys.json');
}

async function untilReady(part: RunningProcess, healthPort: number): Promise<void> {
  while (part.exit() === undefined) {
    const answer = await fetch(`http://127.0.0.1:${healthPort}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error(`${part.name} ended before it was ready: ${await part.output()}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
