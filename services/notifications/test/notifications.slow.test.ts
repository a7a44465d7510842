import { randomUUIDv7 } from 'node:crypto';
import { documentFacts, type FactContract, type identity, type Result } from '@edo/contracts';
import type { FactOf } from '@edo/kit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enqueue, messageIdOf } from '../src/notifications.service.ts';
import { startWorld } from './world.fixture.ts';

type User = Result<typeof identity.actions.contacts>['users'][number];
let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.stop());

const userAt = (email: string, locale: User['locale']): User => ({
  userId: randomUUIDv7(),
  clientId: randomUUIDv7(),
  fullName: 'ТЕСТОВ ТЕСТ',
  position: null,
  email,
  phone: '+77010000001',
  locale,
});

/** What the consumer does with a fact: one message for each user that is told. Gives their ids. */
async function tell(
  ...users: User[]
): Promise<{ fact: FactOf<FactContract>; ids: string[]; again: () => Promise<void> }> {
  const fact = { id: randomUUIDv7(), type: documentFacts.received.type } as unknown as FactOf<FactContract>;
  const telling = {
    clientId: users[0]!.clientId,
    template: 'document-received' as const,
    words: { index: '7', documentId: randomUUIDv7() },
    users,
  };
  const again = () => enqueue(fact, [telling], world);
  await again();
  return {
    fact,
    ids: users.map(({ userId }) => messageIdOf(fact.id, telling.clientId, userId, 'email')),
    again,
  };
}
const factsOf = async (messageId: string) =>
  (await world.facts()).filter(({ data }) => data['messageId'] === messageId);

describe('a message', () => {
  it('[1.17] comes by real mail to each user, in the language of each', async () => {
    const users = [userAt('kk@example.test', 'kk'), userAt('en@example.test', 'en')];
    const { ids } = await tell(...users);
    for (const id of ids) await world.delivery.advance(id);
    expect((await world.mails('kk@example.test')).map(({ subject }) => subject)).toEqual([
      'Құжат қабылданды',
    ]);
    expect((await world.mails('en@example.test')).map(({ subject }) => subject)).toEqual([
      'Document received',
    ]);
  });

  it('[6.12] leaves a fact that it was sent, with commitments and no personal data', async () => {
    const { ids, fact } = await tell(userAt('secret@example.test', 'ru'));
    await world.delivery.advance(ids[0]!);
    const [sent, ...more] = await factsOf(ids[0]!);
    expect(more).toEqual([]);
    expect(sent).toMatchObject({
      type: 'message.sent',
      data: {
        causeFactId: fact.id,
        channel: 'email',
        addressCommitment: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    expect(JSON.stringify(sent)).not.toContain('secret@example.test');
  });

  it('[5.3.15] is unreadable at rest: neither address nor text stands in the database', async () => {
    await tell(userAt('rest@example.test', 'ru'));
    const kept = await world.everythingAtRest();
    expect(kept).not.toContain('rest@example.test');
    expect(kept).not.toContain('зарегистрирован и считается');
  });

  it('is made once for one cause, person and channel', async () => {
    const { ids, again } = await tell(userAt('once@example.test', 'ru'));
    await again();
    await world.delivery.advance(ids[0]!);
    await world.delivery.advance(ids[0]!);
    expect(await world.mails('once@example.test')).toHaveLength(1);
    expect(await factsOf(ids[0]!)).toHaveLength(1);
  });

  it('waits while the mail server is down, and goes out when it is back', async () => {
    const { ids } = await tell(userAt('later@example.test', 'ru'));
    await world.stopMail();
    await world.delivery.advance(ids[0]!);
    expect(await world.store.get(ids[0]!)).toMatchObject({ status: 'queued', tries: 1 });
    await world.startMail();
    await world.delivery.advance(ids[0]!);
    expect(await world.mails('later@example.test')).toEqual([]); // not due yet
    world.clock.move(60_000);
    await world.delivery.advance(ids[0]!);
    expect(await world.mails('later@example.test')).toHaveLength(1);
  });

  it('is given up after its last try, and says so in a fact', async () => {
    const { ids } = await tell(userAt('never@example.test', 'ru'));
    await world.stopMail();
    for (let tries = 0; tries < 7; tries++) {
      await world.delivery.advance(ids[0]!);
      world.clock.move(24 * 3600_000);
    }
    await world.startMail();
    expect(await world.store.get(ids[0]!)).toMatchObject({ status: 'failed' });
    expect(await factsOf(ids[0]!)).toMatchObject([
      { type: 'message.failed', data: { reason: expect.stringMatching(/^[A-Z_]+$/) } },
    ]);
  });
});

describe('a verification code', () => {
  const params = () => ({
    challengeId: randomUUIDv7(),
    userId: randomUUIDv7(),
    channel: 'sms' as const,
    address: '+77010000009',
    code: '135790',
    locale: 'ru' as const,
    expiresAt: new Date(world.clock.millis() + 300_000).toISOString(),
  });
  const send = (own: ReturnType<typeof params>) =>
    world.handlers.sendCode({ params: own } as Parameters<typeof world.handlers.sendCode>[0]);

  it('[2.20] [7.6] is sent by SMS when it is asked for, and its sending is a fact', async () => {
    const { messageId, status } = await send(params());
    expect(status).toBe('sent');
    expect((await world.texts('+77010000009')).at(-1)!.text).toContain('135790');
    expect(await factsOf(messageId)).toMatchObject([
      { type: 'message.sent', data: { channel: 'sms', causeFactId: null } },
    ]);
  });

  it('asked for twice with one challenge is sent once', async () => {
    const before = (await world.texts('+77010000009')).length;
    const own = params();
    expect(await send(own)).toEqual(await send(own));
    expect((await world.texts('+77010000009')).length).toBe(before + 1);
  });
});
