import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningProcess, startProcess } from '@edo/servers';
import { StartError } from './start-error.ts';
import type { Supervisor } from './supervisor.ts';

/** One process of the platform: what runs, with which environment, and where it says that it is ready. */
export type ProcessRow = {
  name: string;
  /** A TypeScript file, from the root of the project. */
  entry: string;
  env: Record<string, string>;
  /** `/readyz` is asked on this port of 127.0.0.1. */
  healthPort: number;
};

export type Surroundings = {
  root: string;
  logsDir: string;
  /** What every process gets. */
  env?: Record<string, string>;
  say: (line: string) => void;
  readyWithinMs?: number;
};

/**
 * Starts the rows at once and waits until each is ready.
 * @throws StartError when one is not ready in time, or ends
 */
export async function startProcesses(
  rows: readonly ProcessRow[],
  supervisor: Supervisor,
  where: Surroundings,
): Promise<void> {
  const started = rows.map(async (row) => {
    const logFile = join(where.logsDir, `${row.name}.log`);
    const part = await startProcess({
      name: row.name,
      command: process.execPath,
      args: [join(where.root, row.entry)],
      env: { ...process.env, ...where.env, ...row.env },
      cwd: where.root,
      logFile,
      graceMs: 25_000,
    });
    supervisor.watch(part);
    await awaitReadyz(row, part, where.readyWithinMs ?? 120_000);
    where.say(`${row.name} is ready`);
  });
  await supervisor.whileUp(Promise.all(started));
}

/** Gives up silently when the process ends: whoever watches it says so. */
async function awaitReadyz(
  { name, healthPort }: ProcessRow,
  part: RunningProcess,
  withinMs: number,
): Promise<void> {
  const url = `http://127.0.0.1:${healthPort}/readyz`;
  for (const deadline = Date.now() + withinMs; part.exit() === undefined; await sleep(200)) {
    const problem = await askReadyz(url);
    if (problem === undefined) return;
    if (Date.now() > deadline) {
      throw new StartError(
        `${name} is not ready after ${withinMs / 1000} s (${url}: ${problem}); see ${part.logFile}.`,
      );
    }
  }
  await new Promise<never>(() => {});
}

/** Why it is not ready; undefined when it is. */
async function askReadyz(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3000) });
    return response.ok ? undefined : `${response.status} ${await response.text()}`;
  } catch {
    return 'no answer';
  }
}
