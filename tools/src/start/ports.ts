import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from './start-error.ts';

/** Every port of the platform, as its place in one block; people meet the first three. */
const places = [
  'gateway',
  'mail',
  'sms',
  'smtp',
  'sandbox',
  'objects',
  'nats',
  'mongo',
  'health-sinks',
  'health-gateway',
  'health-identity',
  'health-documents',
  'health-signature',
  'health-notifications',
  'health-archive-journal',
  'health-archive-objects',
  'health-archive-jobs',
  'health-disputes',
] as const;
export type PortName = (typeof places)[number];
export type Ports = Record<PortName, number>;
/** The host on which a port of the platform is reached. */
export type HostOf = (port: PortName) => string;
export const onThisMachine: HostOf = () => '127.0.0.1';

const FIRST_BASE = 4000;
const STEP = 100;

/**
 * The ports of this data folder: one block, found free on the first start and kept in `file`, because certificates
 * and documents name some of them. `EDO_PORT_BASE` names the block itself.
 * @throws StartError when a port of the block is taken, after `patienceMs`
 */
export async function choosePorts(
  file: string,
  wantedBase: string | undefined,
  patienceMs = 0,
): Promise<Ports> {
  const kept = wantedBase ?? (existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined);
  const base = kept === undefined ? await freeBase() : await requireFree(kept, patienceMs);
  writeFileSync(file, `${base}\n`);
  return block(base);
}

/** The ports of a data folder that was started before; undefined when it never was. */
export const keptPorts = (file: string): Ports | undefined =>
  existsSync(file) ? block(Number(readFileSync(file, 'utf8'))) : undefined;

/** Every port at its place after `base`. */
export const block = (base: number) =>
  Object.fromEntries(places.map((name, offset) => [name, base + offset])) as Ports;

async function freeBase(): Promise<number> {
  for (let base = FIRST_BASE; base < FIRST_BASE + 50 * STEP; base += STEP) {
    if ((await taken(base)).length === 0) return base;
  }
  throw new StartError(
    `no block of ${places.length} free ports was found from ${FIRST_BASE} on: name one by EDO_PORT_BASE.`,
  );
}

async function requireFree(value: string, patienceMs: number): Promise<number> {
  const base = Number(value);
  if (!Number.isInteger(base) || base < 1024 || base > 65_000) {
    throw new StartError(`EDO_PORT_BASE must be a port number from 1024 to 65000, not "${value}".`);
  }
  for (const deadline = Date.now() + patienceMs; ; await sleep(500)) {
    const [name] = await taken(base);
    if (name === undefined) return base;
    if (Date.now() >= deadline) throw takenError(base, name);
  }
}

const takenError = (base: number, name: PortName) => {
  const port = block(base)[name];
  return new StartError(
    `port ${port} (${name}) is taken by another program: end it (ss -ltnp shows it), or start with EDO_PORT_BASE=${base + STEP} to use the ports from there.`,
  );
};

async function taken(base: number): Promise<PortName[]> {
  const ports = block(base);
  const free = await Promise.all(places.map((name) => isFree(ports[name])));
  return places.filter((_, index) => !free[index]);
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
