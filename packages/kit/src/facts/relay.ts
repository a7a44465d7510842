import type { Log } from '../log.ts';
import { backOff } from './back-off.ts';
import { createBell } from './bell.ts';

/** Hands over what is open until it is stopped: at every hint, and every `pollMillis` for what other copies left. */
export interface Relay {
  start(): void;
  hint(): void;
  /** Finishes the step that runs; takes no more. */
  stop(): Promise<void>;
}

export function createRelay(step: () => Promise<number>, log: Log, pollMillis = 1000): Relay {
  const bell = createBell();
  const end = createBell();
  let stopping = false;
  let running: Promise<void> | undefined;
  const run = async () => {
    let failures = 0;
    while (!stopping) {
      try {
        const settled = await step();
        failures = 0;
        if (settled === 0 && !stopping) await bell.wait(pollMillis);
      } catch (error) {
        failures += 1;
        log.warn({ err: error, failures }, 'facts were not handed over; they will be again');
        if (!stopping) await end.wait(backOff(failures));
      }
    }
  };
  return {
    start: () => {
      running ??= run();
    },
    hint: bell.ring,
    async stop() {
      stopping = true;
      bell.ring();
      end.ring();
      await running;
    },
  };
}
