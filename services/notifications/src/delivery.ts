import { type Channel, type FactData, notificationFacts } from '@edo/contracts';
import { commitTo } from '@edo/journal';
import { type Clock, type DueWork, dueWork, type Facts, type Log, type Transaction } from '@edo/kit';
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

const BY = 'service:notifications';

/** Hands queued messages to their providers, at least once, and records what became of each. */
export const deliveryOf = (deps: Deps): DueWork =>
  dueWork({
    name: 'message',
    claim: (messageId) => deps.store.claim(deps.clock.millis(), messageId),
    step: (message) => handOver(message, deps),
    log: deps.log,
  });

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
    {
      reason: reasonOf(error),
      messageId: message.messageId,
      tries: message.tries + 1,
      givenUp: next === null,
    },
    'the provider did not take a message',
  );
  if (next !== null) return deps.store.postpone(message, new Date(next));
  await settle(message, 'fail', deps, (failed) =>
    deps.facts.record(
      notificationFacts.failed,
      draft(failed, { ...sentData(failed, deps.clock.now()), reason: reasonOf(error) }),
    ),
  );
}

/** A code of the provider or of the network, never its words: they repeat addresses. */
const reasonOf = (error: Error): string => ('code' in error ? String(error.code) : error.name).slice(0, 60);

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
