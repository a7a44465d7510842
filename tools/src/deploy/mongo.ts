// The container `mongo-setup`: shares the network of `mongo`, whose first user can be made from there alone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { containers, folders, ports } from './containers.ts';
import { setUpMongo } from './mongo-setup.ts';
import type { mongoLogins } from './parcels.ts';

const logins: ReturnType<typeof mongoLogins> = JSON.parse(
  readFileSync(join(folders.given, 'logins.json'), 'utf8'),
);
await setUpMongo({
  here: `127.0.0.1:${ports.mongo}`,
  member: `${containers.hostOf('mongo')}:${ports.mongo}`,
  ...logins,
});
console.log(`MongoDB is ready with a user for ${logins.users.map(({ user }) => user).join(', ')}`);
