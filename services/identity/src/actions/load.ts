import { Refusal } from '@edo/contracts';
import type { Client } from '../domain/client.ts';
import type { ClientUser } from '../domain/user.ts';
import type { Store } from '../store.ts';

/** @throws Refusal NOT_FOUND */
export async function loadClient(clientId: string, store: Store): Promise<Client> {
  const client = await store.clients.byId(clientId);
  if (!client) throw new Refusal('NOT_FOUND', `there is no client ${clientId}`, { clientId });
  return client;
}

/** A user of this client; another client's user is as unknown as none. @throws Refusal NOT_FOUND */
export async function loadUserOf(clientId: string, userId: string, store: Store): Promise<ClientUser> {
  const user = await store.users.byId(userId);
  if (user?.clientId !== clientId)
    throw new Refusal('NOT_FOUND', `client ${clientId} has no user ${userId}`, { clientId, userId });
  return { ...user, clientId };
}
