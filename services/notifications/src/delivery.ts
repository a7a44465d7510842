import { type Channel, type FactData, notificationFacts } from '@edo/contracts';
import { commitTo } from '@edo/journal';
import type { Clock, Facts, Log, Transaction } from '@edo/kit';
import { nextDelivery } from './domain/back-off.ts';
import { after, type Message, type Step } from './domain/message.ts';
import type { Provider } from './providers.ts';
import type { MessageStore } from './store.ts';

export interface Deps {
  readonly store: MessageStore;
  readonly providers: Readonly<Record<Channel, Provider>>;
  readonly facts: Facts;
  readonly transaction: Transaction;
  readonly clock: Clock;
  readonly log: Log;
}

const POLL_MILLIS = 500;
const BY = 'service:notifications';

/** Hands queued messages to their providers, at least once, and records what became of each. */
export interface Delivery {
  /** Hands over one message now; a failed try is repeated later by itself. */
  deliver(messageId: string): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

export function deliveryOf(deps: Deps): Delivery {
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> | undefined;
  const sweep = async () => {
    for (let message = await claim(deps); message && timer; message = await claim(deps))
      await handOver(message, deps);
  };
  return {
    async deliver(messageId) {
      const message = await claim(deps, messageId);
      if (message) await handOver(message, deps);
    },
    start() {
      timer = setInterval(() => {
        sweeping ??= sweep()
          .catch((error) => deps.log.warn({ err: error }, 'due messages could not be delivered'))
          .finally(() => {
            sweeping = undefined;
          });
      }, POLL_MILLIS);
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await sweeping;
    },
  };
}

const claim = ({ store, clock }: Deps, messageId?: string) =>
  store.claimDue(new Date(clock.millis()), messageId);

async function handOver(message: Message, deps: Deps): Promise<void> {
  try {
    await deps.providers[message.channel](message);
  } catch (error) {
    await failedTry(message, error as Error, deps);
    return;
  }
  await settle(message, 'take', deps, (sent) =>
    deps.facts.record(notificationFacts.sent, draft(sent, sentData(sent, deps.clock.now()))),
  );
}

async function failedTry(message: Message, error: Error, deps: Deps): Promise<void> {
  const next = nextDelivery(message.tries + 1, deps.clock.millis());
  deps.log.warn(
    { err: error, messageId: message.messageId, tries: message.tries + 1, givenUp: next === null },
    'the provider did not take a message',
  );
  if (next !== null) return deps.store.postpone(message, new Date(next));
  await settle(message, 'fail', deps, (failed) =>
    deps.facts.record(
      notificationFacts.failed,
      draft(failed, { ...sentData(failed, deps.clock.now()), reason: error.message.slice(0, 200) }),
    ),
  );
}

async function settle(
  message: Message,
  step: Step,
  { store, transaction }: Deps,
  record: (settled: Message) => Promise<unknown>,
): Promise<void> {
  const settled = after(message, step);
  if (!settled) return;
  await transaction(async () => {
    if (await store.save(settled)) await record(settled);
  });
}

const draft = <D extends { at: string }>(message: Message, data: D) => ({
  aggregateId: message.messageId,
  version: message.version,
  by: BY,
  at: data.at,
  data,
});

/** The fact holds commitments alone: where a message went and what it said stay with the message (6.12, 7.6). */
function sentData(message: Message, at: string): FactData<typeof notificationFacts.sent> {
  const { messageId, channel, template, causeFactId, address, subject, text, addressSalt, contentSalt } =
    message;
  const salted = (value: Parameters<typeof commitTo>[0], salt: string) =>
    commitTo(value, Buffer.from(salt, 'base64'));
  return {
    messageId,
    channel,
    template,
    causeFactId,
    addressCommitment: salted(address, addressSalt),
    contentCommitment: salted({ subject, text }, contentSalt),
    at,
  };
}
