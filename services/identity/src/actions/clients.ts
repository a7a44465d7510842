import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { type identity, identityFacts, Refusal } from '@edo/contracts';
import { SALT_BYTES } from '@edo/journal';
import type { Handlers } from '@edo/kit';
import type { Dependencies } from '../dependencies.ts';
import { clientCommitment, clientView, joinClient } from '../domain/client.ts';
import { newUser, userCommitment, userView } from '../domain/user.ts';
import { loadClient } from './load.ts';

type Actions = Handlers<typeof identity>;

/** Clients and their users (1.8, 1.12, 6.1). */
export function clientActions(
  deps: Dependencies,
): Pick<Actions, 'addClient' | 'addUser' | 'findClient' | 'contacts'> {
  const { store, facts, transaction, clock, passwords, config } = deps;
  const testNumbers = config.EDO_ENVIRONMENT === 'development';
  return {
    async addClient({ params, actor, remember }) {
      const now = clock.now();
      const operatorId = actor.userId;
      const by = { clientId: randomUUIDv7(), salt: randomBytes(SALT_BYTES), operatorId, now, testNumbers };
      const client = joinClient(params, by);
      return transaction(async () => {
        const answer = await remember(clientView(client));
        await store.clients.add(client);
        const { clientId, version, kind, acceptance } = client;
        await facts.record(identityFacts.joined, {
          aggregateId: clientId,
          version,
          by: `operator:${operatorId}`,
          at: now,
          data: {
            clientId,
            kind,
            way: 'added',
            agreementVersion: acceptance.agreementVersion,
            dataCommitment: clientCommitment(client),
            at: now,
          },
        });
        return answer;
      });
    },

    async addUser({ params, actor, remember }) {
      const { clientId } = await loadClient(params.clientId, store);
      const now = clock.now();
      const user = newUser(params, {
        userId: randomUUIDv7(),
        passwordHash: await passwords.hash(params.password),
        salt: randomBytes(SALT_BYTES),
        now,
        testNumbers,
      });
      return transaction(async () => {
        const answer = await remember(userView(user));
        await store.users.add(user);
        const { userId, version } = user;
        await facts.record(identityFacts.userAdded, {
          aggregateId: userId,
          version,
          by: `operator:${actor.userId}`,
          at: now,
          data: { userId, clientId, dataCommitment: userCommitment(user), at: now },
        });
        return answer;
      });
    },

    async findClient({ params: { number } }) {
      const client = await store.clients.byNumber(number);
      if (!client) throw new Refusal('NOT_FOUND', 'no client has this ИИН or БИН');
      return clientView(client);
    },

    async contacts({ params: { clientId } }) {
      const client = await loadClient(clientId, store);
      const users = await store.users.ofClient(clientId);
      return { client: clientView(client), users: users.map(userView) };
    },
  };
}
