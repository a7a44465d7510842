import { randomUUIDv7 } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identity } from '@edo/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { addFirstOperator } from '../src/first-operator.ts';
import { addCompany, OPERATOR, PASSWORD, signIn } from './people.fixture.ts';
import { startWorld, type World } from './world.fixture.ts';

const { startLogin, completeLogin, resolveSession, endSession } = identity.actions;
const refusal = (code: string) => expect.objectContaining({ code });
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let world: World;
let operator: string;
beforeAll(async () => {
  world = await startWorld();
  const file = join(world.folder, 'operator.json');
  await writeFile(file, JSON.stringify(OPERATOR), { mode: 0o600 });
  expect(await addFirstOperator(file, world)).toBe('added');
  expect(await addFirstOperator(file, world)).toBe('present');
  ({ assertion: operator } = await signIn(world, OPERATOR.email, OPERATOR.password));
});
afterEach(() => world.clock.reset());
afterAll(() => world.stop());

const start = (login: string, password = PASSWORD) =>
  world.ask(startLogin, { login, password, channel: 'sms' });
const codeOf = (challengeId: string) => world.codes.find((sent) => sent.challengeId === challengeId)!.code;
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
/** Budgets are of hours and days: a test must not run over the end of one. */
const toStartOfDay = () => world.clock.move(DAY - (world.clock.millis() % DAY));

describe('signing in', () => {
  it('[2.19] [2.20] by e-mail, password and a code to the phone gives a session of that user', async () => {
    const { user, client } = await addCompany(world, operator);
    const { challengeId } = await start(user.email);
    expect(world.codes.at(-1)).toMatchObject({ channel: 'sms', address: user.phone, userId: user.userId });
    const { token, actor } = await world.ask(completeLogin, { challengeId, code: codeOf(challengeId) });
    expect(actor).toMatchObject({ kind: 'user', userId: user.userId, clientId: client.clientId });
    const resolved = await world.ask(resolveSession, { token });
    expect(await world.verifyActor(resolved.assertion)).toEqual(actor);
  });

  it('[2.20] sends the code by e-mail where the user chose that', async () => {
    const { user } = await addCompany(world, operator);
    await world.ask(startLogin, { login: user.email, password: PASSWORD, channel: 'email' });
    expect(world.codes.at(-1)).toMatchObject({ channel: 'email', address: user.email });
  });

  it('answers an unknown e-mail like a wrong password, in words and in time', async () => {
    const { user } = await addCompany(world, operator);
    const attempt = async (login: string) => {
      const began = performance.now();
      const { code, message, data } = await start(login, 'wrong horse 1').catch((e) => e);
      return { millis: performance.now() - began, answer: { code, message, data } };
    };
    const known = [];
    const unknown = [];
    for (let i = 0; i < 4; i++) {
      known.push(await attempt(user.email));
      unknown.push(await attempt('nobody@nowhere.test'));
    }
    expect(known[0]!.answer).toEqual({ code: 'LOGIN_FAILED', message: expect.any(String), data: {} });
    expect(unknown[0]!.answer).toEqual(known[0]!.answer);
    const fastest = (attempts: { millis: number }[]) => Math.min(...attempts.map(({ millis }) => millis));
    expect(fastest(unknown) / fastest(known)).toBeGreaterThan(0.5); // without a hash to compare it is a third
  });

  it('[5.1.1.9] closes a login for a growing time after wrong passwords, known or not', async () => {
    const { user } = await addCompany(world, operator);
    for (const login of [user.email, 'ghost@nowhere.test']) {
      for (let i = 0; i < 5; i++)
        await expect(start(login, 'wrong horse 1')).rejects.toEqual(refusal('LOGIN_FAILED'));
    }
    const retry = async (login: string) => {
      const error = await start(login, 'wrong horse 1').catch((e) => e);
      return error.code === 'TOO_MANY_REQUESTS' ? error.data.retryAfterSeconds : 0;
    };
    const [first, ghost] = [await retry(user.email), await retry('ghost@nowhere.test')];
    expect(first).toBeGreaterThan(50);
    expect(Math.abs(first - ghost)).toBeLessThan(5);
    await expect(start(user.email)).rejects.toEqual(refusal('TOO_MANY_REQUESTS')); // the right one, too
    world.clock.move(MINUTE);
    await expect(start(user.email, 'wrong horse 1')).rejects.toEqual(refusal('LOGIN_FAILED'));
    expect(await retry(user.email)).toBeGreaterThan(4 * 60);
    world.clock.move(5 * MINUTE);
    await start(user.email);
  });

  it('looks at no more than five of a hundred passwords tried at once', async () => {
    const { user } = await addCompany(world, operator);
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () => start(user.email, 'wrong horse 1').catch((e) => e.code)),
    );
    expect(outcomes.filter((code) => code === 'LOGIN_FAILED')).toHaveLength(5);
    expect(outcomes.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(95);
  });

  it('sends a user only so many codes within an hour', async () => {
    const { user } = await addCompany(world, operator);
    toStartOfDay();
    for (let i = 0; i < world.config.CODES_PER_USER_HOUR; i++) await start(user.email);
    await expect(start(user.email)).rejects.toEqual(refusal('TOO_MANY_REQUESTS'));
    world.clock.move(60 * MINUTE);
    await start(user.email);
  });

  it('sends one phone only so many codes within a day, whoever asks', async () => {
    const { user: one } = await addCompany(world, operator);
    const { user: other } = await addCompany(world, operator, one.phone);
    toStartOfDay();
    const limit = world.config.CODES_PER_ADDRESS_DAY;
    for (let i = 0; i < limit; i++) await start(i % 2 ? one.email : other.email);
    await expect(start(one.email)).rejects.toEqual(refusal('TOO_MANY_REQUESTS'));
    const byMail = { login: one.email, password: PASSWORD, channel: 'email' as const };
    await world.ask(startLogin, byMail);
  });

  it('says so when the code could not be sent', async () => {
    const { user } = await addCompany(world, operator);
    world.told.sendStatus = 'failed';
    await expect(start(user.email)).rejects.toEqual(refusal('SERVICE_UNAVAILABLE'));
    world.told.sendStatus = 'sent';
  });
});

describe('the code', () => {
  it('[2.20] of a hundred guesses at once only five are looked at, and then even the right one is refused', async () => {
    const { user } = await addCompany(world, operator);
    const { challengeId } = await start(user.email);
    const code = wrong(codeOf(challengeId));
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () => world.ask(completeLogin, { challengeId, code }).catch((e) => e.code)),
    );
    expect(outcomes.filter((outcome) => outcome === 'CODE_WRONG')).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome === 'CHALLENGE_ENDED')).toHaveLength(95);
    const right = { challengeId, code: codeOf(challengeId) };
    await expect(world.ask(completeLogin, right)).rejects.toEqual(refusal('CHALLENGE_ENDED'));
  });

  it('[2.20] is good once, even for two who come at the same moment', async () => {
    const { user } = await addCompany(world, operator);
    const { challengeId } = await start(user.email);
    const complete = () => world.ask(completeLogin, { challengeId, code: codeOf(challengeId) });
    const outcomes = await Promise.allSettled([complete(), complete(), complete()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(complete()).rejects.toEqual(refusal('CHALLENGE_ENDED'));
  });

  it('[2.20] is good for five minutes', async () => {
    const { user } = await addCompany(world, operator);
    const { challengeId } = await start(user.email);
    world.clock.move(5 * MINUTE);
    const late = { challengeId, code: codeOf(challengeId) };
    await expect(world.ask(completeLogin, late)).rejects.toEqual(refusal('CHALLENGE_ENDED'));
  });

  it('[6.2] is good only for the sign-in that it was sent for', async () => {
    const { user } = await addCompany(world, operator);
    const [one, other] = [await start(user.email), await start(user.email)];
    const crossed = { challengeId: one.challengeId, code: codeOf(other.challengeId) };
    await expect(world.ask(completeLogin, crossed)).rejects.toEqual(refusal('CODE_WRONG'));
  });

  it('of an unknown sign-in is answered like an ended one', async () => {
    const unknown = { challengeId: randomUUIDv7(), code: '000000' };
    await expect(world.ask(completeLogin, unknown)).rejects.toEqual(refusal('CHALLENGE_ENDED'));
  });
});

describe('a session', () => {
  it('ends when its user ends it', async () => {
    const { user } = await addCompany(world, operator);
    const { token, assertion } = await signIn(world, user.email, PASSWORD);
    await world.ask(endSession, {}, { actor: assertion });
    await expect(world.ask(resolveSession, { token })).rejects.toEqual(refusal('NOT_SIGNED_IN'));
  });

  it('of the operator can be ended, too', async () => {
    const { token, assertion } = await signIn(world, OPERATOR.email, OPERATOR.password);
    await world.ask(endSession, {}, { actor: assertion });
    await expect(world.ask(resolveSession, { token })).rejects.toEqual(refusal('NOT_SIGNED_IN'));
  });

  it('[2.26] ends after the configured time, and no assertion outlives it', async () => {
    const { user } = await addCompany(world, operator);
    const { token } = await signIn(world, user.email, PASSWORD);
    const length = world.config.SESSION_MINUTES * MINUTE;
    world.clock.move(length - 30_000);
    const { expiresAt } = await world.ask(resolveSession, { token });
    expect(Date.parse(expiresAt) - world.clock.millis()).toBeLessThanOrEqual(30_000);
    world.clock.move(30_000);
    await expect(world.ask(resolveSession, { token })).rejects.toEqual(refusal('NOT_SIGNED_IN'));
  });

  it('is unknown by a made-up token', async () => {
    await expect(world.ask(resolveSession, { token: 'x'.repeat(43) })).rejects.toEqual(
      refusal('NOT_SIGNED_IN'),
    );
  });
});
