import { type Db, MongoClient, MongoServerError } from 'mongodb';
import { ServerError } from './server-error.ts';

/** A user that may read and write one database and nothing else. */
export type MongoUser = { user: string; password: string; database: string };

const UNAUTHORIZED = 13;

/**
 * Gives every user its database: new users are made, those that are there get this password and no right but this.
 * `adminUrl`: a login that may manage users (`userAdminAnyDatabase`), or a server without authorization.
 * @throws ServerError USERS_REFUSED
 */
export async function ensureMongoUsers(adminUrl: string, users: readonly MongoUser[]): Promise<void> {
  const client = new MongoClient(adminUrl, { serverSelectionTimeoutMS: 10_000 });
  try {
    for (const user of users) await ensureUser(client.db(user.database), user);
  } catch (cause) {
    if (!(cause instanceof MongoServerError) || cause.code !== UNAUTHORIZED) throw cause;
    throw new ServerError(
      'USERS_REFUSED',
      'the login in MONGO_URL may not manage users, and every service gets a user of its own: give it the role userAdminAnyDatabase, or name another.',
      { cause },
    );
  } finally {
    await client.close();
  }
}

async function ensureUser(db: Db, { user, password, database }: MongoUser): Promise<void> {
  const { users } = await db.command({ usersInfo: user });
  const command = users.length > 0 ? 'updateUser' : 'createUser';
  await db.command({ [command]: user, pwd: password, roles: [{ role: 'readWrite', db: database }] });
}

/** `url` with this user's login and database, all else kept: hosts and options. */
export function loginUrl(url: string, { user, password, database }: MongoUser): string {
  const [, scheme, hosts, query = ''] =
    /^(mongodb(?:\+srv)?:\/\/)(?:[^@/]*@)?([^/?]+)(?:\/[^?]*)?(?:\?(.*))?$/.exec(url)!;
  const options = new URLSearchParams(query);
  options.set('authSource', database);
  return `${scheme}${encodeURIComponent(user)}:${encodeURIComponent(password)}@${hosts}/${database}?${options}`;
}
