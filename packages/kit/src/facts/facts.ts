import { randomUUIDv7 } from 'node:crypto';
import type { FactContract, ServiceName } from '@edo/contracts';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Connection } from 'mongoose';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { transactionOn } from '../mongo.ts';
import { awaitIndex } from './await-index.ts';
import { createBell } from './bell.ts';
import { createConsumer, type FactConsumer } from './consumer.ts';
import { type DeadLetters, deadLettersOn } from './dead-letters.ts';
import { FactError } from './fact-error.ts';
import type { ReadEntries } from './gap.ts';
import { type FactHandler, type Heard, type Hearing, hearing, type TwoParts } from './hearing.ts';
import { inboxOf } from './inbox.ts';
import { createMetrics } from './metrics.ts';
import { outboxOn } from './outbox.ts';
import { type Patience, usualPatience } from './patience.ts';
import { type RecordFact, recordOn } from './record.ts';
import { createRelay } from './relay.ts';
import { type AppendPort, relayStep } from './relay-step.ts';
import { factModels } from './rows.ts';
import { durableName } from './subjects.ts';

export interface FactsOptions {
  /** The service's own database; mongoose runs with `transactionAsyncLocalStorage`. */
  readonly connection: Connection;
  readonly source: ServiceName;
  readonly append: AppendPort;
  readonly readEntries: ReadEntries;
  /** Null for a service that hears no facts. The caller opens and closes it. */
  readonly nats: NatsConnection | null;
  readonly log: Log;
  readonly clock: Clock;
  /** UUIDv7 of a new fact. */
  readonly newId?: () => string;
  readonly patience?: Partial<Patience>;
  readonly idleMillis?: number;
}

/** The spine as one service has it: what it tells goes outbox → journal; what it hears comes journal → stream → inbox. */
export interface Facts {
  readonly record: RecordFact;
  /** The journal index of a fact of this service, as soon as it has one within `waitMillis`; else null. */
  recorded(factId: string, waitMillis: number): Promise<number | null>;
  /** Age in milliseconds of the oldest fact that only the journal's answer is missing for; 0 without any. */
  oldestOpenAge(nowMillis: number): Promise<number>;
  counts(): Promise<{ open: number; dead: number }>;
  /**
   * Hears facts by the durable consumer `<service>-<name>` from the first entry of the journal on, in index order, each
   * with one effect. Give a contract for each version that may come. A fact that fails for good becomes a dead letter, and
   * the later ones of its aggregate wait behind it; all others go on.
   * @throws FactError CONSUMER_TWICE, NO_BUS
   */
  consume<F extends FactContract>(
    name: string,
    contracts: readonly F[],
    apply: (heard: Heard<F>) => Promise<void>,
  ): void;
  consume<F extends FactContract, P>(name: string, contracts: readonly F[], handler: TwoParts<F, P>): void;
  readonly deadLetters: DeadLetters;
  /** Starts the relay and the consumers; the collections and indexes of the connection's models exist by then. */
  start(): Promise<void>;
  /** Finishes what runs, takes no more. */
  stop(): Promise<void>;
}

export function createFacts(options: FactsOptions): Facts {
  const { connection, source, append, readEntries, nats, log, clock, newId = randomUUIDv7 } = options;
  const patience = { ...usualPatience, ...options.patience };
  const models = factModels(connection);
  const transaction = transactionOn(connection);
  const metrics = createMetrics(log);
  const outbox = outboxOn(connection, models, clock, metrics);
  const settled = createBell();
  const relay = createRelay(() => relayStep(outbox, append).finally(settled.ring), log);
  const record = recordOn({ connection, source, newId, models, hint: relay.hint });
  const hearings = new Map<string, Hearing>();
  const consumers: FactConsumer[] = [];
  const deadLetters = deadLettersOn({
    models,
    transaction,
    record,
    clock,
    metrics,
    hearings,
    hint: relay.hint,
  });
  const gauges = {
    counts: outbox.counts,
    oldestOpenAge: () => outbox.oldestOpenAge(clock.millis()),
    deadLetters: deadLetters.counts,
    lags: () =>
      Promise.all(consumers.map(async (each) => ({ consumer: each.durable, lag: await each.lag() }))),
  };
  let unobserve = () => {};
  let started = false;
  return {
    record,
    recorded: (factId, waitMillis) => awaitIndex(factId, waitMillis, outbox, settled),
    oldestOpenAge: outbox.oldestOpenAge,
    counts: outbox.counts,
    deadLetters,
    consume<F extends FactContract, P>(name: string, contracts: readonly F[], handler: FactHandler<F, P>) {
      const durable = durableName(source, name);
      if (!nats)
        throw new FactError('NO_BUS', `${durable}: a service that hears facts needs a NATS connection`);
      if (hearings.has(durable))
        throw new FactError('CONSUMER_TWICE', `there is a consumer ${durable} already`);
      const own = hearing(durable, contracts, handler);
      hearings.set(durable, own);
      const idle = options.idleMillis === undefined ? {} : { idleMillis: options.idleMillis };
      const inbox = inboxOf(durable, models);
      const effect = { hearing: own, inbox, transaction, clock, log, metrics, patience };
      const consumer = createConsumer({ ...effect, nats, readEntries, ...idle });
      consumers.push(consumer);
      if (started) consumer.start();
    },
    async start() {
      started = true;
      unobserve = metrics.observe(gauges);
      relay.start();
      for (const consumer of consumers) consumer.start();
    },
    async stop() {
      unobserve();
      await Promise.all([...consumers.map((consumer) => consumer.stop()), relay.stop()]);
    },
  };
}
