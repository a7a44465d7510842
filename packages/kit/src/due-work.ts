import { SpanKind } from '@opentelemetry/api';
import mongoose, { type Model, type QueryFilter } from 'mongoose';
import type { Log } from './log.ts';
import { inSpan, traceHeaders } from './telemetry.ts';

/** What a row carries that the platform goes on with by itself: when, and in whose trace. */
export interface Due {
  readonly dueAt: Date | null;
  /** W3C traceparent of the request that made it due. */
  readonly trace: string | null;
}

export const dueFields = {
  dueAt: { type: Date, default: null },
  trace: { type: String, default: null },
} as const;

/** Finds due rows quickly, however many there are that nobody waits for. */
export const indexDue = (schema: { index(fields: { dueAt: 1 }, options: object): unknown }): void =>
  void schema.index({ dueAt: 1 }, { partialFilterExpression: { dueAt: { $type: 'date' } } });

/** The row's due fields: due at this time, in the trace that is active now; null: nothing to do. */
export const due = (at: Date | string | null): Due => ({
  dueAt: at === null ? null : new Date(at),
  trace: traceHeaders()['traceparent'] ?? null,
});

/** Takes the row that is due longest (or the one named, if it is due) for `claimMillis`: after a crash another copy gets it then. */
export async function claimDue<R extends Due & { readonly _id: string }>(
  rows: Model<R>,
  now: number,
  claimMillis: number,
  id?: string,
): Promise<R | null> {
  const which = {
    ...(id === undefined ? {} : { _id: id }),
    dueAt: mongoose.trusted({ $lte: new Date(now) }),
  };
  const claim = { $set: { dueAt: new Date(now + claimMillis) } };
  const found = await rows
    .findOneAndUpdate(which as QueryFilter<R>, claim as object, { sort: { dueAt: 1 } })
    .lean();
  return found as R | null;
}

export interface DueWorkOptions<T> {
  /** Names the span and the log lines: `document`. */
  readonly name: string;
  /** Claims what is due; the trace is the one kept with it. */
  claim(
    id?: string,
  ): Promise<{ readonly id: string; readonly work: T; readonly trace: string | null } | null>;
  /** Does one step. When it throws it is repeated as soon as the claim ends; so it may be run twice. */
  step(work: T): Promise<void>;
  readonly log: Log;
  /** How many steps run at once. */
  readonly atOnce?: number;
}

/** Work that the platform owes: done at once where someone waits for it, else by a poll, by any copy of the service. */
export interface DueWork {
  /** Does the step of one row now, unless another copy is at it or nothing is due. Never rejects: what failed is done again later. */
  advance(id: string): Promise<void>;
  start(): void;
  /** Finishes what runs, takes no more. */
  stop(): Promise<void>;
}

const POLL_MILLIS = 500;

export function dueWork<T>({ name, claim, step, log, atOnce = 16 }: DueWorkOptions<T>): DueWork {
  const running = new Set<Promise<unknown>>();
  let timer: NodeJS.Timeout | undefined;
  const track = <R>(work: Promise<R>): Promise<R> => {
    running.add(work);
    return work.finally(() => running.delete(work));
  };
  const once = async (id?: string): Promise<boolean> => {
    const claimed = await claim(id);
    if (!claimed) return false;
    const from = claimed.trace ? { traceparent: claimed.trace } : {};
    await inSpan(`go on with ${name}`, SpanKind.INTERNAL, () => step(claimed.work), from).catch((error) =>
      log.warn(
        { err: error, [name]: claimed.id },
        'a step did not succeed; it is repeated when its claim ends',
      ),
    );
    return true;
  };
  const untilNothingIsDue = async () => {
    while (timer && (await once()));
  };
  const sweep = () => {
    if (running.size >= atOnce) return;
    void track(untilNothingIsDue()).catch((error) =>
      log.warn({ err: error }, `what is due of ${name} could not be read`),
    );
  };
  return {
    advance: async (id) =>
      void (await track(once(id)).catch((error) =>
        log.warn({ err: error, [name]: id }, 'what is due could not be read'),
      )),
    start() {
      timer = setInterval(sweep, POLL_MILLIS);
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await Promise.allSettled(running);
    },
  };
}
