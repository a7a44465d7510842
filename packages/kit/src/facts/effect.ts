import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind } from '@opentelemetry/api';
import type { Clock } from '../clock.ts';
import { faultPoint } from '../fault-point.ts';
import type { Log } from '../log.ts';
import type { Transaction } from '../mongo.ts';
import { inSpan } from '../telemetry.ts';
import { type Entry, type Hearing, headOf, hear, reasonOf, verdictOn } from './hearing.ts';
import type { Inbox } from './inbox.ts';
import type { Metrics, Outcome } from './metrics.ts';
import { isExhausted, type Patience } from './patience.ts';

export interface EffectDeps {
  readonly hearing: Hearing;
  readonly inbox: Inbox;
  readonly transaction: Transaction;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'handled'>;
  readonly patience: Patience;
}

/** This copy of the service does not know the fact's version; in a rolling update another one may. */
export class Foreign extends Error {
  override readonly name = 'Foreign';
}

/**
 * Settles one entry: its effect is committed, or it lies among the letters, and the position has moved over it. Entries
 * come in index order; copies that settle the same entry at once are kept apart by the position, which each moves in the
 * transaction of the effect. @throws Foreign; also when `stop` is given before it is settled, or MongoDB does not answer
 */
export async function settle(entry: Entry, deps: EffectDeps, stop: AbortSignal): Promise<Outcome> {
  const { hearing, inbox, clock, log, metrics, patience } = deps;
  const { factId } = headOf(entry);
  for (;;) {
    stop.throwIfAborted();
    try {
      const outcome = await attempt(entry, deps);
      faultPoint('consumer.afterCommit');
      metrics.handled(hearing.durable, outcome);
      return outcome;
    } catch (error) {
      const failing = await inbox.noteTry(factId, clock.now());
      log.warn(
        { err: error, consumer: hearing.durable, factId, tries: failing.tries },
        'a fact had no effect yet',
      );
      const verdict = verdictOn(error);
      if (isExhausted(verdict, failing, patience)) return bury(entry, error, failing, deps);
      if (verdict === 'foreign') throw new Foreign('left to another copy of the service', { cause: error });
      await sleep(patience.pause(failing.tries), undefined, { signal: stop });
    }
  }
}

function attempt(entry: Entry, deps: EffectDeps): Promise<Outcome> {
  const { hearing, inbox, transaction, clock } = deps;
  const { factId, type, aggregate } = headOf(entry);
  const from = entry.trace ? { traceparent: entry.trace } : {};
  return inSpan(
    `hear ${type}`,
    SpanKind.CONSUMER,
    async () => {
      const heard = hear(entry, hearing.contracts);
      const blocked = (await inbox.firstLetter(aggregate)) !== null;
      const prepared = blocked ? undefined : await hearing.prepare(heard);
      return transaction<Outcome>(async () => {
        if (!(await inbox.advance(entry.index))) return 'seen';
        const before = await inbox.firstLetter(aggregate);
        if (before) {
          await inbox.keep(entry, 'waiting', waitsFor(before.factId), untried(factId, clock.now()));
          return 'waiting';
        }
        if (blocked) throw new Error('what it waited for was replayed meanwhile'); // once more, with prepare
        if (!(await inbox.enter(factId, entry.index, clock.now()))) return 'seen';
        await hearing.apply(heard, prepared);
        faultPoint('consumer.beforeCommit');
        return 'applied';
      });
    },
    from,
  );
}

async function bury(entry: Entry, error: unknown, failing: ReturnType<typeof untried>, deps: EffectDeps) {
  const { hearing, inbox, transaction, log, metrics } = deps;
  const reason = reasonOf(error);
  const outcome = await transaction<Outcome>(async () => {
    if (!(await inbox.advance(entry.index))) return 'seen';
    await inbox.keep(entry, 'dead', reason, failing);
    return 'dead';
  });
  log.error(
    { alarm: 'FACT_DEAD', consumer: hearing.durable, factId: failing.factId, reason },
    'a fact has no effect: it lies among the dead letters, and its aggregate waits until it is replayed',
  );
  metrics.handled(hearing.durable, outcome);
  return outcome;
}

const untried = (factId: string, at: string) => ({ factId, tries: 0, firstAt: at, lastAt: at });
const waitsFor = (factId: string) => ({
  code: 'WAITS',
  message: `waits behind ${factId} of the same aggregate`,
});
