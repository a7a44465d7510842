import { join } from 'node:path';
import { type KeyFolder, openKeyFolder } from './key-folder.ts';
import type { Lock } from './lock.ts';
import { obtainOperatorKey } from './operator.ts';
import { choosePorts, onThisMachine, type Ports } from './ports.ts';
import { outsideWorld, sandboxOf, services } from './process-table.ts';
import { startProcesses } from './processes.ts';
import { startServers } from './servers.ts';
import type { Supervisor } from './supervisor.ts';

export type PlatformStart = {
  root: string;
  dataDir: string;
  /** Milliseconds by which the clock of all processes runs ahead of the machine's. */
  clockOffset: number;
  lock: Lock;
  supervisor: Supervisor;
  say: (line: string) => void;
};

/** What a client of the running platform needs to know. */
export type RunningPlatform = { ports: Ports; keys: KeyFolder };

/** The last start was killed: its servers still end, for at most this long. */
const PATIENCE_MS = 30_000;

/**
 * Starts everything, in the order in which it depends on each other, and returns when all is ready.
 * @throws StartError, ServerError, Interrupted
 */
export async function startPlatform({
  root,
  dataDir,
  clockOffset,
  lock,
  supervisor,
  say,
}: PlatformStart): Promise<RunningPlatform> {
  if (lock.wasAbandoned) say('The last start here was killed; going on with its data.');
  const patience = lock.wasAbandoned ? PATIENCE_MS : 0;
  const ports = await supervisor.whileUp(
    choosePorts(join(dataDir, 'port-base'), process.env['EDO_PORT_BASE'], patience),
  );
  const keys = openKeyFolder(join(dataDir, 'keys'));
  const env = { EDO_CLOCK_OFFSET_MS: `${clockOffset}` };
  const where = { root, logsDir: join(dataDir, 'logs'), env, say };

  const backing = await startServers({ dataDir, ports, keys, supervisor, say });
  supervisor.nextGroup();
  const here = { dataDir, ports, hostOf: onThisMachine };
  await startProcesses(outsideWorld(here), supervisor, where);
  const { url } = sandboxOf(here);
  const operatorKeyFile = await supervisor.whileUp(obtainOperatorKey(keys, url));
  supervisor.nextGroup();
  await startProcesses(services({ ...here, keys, backing, operatorKeyFile }), supervisor, where);

  say(`Logs   ${where.logsDir}`);
  return { ports, keys };
}
