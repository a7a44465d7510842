import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { guard } from './guardian.ts';

export type ProcessSpec = {
  /** What messages call it. */
  name: string;
  command: string;
  args: readonly string[];
  /** The whole environment of the process; default: this one's. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Its output is appended here. */
  logFile: string;
  /** Milliseconds between SIGTERM and SIGKILL in `stop`; default 10 000. */
  graceMs?: number;
};

/** How a process ended: its exit code, or the signal that ended it. */
export type Exit = { code: number | null; signal: NodeJS.Signals | null };

export type RunningProcess = {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Settles when it has ended; never rejects. */
  readonly exited: Promise<Exit>;
  /** How it ended, or undefined while it runs. */
  exit(): Exit | undefined;
  /** What it has written since it was started. */
  output(): Promise<string>;
  /** Sends a signal; does nothing once it has ended. */
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, SIGKILL after the grace; resolves when it has ended. */
  stop(): Promise<Exit>;
};

/**
 * Starts a process that never outlives this one, in a group of its own: Ctrl-C reaches it only through `stop`.
 * @throws the error of `spawn` (ENOENT: no such command).
 */
export async function startProcess(spec: ProcessSpec): Promise<RunningProcess> {
  const graceMs = spec.graceMs ?? 10_000;
  await mkdir(dirname(spec.logFile), { recursive: true });
  const start = await sizeOf(spec.logFile);
  const log = openSync(spec.logFile, 'a', 0o600);
  const child = spawn(spec.command, spec.args, {
    stdio: ['ignore', log, log],
    detached: true,
    ...(spec.env && { env: spec.env }),
    ...(spec.cwd && { cwd: spec.cwd }),
  });
  closeSync(log);
  await once(child, 'spawn');
  const pid = child.pid!;
  const release = guard(pid, graceMs);
  let end: Exit | undefined;
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      release();
      end = { code, signal };
      resolve(end);
    });
  });
  const kill = (signal: NodeJS.Signals) => void (end ?? child.kill(signal));
  const output = async () => (await readFile(spec.logFile)).subarray(start).toString();
  const stop = async () => {
    kill('SIGTERM');
    const late = new AbortController();
    void sleep(graceMs, undefined, { signal: late.signal }).then(
      () => kill('SIGKILL'),
      () => {},
    );
    const result = await exited;
    late.abort();
    return result;
  };
  return { name: spec.name, pid, logFile: spec.logFile, exited, exit: () => end, output, kill, stop };
}

const sizeOf = (file: string) =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );
