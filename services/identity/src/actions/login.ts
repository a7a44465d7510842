import { randomBytes, randomInt, randomUUIDv7 } from 'node:crypto';
import { type identity, notifications, Refusal } from '@edo/contracts';
import type { Handlers } from '@edo/kit';
import type { Dependencies } from '../dependencies.ts';
import { secondsUntil } from '../domain/login-lock.ts';
import { type Challenge, formatCode, hashCode, isCode } from '../domain/one-time-code.ts';
import { hashToken, type Session, TOKEN_BYTES } from '../domain/session.ts';
import { actorOf, type User } from '../domain/user.ts';

type Actions = Handlers<typeof identity>;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Signing in (2.9, 2.19, 2.20, 6.2): e-mail and password, then a one-time code by the channel chosen. */
export function loginActions(deps: Dependencies): Pick<Actions, 'startLogin' | 'completeLogin'> {
  const { store, clock, codeKey, transaction } = deps;
  return {
    async startLogin({ params, ask }) {
      const user = await userByPassword(params, deps);
      const { channel } = params;
      const address = channel === 'sms' ? user.phone : user.email;
      await spendCode(user, `${channel}:${address}`, deps);
      const { challenge, code } = newChallenge(user, channel, deps);
      await store.challenges.add(challenge);
      const { challengeId, expiresAt } = challenge;
      const { userId, locale } = user;
      const message = { challengeId, userId, channel, address, code, locale, expiresAt };
      const { status } = await ask(notifications.actions.sendCode, message);
      if (status === 'failed')
        throw new Refusal(
          'SERVICE_UNAVAILABLE',
          `the code could not be sent by ${channel}; try the other channel`,
          { channel },
        );
      return { challengeId, channel, expiresAt };
    },

    async completeLogin({ params: { challengeId, code } }) {
      const challenge = await store.challenges.takeTry(challengeId, clock.millis());
      if (!challenge) throw ended();
      if (!isCode(challenge, code, codeKey)) throw new Refusal('CODE_WRONG', 'this is not the code');
      const user = await store.users.byId(challenge.userId);
      if (!user) throw ended();
      const { session, token } = newSession(user, deps);
      await transaction(async () => {
        if (!(await store.challenges.use(challengeId))) throw ended();
        await store.sessions.add(session);
      });
      return { token, expiresAt: session.expiresAt, actor: actorOf(user, session.sessionId) };
    },
  };
}

/** The user whose e-mail and password these are; known and unknown e-mails take the same time and get the same answer. */
async function userByPassword(
  { login, password }: { login: string; password: string },
  { store, clock, passwords }: Dependencies,
): Promise<User> {
  const now = clock.millis();
  const index = store.index('login', login);
  const lockedUntil = await store.loginGuard.begin(index, now);
  if (lockedUntil !== null) throw tooMany('too many wrong passwords', lockedUntil, now);
  const user = await store.users.byLogin(login);
  const isRight = await passwords.matches(password, user?.passwordHash ?? null);
  if (!user || !isRight) throw new Refusal('LOGIN_FAILED', 'the e-mail or the password is wrong');
  await store.loginGuard.succeed(index);
  return user;
}

async function spendCode(user: User, address: string, { store, clock, config }: Dependencies): Promise<void> {
  const now = clock.millis();
  const budgets = [
    { name: `user:${user.userId}`, limit: config.CODES_PER_USER_HOUR, window: HOUR },
    { name: `address:${store.index('address', address)}`, limit: config.CODES_PER_ADDRESS_DAY, window: DAY },
  ];
  for (const { name, limit, window } of budgets) {
    const emptyUntil = await store.budgets.spend(name, limit, window, now);
    if (emptyUntil !== null) throw tooMany('too many codes were asked for', emptyUntil, now);
  }
}

function newChallenge(user: User, channel: Challenge['channel'], { clock, config, codeKey }: Dependencies) {
  const challengeId = randomUUIDv7();
  const code = formatCode(randomInt(1_000_000));
  const challenge: Challenge = {
    challengeId,
    userId: user.userId,
    channel,
    codeHash: hashCode(challengeId, code, codeKey),
    expiresAt: new Date(clock.millis() + config.CODE_MINUTES * 60_000).toISOString(),
  };
  return { challenge, code };
}

function newSession(user: User, { clock, config }: Dependencies) {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const session: Session = {
    sessionId: randomUUIDv7(),
    userId: user.userId,
    tokenHash: hashToken(token),
    startedAt: clock.now(),
    expiresAt: new Date(clock.millis() + config.SESSION_MINUTES * 60_000).toISOString(),
    endedAt: null,
  };
  return { session, token };
}

const ended = () => new Refusal('CHALLENGE_ENDED', 'this sign-in has ended; begin again');

const tooMany = (why: string, until: number, now: number) =>
  new Refusal('TOO_MANY_REQUESTS', `${why}; try again later`, {
    retryAfterSeconds: secondsUntil(until, now),
  });
