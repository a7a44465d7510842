import { createHash } from 'node:crypto';
import { type Actor, identity, Refusal, type Result } from '@edo/contracts';
import type { Ask, Clock } from '@edo/kit';

type Resolved = Result<typeof identity.actions.resolveSession>;

/** Who calls, by the bearer token of the session; asked of identity once for the life of an assertion. */
export interface Sessions {
  /** @throws Refusal NOT_SIGNED_IN, SERVICE_UNAVAILABLE */
  resolve(authorization: string | undefined): Promise<Resolved>;
  /** Forgets all assertions of a session that has ended. */
  forget(sessionId: string): void;
}

/** An assertion is renewed so long before its end: the longest action asks others on its behalf until it is over. */
const MARGIN_MILLIS = 60_000;
const MOST = 10_000;
const BEARER = /^Bearer ([\w-]{20,200})$/i;

export function sessionsThrough(ask: Ask, clock: Clock): Sessions {
  const kept = new Map<string, Promise<Resolved>>();
  const drop = (key: string, resolved: Promise<Resolved>) => kept.get(key) === resolved && kept.delete(key);
  const askIdentity = (key: string, token: string): Promise<Resolved> => {
    const asked = ask(identity.actions.resolveSession, { token });
    if (kept.size >= MOST) kept.delete(kept.keys().next().value!); // the oldest
    kept.set(key, asked);
    asked.catch(() => drop(key, asked));
    return asked;
  };
  return {
    async resolve(authorization) {
      const token = BEARER.exec(authorization ?? '')?.[1];
      if (!token) throw new Refusal('NOT_SIGNED_IN', 'send the token of a session: Authorization: Bearer …');
      const key = createHash('sha256').update(token).digest('base64');
      const before = kept.get(key);
      if (before) {
        const known = await before;
        if (Date.parse(known.expiresAt) - clock.millis() > MARGIN_MILLIS) return known;
        drop(key, before);
      }
      return kept.get(key) ?? askIdentity(key, token); // of many at once, the first asks
    },
    forget(sessionId) {
      for (const [key, resolved] of kept) {
        void resolved.then(
          ({ actor }) => isOf(actor, sessionId) && drop(key, resolved),
          () => {},
        );
      }
    },
  };
}

const isOf = (actor: Actor, sessionId: string) => actor.kind !== 'service' && actor.sessionId === sessionId;
