import { type identity, Refusal } from '@edo/contracts';
import type { Handlers } from '@edo/kit';
import type { Dependencies } from '../dependencies.ts';
import { hashToken, isLive } from '../domain/session.ts';
import { actorOf } from '../domain/user.ts';

type Actions = Handlers<typeof identity>;

/** Sessions (2.26): a bearer token in, a signed assertion of its actor out. */
export function sessionActions({
  store,
  clock,
  assertions,
}: Dependencies): Pick<Actions, 'resolveSession' | 'endSession'> {
  return {
    async resolveSession({ params }) {
      const session = await store.sessions.byTokenHash(hashToken(params.token));
      const user = session && isLive(session, clock.now()) ? await store.users.byId(session.userId) : null;
      if (!session || !user) throw new Refusal('NOT_SIGNED_IN', 'the session has ended; sign in again');
      const actor = actorOf(user, session.sessionId);
      const { assertion, expiresAt } = await assertions.actor(actor);
      return { actor, assertion, expiresAt: earlier(expiresAt, session.expiresAt) };
    },

    async endSession({ actor }) {
      await store.sessions.end(actor.sessionId, clock.now());
      return {};
    },
  };
}

const earlier = (one: string, other: string) => (Date.parse(one) < Date.parse(other) ? one : other);
