import { join, resolve } from 'node:path';
import { type Cast, sandboxCast } from '../road/cast.ts';
import { realKeysCast } from '../road/real-keys.ts';
import type { SetClock } from './data-clock.ts';
import { StartError } from './start-error.ts';

/** What the words after `npm start --` and EDO_DATA_DIR ask for. */
export interface Mode {
  /** Ends by itself after the road. */
  readonly once: boolean;
  readonly dataDir: string;
  /** undefined: the machine's clock. */
  readonly clock: SetClock | undefined;
  readonly cast: Cast;
}

/** Inside the time of the CRL from which the sandbox answers for НУЦ РК's test issuer; it ends with that CRL. */
const realKeysClock: SetClock = { startsAt: '2026-11-22T12:00:00Z', endsAt: '2027-02-07T03:49:19Z' };

const known = ['--once', '--real-keys'];

/** @throws StartError for a word that is not known */
export function modeOf(words: readonly string[], env: NodeJS.ProcessEnv, root: string): Mode {
  const unknown = words.find((word) => !known.includes(word));
  if (unknown !== undefined)
    throw new StartError(`${unknown} is not known; npm start -- takes ${known.join(' and ')}.`);
  const realKeys = words.includes('--real-keys');
  const usual = realKeys ? '.data/real-keys' : '.data';
  return {
    once: words.includes('--once'),
    dataDir: resolve(env['EDO_DATA_DIR'] ?? join(root, usual)),
    clock: realKeys ? realKeysClock : undefined,
    cast: realKeys ? realKeysCast() : sandboxCast(),
  };
}
