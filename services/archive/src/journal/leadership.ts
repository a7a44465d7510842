import type { Log } from '@edo/kit';

/** For liveness only: two copies that both believe to hold it do no harm. */
interface Lease {
  hold(): Promise<boolean>;
  release(): Promise<void>;
}

/** What only the leader does, from now until the returned function has ended. */
export type Duty = (stepDown: () => void) => Promise<() => Promise<void>>;

export interface Leadership {
  leads(): boolean;
  /** Why this copy held the lease and yet could not take up its duty; null when it could. */
  problem(): Error | null;
  stop(): Promise<void>;
}

/** Tries for the lease every `renewMillis`, does the duty while it is held, and gives it up as soon as it is not. */
export function startLeadership(lease: Lease, duty: Duty, renewMillis: number, log: Log): Leadership {
  let endDuty: (() => Promise<void>) | null = null;
  let problem: Error | null = null;
  let beaten = false;
  let stopped = false;
  let wake = () => {};

  const stepDown = () => {
    beaten = true;
    wake();
  };
  async function begin() {
    try {
      endDuty = await duty(stepDown);
      problem = null;
      log.info('leads the journal');
    } catch (error) {
      problem = error as Error;
      log.error({ err: error }, 'holds the lease but cannot take up the journal');
      await lease.release();
    }
  }
  async function end() {
    const ending = endDuty;
    endDuty = null;
    await ending?.();
    log.info('no longer leads the journal');
  }
  async function turn() {
    const lost = beaten || stopped;
    beaten = false;
    const held = !lost && (await lease.hold());
    if (held && !endDuty) await begin();
    else problem = null;
    if (!held && endDuty) await end();
  }
  async function run() {
    while (!stopped) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await turn().catch(async (error) => {
        problem = error;
        log.error({ err: error }, 'the lease of the journal cannot be renewed');
        if (endDuty) await end();
      });
      const timer = setTimeout(wake, renewMillis);
      if (!stopped && !beaten) await woken;
      clearTimeout(timer);
    }
    await turn();
    await lease.release();
  }
  const running = run();
  return {
    leads: () => endDuty !== null,
    problem: () => problem,
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}
