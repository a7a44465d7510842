import type { Actor, identity, Params, Result } from '@edo/contracts';
import { commitTo } from '@edo/journal';
import { admitNumber } from './client.ts';

type UserParams = Params<typeof identity.actions.addUser>;
type UserView = Result<typeof identity.actions.addUser>;

/** A human login (6.1): of a client, or of the operator where `clientId` is null. `salt` (base64) belongs to its fact. */
export interface User extends Omit<UserView, 'clientId'> {
  readonly clientId: string | null;
  readonly version: number;
  readonly iin: string | null;
  readonly passwordHash: string;
  readonly addedAt: string;
  readonly salt: string;
}
export type ClientUser = User & { readonly clientId: string };

export function newUser(
  { password: _, ...params }: UserParams,
  by: { userId: string; passwordHash: string; salt: Uint8Array; now: string; testNumbers: boolean },
): ClientUser {
  admitNumber(params.iin, 'iin', by.testNumbers);
  return {
    ...params,
    userId: by.userId,
    version: 1,
    passwordHash: by.passwordHash,
    addedAt: by.now,
    salt: Buffer.from(by.salt).toString('base64'),
  };
}

/** What the fact `user.added` commits to; the password is no part of it. */
export const userCommitment = ({ fullName, iin, position, email, phone, salt }: User): string =>
  commitTo({ fullName, iin, position, email, phone }, Buffer.from(salt, 'base64'));

export const userView = (user: ClientUser): UserView => ({
  userId: user.userId,
  clientId: user.clientId,
  fullName: user.fullName,
  position: user.position,
  email: user.email,
  phone: user.phone,
  locale: user.locale,
});

export const actorOf = ({ userId, clientId, locale }: User, sessionId: string): Actor =>
  clientId === null
    ? { kind: 'operator', userId, sessionId, locale }
    : { kind: 'user', userId, clientId, sessionId, locale };
