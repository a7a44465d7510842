import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from './start-error.ts';

/** A held lock; `wasAbandoned`: the process that held it before was killed. */
export type Lock = { wasAbandoned: boolean; release(): void };

/**
 * Lets one process at a time use a data folder: the file holds its pid.
 * @throws StartError when that process still runs
 */
export function takeLock(file: string): Lock {
  mkdirSync(dirname(file), { recursive: true });
  const holder = holderOf(file);
  if (holder !== undefined && isStart(holder)) {
    throw new StartError(
      `the platform already runs here as process ${holder}: stop that one (Ctrl-C, or kill ${holder}) or use another folder (EDO_DATA_DIR).`,
    );
  }
  if (holder !== undefined) rmSync(file);
  writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
  return { wasAbandoned: holder !== undefined, release: () => rmSync(file, { force: true }) };
}

function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The process runs, and is not another program that has been given its number since (Linux; elsewhere the number is believed). */
function isStart(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return /bootstrap\.mjs|start\/main\.ts/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return true;
  }
}
