import type { Log } from '@edo/kit';
import type { Entry } from '../domain/batch.ts';
import type { JournalReader } from './reader.ts';

const BATCH = 256;

/** The bus as the publisher needs it. */
export interface FactStream {
  /** Index of the entry that the stream waits for; null when there is no stream. */
  nextIndex(): Promise<number | null>;
  /** Makes the stream so that its first message will be the entry `firstIndex`. */
  create(firstIndex: number): Promise<void>;
  /** Puts an entry on the stream if it is the one the stream waits for; rejects otherwise. Calls keep their order. */
  publish(entry: Omit<Entry, 'leaf'>): Promise<void>;
}

interface Deps {
  readonly stream: FactStream;
  readonly reader: Pick<JournalReader, 'entries' | 'firstSince'>;
  /** Where a new stream begins. */
  readonly windowStart: () => Date;
  readonly faultPoint: (point: 'publisher.beforePublish' | 'publisher.afterPublish') => void;
}

/**
 * Puts the next entries that a checkpoint covers on the stream, in index order, and tells how many there were. The stream's
 * compare-and-set keeps its order even when two copies publish; a stream that was lost is made again from the journal.
 */
export async function publishNext({ stream, reader, windowStart, faultPoint }: Deps): Promise<number> {
  const next = await stream.nextIndex();
  if (next === null) {
    await stream.create(await reader.firstSince(windowStart()));
    return 1;
  }
  const { entries, size } = await reader.entries(next, BATCH);
  if (next > size)
    throw new Error(
      `the stream waits for entry ${next}, the journal has ${size}: entries were lost, or it is not its stream`,
    );
  if (entries.length === 0) return 0;
  faultPoint('publisher.beforePublish');
  const outcomes = await Promise.allSettled(entries.map((entry) => stream.publish(entry)));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  faultPoint('publisher.afterPublish');
  return entries.length;
}

export interface Publisher {
  start(): void;
  /** There may be something new. */
  hint(): void;
  /** Throws the reason while publishing fails. */
  mustPublish(): void;
  stop(): Promise<void>;
}

const POLL_MILLIS = 1000;

/** Publishes until it is stopped: at every hint, and every second, which also finds a stream that was lost. */
export function createPublisher(step: () => Promise<number>, log: Log): Publisher {
  let failure: Error | null = null;
  let stopped = false;
  let hinted = false;
  let wake = () => {};
  let running: Promise<void> | undefined;
  const ring = () => {
    hinted = true;
    wake();
  };

  /** A hint ends the wait, but not the pause after a failure. */
  async function pause() {
    if (hinted && !failure) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = () => (!failure || stopped) && resolve();
    const timer = setTimeout(resolve, POLL_MILLIS);
    await promise;
    clearTimeout(timer);
  }
  async function turn() {
    hinted = false;
    try {
      const published = await step();
      failure = null;
      if (published > 0) return;
    } catch (error) {
      failure = error as Error;
      log.warn({ err: error }, 'facts were not published; they will be');
    }
    if (!stopped) await pause();
  }
  async function run() {
    while (!stopped) await turn();
  }
  return {
    start: () => {
      running ??= run();
    },
    hint: ring,
    mustPublish() {
      if (failure) throw failure;
    },
    async stop() {
      stopped = true;
      ring();
      await running;
    },
  };
}
