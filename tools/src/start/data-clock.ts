import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, clockWithOffset } from '@edo/kit';
import { StartError } from './start-error.ts';

/** A clock that stands at an instant when a data folder is first started, and runs on from there; RFC 3339. */
export interface SetClock {
  readonly startsAt: string;
  /** What the folder is for works until then, and no longer. */
  readonly endsAt: string;
}

interface Kept {
  readonly startsAt: string;
  readonly offsetMillis: number;
}

const fileIn = (dataDir: string) => join(dataDir, 'clock.json');

/**
 * Milliseconds by which the platform's clock runs ahead of the machine's in this data folder. They are chosen at its first
 * start and kept, because its journal refuses a clock that is behind its last entry. Without `wanted`: the machine's clock.
 * @throws StartError when the folder was made by another clock, or its time is over
 */
export function clockOffsetOf(dataDir: string, wanted: SetClock | undefined): number {
  const kept = readKept(dataDir);
  const wasStarted = kept !== undefined || existsSync(join(dataDir, 'port-base'));
  if (wasStarted && kept?.startsAt !== wanted?.startsAt) throw otherClock(dataDir, kept, wanted);
  if (!wanted) return 0;
  const { offsetMillis } = kept ?? keep(dataDir, wanted);
  if (Date.now() + offsetMillis > Date.parse(wanted.endsAt))
    throw new StartError(
      `the clock of ${dataDir} has passed ${wanted.endsAt}, after which nothing is known of its keys: remove this folder and start again.`,
    );
  return offsetMillis;
}

/** The clock by which the facts of a data folder are dated. */
export const clockOf = (dataDir: string): Clock => clockWithOffset(readKept(dataDir)?.offsetMillis ?? 0);

function readKept(dataDir: string): Kept | undefined {
  const file = fileIn(dataDir);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function keep(dataDir: string, { startsAt }: SetClock): Kept {
  const kept = { startsAt, offsetMillis: Date.parse(startsAt) - Date.now() };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(fileIn(dataDir), `${JSON.stringify(kept)}\n`, { flag: 'wx' });
  return kept;
}

function otherClock(dataDir: string, kept: Kept | undefined, wanted: SetClock | undefined): StartError {
  const told = ({ startsAt }: { startsAt: string }) =>
    `a clock that first stood at ${startsAt} (--real-keys)`;
  const machine = "the machine's clock";
  return new StartError(
    `${dataDir} was made by ${kept ? told(kept) : machine} and cannot go on by ${wanted ? told(wanted) : machine}: ` +
      `start it ${kept ? 'with' : 'without'} --real-keys, or use another folder (EDO_DATA_DIR).`,
  );
}
