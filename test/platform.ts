import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { serviceNames } from '@edo/contracts';
import { natsPermissions } from '@edo/kit';
import {
  databaseUrl,
  type RunningProcess,
  type RunningServer,
  startMongo,
  startNats,
  startProcess,
} from '@edo/servers';
import { openKeyFolder } from '../tools/src/start/key-folder.ts';
import { obtainOperatorKey, operator } from '../tools/src/start/operator.ts';
import { choosePorts, onThisMachine } from '../tools/src/start/ports.ts';
import { outsideWorld, sandboxOf, services } from '../tools/src/start/process-table.ts';
import type { ProcessRow } from '../tools/src/start/processes.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const READY_MILLIS = 60_000;
/** All load comes from one address and one session; a standby takes over soon. */
const FOR_TESTS = { REQUESTS_PER_ADDRESS: '1000000', REQUESTS_PER_SESSION: '1000000', LEASE_SECONDS: '2' };

/** The whole platform as real processes, each of which a test may kill and start again. */
export interface KillablePlatform {
  readonly gatewayUrl: string;
  readonly mailUrl: string;
  readonly smsUrl: string;
  readonly sandboxUrl: string;
  readonly folder: string;
  readonly operatorLogin: { email: string; phone: string; password: string };
  readonly nats: RunningServer;
  readonly mongo: RunningServer;
  readonly natsLogin: { user: string; pass: string };
  /** The running process of this name. */
  process(name: string): RunningProcess;
  /** Starts a process of the table again, or a second copy of it under another name, and waits until it is ready. */
  start(name: string, env?: Record<string, string>, copy?: string): Promise<RunningProcess>;
  stop(): Promise<void>;
}

/** `env` goes to every service beside what the table gives it. */
export async function startKillablePlatform(env: Record<string, string> = {}): Promise<KillablePlatform> {
  const folder = await mkdtemp(join(tmpdir(), 'edo-kill-'));
  const ports = await choosePorts(join(folder, 'port-base'), undefined);
  const keys = openKeyFolder(join(folder, 'keys'));
  const password = (service: string) => keys.password(`nats-${service}`);
  const users = serviceNames.map((user) => ({ user, password: password(user), ...natsPermissions(user) }));
  const nats = await startNats({ dataDir: join(folder, 'nats'), port: ports.nats, users });
  const mongo = await startMongo({ dataDir: join(folder, 'mongo'), port: ports.mongo });
  const running = new Map<string, RunningProcess>();
  const rows = new Map<string, ProcessRow>();

  const start: KillablePlatform['start'] = async (name, own = {}, copy = name) => {
    const row = rows.get(name)!;
    const healthPort = copy === name ? row.healthPort : row.healthPort + 40;
    const logFile = join(folder, 'logs', `${copy}.log`);
    const all = { ...process.env, ...row.env, ...FOR_TESTS, ...env, HEALTH_PORT: `${healthPort}`, ...own };
    const started = await startProcess({
      name: copy,
      command: process.execPath,
      args: [join(root, row.entry)],
      env: all,
      cwd: root,
      logFile,
      graceMs: 25_000,
    });
    running.set(copy, started);
    await awaitReady(started, Number(all.HEALTH_PORT), 'EDO_FAULT_POINT' in own);
    return started;
  };
  const startAll = async (table: readonly ProcessRow[]) => {
    for (const row of table) rows.set(row.name, row);
    await Promise.all(
      table.map(({ name, env }) =>
        start(name, env['HEALTH_PORT'] ? {} : { HEALTH_PORT: `${rows.get(name)!.healthPort}` }),
      ),
    );
  };

  const here = { dataDir: folder, ports, hostOf: onThisMachine };
  await startAll(outsideWorld(here));
  const { url: sandboxUrl } = sandboxOf(here);
  const operatorKeyFile = await obtainOperatorKey(keys, sandboxUrl);
  const natsEnv = (user: string) => ({ NATS_URL: nats.url, NATS_USER: user, NATS_PASSWORD: password(user) });
  const backing = { natsEnv, mongoUrl: (service: string) => databaseUrl(mongo.url, `edo_${service}`) };
  await startAll(services({ ...here, keys, backing, operatorKeyFile }));
  const http = (port: number) => `http://127.0.0.1:${port}`;
  return {
    gatewayUrl: http(ports.gateway),
    mailUrl: http(ports.mail),
    smsUrl: http(ports.sms),
    sandboxUrl,
    folder,
    operatorLogin: operator.firstLogin(keys.password('operator')),
    nats,
    mongo,
    natsLogin: { user: 'archive', pass: password('archive') },
    process: (name) => running.get(name)!,
    start,
    async stop() {
      await Promise.all([...running.values()].map((each) => each.stop()));
      await Promise.all([nats.stop(), mongo.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A process that its fault point killed before it was ready is ready enough: the test asked for its death. */
async function awaitReady(started: RunningProcess, healthPort: number, mayDie: boolean): Promise<void> {
  for (const end = Date.now() + READY_MILLIS; started.exit() === undefined; await sleep(100)) {
    const ready = await fetch(`http://127.0.0.1:${healthPort}/readyz`, {
      signal: AbortSignal.timeout(2000),
    }).catch(() => undefined);
    if (ready?.ok) return;
    if (Date.now() > end)
      throw new Error(
        `${started.name} is not ready: ${(await ready?.text()) ?? 'no answer'}; ${(await started.output()).slice(-2000)}`,
      );
  }
  if (!mayDie) throw new Error(`${started.name} ended: ${(await started.output()).slice(-2000)}`);
}
