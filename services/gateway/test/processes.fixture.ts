import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type RunningProcess, startProcess } from '@edo/servers';

const OPERATOR = { email: 'operator@edo.test', phone: '+77010000009', password: 'operator horse 9' };
const entry = (service: string) => fileURLToPath(new URL(`../../${service}/src/main.ts`, import.meta.url));

interface Place {
  readonly folder: string;
  readonly natsUrl: string;
}

const base = (service: string, { folder, natsUrl }: Place) => ({
  EDO_ENVIRONMENT: 'development',
  NATS_URL: natsUrl,
  SERVICE_KEY_FILE: join(folder, `${service}.pem`),
  SERVICE_KEYS_FILE: join(folder, 'keys.json'),
  HEALTH_PORT: '0',
});

async function start(service: string, place: Place, env: Record<string, string>): Promise<RunningProcess> {
  const running = await startProcess({
    name: service,
    command: process.execPath,
    args: [entry(service)],
    env: { ...base(service, place), ...env },
    logFile: join(place.folder, `${service}.log`),
  });
  while (!(await running.output()).includes('"msg":"ready"')) {
    if (running.exit()) throw new Error(`${service} ended: ${await running.output()}`);
    await sleep(50);
  }
  return running;
}

/** The gateway as it runs, on a port of its own. */
export async function startGateway(place: Place, objectsUrl: string) {
  const port = await freePort();
  const env = { OBJECTS_URL: objectsUrl, GATEWAY_PORT: `${port}`, OBJECT_MAX_BYTES: `${1 << 30}` };
  return { url: `http://127.0.0.1:${port}`, process: await start('gateway', place, env) };
}

/** identity as it runs, with a first operator. */
export async function startIdentity(place: Place, mongoUrl: string) {
  const [secret, operator] = [join(place.folder, 'secret'), join(place.folder, 'operator.json')];
  await writeFile(secret, randomBytes(32).toString('base64'), { mode: 0o600 });
  await writeFile(operator, JSON.stringify(OPERATOR), { mode: 0o600 });
  const env = { MONGO_URL: mongoUrl, IDENTITY_SECRET_FILE: secret, OPERATOR_BOOTSTRAP_FILE: operator };
  return { operator: OPERATOR, process: await start('identity', place, env) };
}

/** archive's objects as they run, on a port of their own. */
export async function startObjects(place: Place, mongoUrl: string) {
  const [port, kek] = [await freePort(), join(place.folder, 'kek')];
  await writeFile(kek, randomBytes(32).toString('base64'), { mode: 0o600 });
  const env = {
    ARCHIVE_ROLE: 'objects',
    MONGO_URL: mongoUrl,
    OBJECTS_PORT: `${port}`,
    OBJECTS_KEK_FILE: kek,
    MAX_OBJECT_BYTES: '5000000',
  };
  return { url: `http://127.0.0.1:${port}`, process: await start('archive', place, env) };
}

/** The most memory that a process has had resident, in MiB. */
export async function peakMemory({ pid }: RunningProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)![1]) / 1024;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
