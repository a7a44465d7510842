import { createHash, randomBytes } from 'node:crypto';
import { type FactContract, identity, type notifications, type Result } from '@edo/contracts';
import type { Ask, Clock, DueWork, FactOf, Handlers } from '@edo/kit';
import { type Telling, tellingsOf } from './domain/audience.ts';
import type { Message } from './domain/message.ts';
import { wordsOf } from './domain/templates.ts';
import type { MessageStore } from './store.ts';

interface Deps {
  readonly store: MessageStore;
  readonly delivery: DueWork;
  readonly clock: Clock;
}

/** A name-based UUID (RFC 9562, version 8): the same cause, person and channel always make the same message. */
export function messageIdOf(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('|')).digest('hex');
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

type Fresh = Pick<
  Message,
  | 'messageId'
  | 'channel'
  | 'template'
  | 'userId'
  | 'clientId'
  | 'address'
  | 'subject'
  | 'text'
  | 'causeFactId'
>;
const salt = () => randomBytes(32).toString('base64');
const queued = (fresh: Fresh, at: string): Message => ({
  ...fresh,
  version: 1,
  status: 'queued',
  tries: 0,
  createdAt: at,
  addressSalt: salt(),
  contentSalt: salt(),
});

export const notificationsService = ({ store, delivery, clock }: Deps): Handlers<typeof notifications> => ({
  async sendCode({ params }) {
    const { challengeId, userId, channel, address, code, locale, expiresAt } = params;
    const messageId = messageIdOf(challengeId, channel);
    const minutes = String(Math.max(1, Math.round((Date.parse(expiresAt) - clock.millis()) / 60_000)));
    const { subject, text } = wordsOf('login-code', locale, { code, minutes });
    const message = queued(
      {
        messageId,
        channel,
        template: 'login-code',
        userId,
        clientId: null,
        address,
        subject,
        text,
        causeFactId: null,
      },
      clock.now(),
    );
    await store.insert(message, new Date(clock.millis()));
    await delivery.advance(messageId);
    const now = await store.get(messageId);
    return { messageId, status: now?.status === 'sent' ? 'sent' : 'failed' };
  },

  async messages({ params, actor }) {
    const found = await store.ofClient(actor.clientId, params.after, params.limit + 1);
    const shown = found.slice(0, params.limit);
    const items = shown.map(({ messageId, template, subject, text, status, createdAt }) => ({
      messageId,
      template,
      subject,
      text,
      status,
      createdAt,
    }));
    return { items, next: found.length > params.limit ? shown.at(-1)!.messageId : null };
  },
});

type Contacts = Result<typeof identity.actions.contacts>;
export interface Addressed extends Telling {
  readonly users: Contacts['users'];
}

/** Who is to be told of a fact, asked from `identity` before the effect. */
export async function addressed({ type, data }: FactOf<FactContract>, ask: Ask): Promise<Addressed[]> {
  return Promise.all(
    tellingsOf(type, data as Record<string, unknown>).map(async (telling) => ({
      ...telling,
      users: (await ask(identity.actions.contacts, { clientId: telling.clientId })).users,
    })),
  );
}

/** The effect of a fact: one e-mail to each user of each client that is told, inside the consumer's transaction. */
export async function enqueue(
  fact: FactOf<FactContract>,
  tellings: readonly Addressed[],
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<void> {
  for (const { clientId, template, words, users } of tellings) {
    for (const { userId, email, locale } of users) {
      const messageId = messageIdOf(fact.id, clientId, userId, 'email');
      const message = queued(
        {
          messageId,
          channel: 'email',
          template,
          userId,
          clientId,
          address: email,
          ...wordsOf(template, locale, words),
          causeFactId: fact.id,
        },
        clock.now(),
      );
      await store.insert(message, new Date(clock.millis()));
    }
  }
}
