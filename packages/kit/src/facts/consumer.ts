import type { JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { faultPoint } from '../fault-point.ts';
import { backOff } from './back-off.ts';
import { type Bell, createBell } from './bell.ts';
import { ACK_WAIT_MILLIS, type BoundConsumer, type Bus, entryOf, openBus } from './bus.ts';
import { type EffectDeps, Foreign, settle } from './effect.ts';
import { type ReadEntries, settleFromJournal } from './gap.ts';

/** Milliseconds for which a pull waits on the server; also the longest that a stop waits for an idle consumer. */
const PULL_MILLIS = 1000;
/** A fact that this copy cannot take is free for others after the first while, and this copy asks again after the second. */
const RELEASED_MILLIS = 100;
const LEFT_TO_OTHERS_MILLIS = 2000;
/** How often an idle consumer moves its position up to the end of the stream, so that the window never leaves it behind. */
const IDLE_MILLIS = 30_000;

export interface FactConsumer {
  readonly durable: string;
  start(): void;
  /** Lets the fact in hand be settled, takes no more. */
  stop(): Promise<void>;
  /** Facts in the stream that are not settled; 0 while the consumer is not bound. */
  lag(): Promise<number>;
}

interface Deps extends EffectDeps {
  readonly nats: NatsConnection;
  readonly readEntries: ReadEntries;
  readonly idleMillis?: number;
}

/**
 * Hears facts in index order: from the stream while it holds what comes after the position, else from the journal first.
 * Several copies of the service share the durable consumer, which gives out one fact at a time. Whatever is lost (stream,
 * consumer, connection) is found again from the position, which MongoDB keeps.
 */
export function createConsumer(deps: Deps): FactConsumer {
  const { hearing, log } = deps;
  const stop = new AbortController();
  const end = createBell();
  let running: Promise<void> | undefined;
  let bound: BoundConsumer | undefined;
  const run = async () => {
    for (let failures = 1; !stop.signal.aborted; failures += 1) {
      try {
        const types = await deps.inbox.join(hearing.contracts.map(({ type }) => type));
        const bus = await openBus(deps.nats, hearing.durable, types);
        await settleGap(bus, deps, stop.signal);
        bound = await bus.bind(await deps.inbox.position());
        failures = 1;
        await hearStream(bus, bound, deps, stop.signal);
      } catch (error) {
        bound = undefined;
        if (!stop.signal.aborted) await pause(error, failures, deps, end);
      }
    }
  };
  return {
    durable: hearing.durable,
    start: () => {
      running ??= run();
    },
    async stop() {
      stop.abort();
      end.ring();
      await running;
      log.info({ consumer: hearing.durable }, 'hears no more facts');
    },
    lag: async () => (await bound?.lag()) ?? 0,
  };
}

function pause(error: unknown, failures: number, { hearing, log }: Deps, end: Bell): Promise<void> {
  log.warn(
    { err: error, consumer: hearing.durable, failures },
    'facts are not heard now; it will be tried again',
  );
  return end.wait(error instanceof Foreign ? LEFT_TO_OTHERS_MILLIS : Math.min(5000, backOff(failures)));
}

async function hearStream(bus: Bus, bound: BoundConsumer, deps: Deps, stop: AbortSignal): Promise<void> {
  const idleMillis = deps.idleMillis ?? IDLE_MILLIS;
  let idleSince = Date.now();
  while (!stop.aborted) {
    const message = await bound.next(PULL_MILLIS);
    if (message) await settleMessage(message, bus, deps, stop);
    else if (Date.now() - idleSince >= idleMillis) await advanceIdle(bus, deps, stop);
    else continue;
    idleSince = Date.now();
  }
}

async function settleMessage(message: JsMsg, bus: Bus, deps: Deps, stop: AbortSignal): Promise<void> {
  const working = setInterval(() => message.working(), ACK_WAIT_MILLIS / 3);
  try {
    const entry = entryOf(message);
    const position = await deps.inbox.position();
    // Between two facts that it hears lie others, or ones that the stream has dropped: only the stream's begin tells.
    if (entry.index > position + 1) await settleGap(bus, deps, stop);
    if (entry.index > position) await settle(entry, deps, stop);
    message.ack();
    faultPoint('consumer.afterAck');
  } catch (error) {
    message.nak(stop.aborted ? undefined : RELEASED_MILLIS);
    throw error;
  } finally {
    clearInterval(working);
  }
}

/** Settles from the journal what the stream holds no more. */
async function settleGap(bus: Bus, deps: Deps, stop: AbortSignal): Promise<void> {
  const { first } = await bus.bounds();
  await settleFromJournal(first - 1, bus.types, deps, stop);
}

/** Everything up to the end of the stream is settled if the last fact that it hears is, and none was dropped meanwhile. */
async function advanceIdle(bus: Bus, deps: Deps, stop: AbortSignal): Promise<void> {
  const position = await deps.inbox.position();
  const { last } = await bus.bounds();
  const lastHeard = await bus.lastHeard();
  const { first } = await bus.bounds();
  if (first > position + 1) return settleGap(bus, deps, stop);
  if (lastHeard <= position && last > position) await deps.inbox.advance(last);
}
