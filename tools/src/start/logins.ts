import { type ServiceName, serviceNames } from '@edo/contracts';
import { natsPermissions } from '@edo/kit';
import { loginUrl, type MongoUser, type NatsUser } from '@edo/servers';
import type { KeyFolder } from './key-folder.ts';

/** The NATS user of every service: what the topology allows it, and no more. */
export const natsUsers = (keys: KeyFolder): NatsUser[] =>
  serviceNames.map((user) => ({ user, password: natsPassword(keys, user), ...natsPermissions(user) }));

/** NATS_URL, NATS_USER and NATS_PASSWORD of a service. */
export const natsLogin = (url: string, keys: KeyFolder, service: ServiceName) => ({
  NATS_URL: url,
  NATS_USER: service,
  NATS_PASSWORD: natsPassword(keys, service),
});

/** The database that a service alone uses. */
export const databaseOf = (service: ServiceName) => `edo_${service}`;

/** The MongoDB user of every service that keeps something: it sees its own database alone. */
export const mongoUsers = (keys: KeyFolder): MongoUser[] =>
  serviceNames.filter((name) => name !== 'gateway').map((name) => mongoUser(keys, name));

/** The URL of a service's own database with the service's own login; `url` names hosts and options. */
export const mongoLogin = (url: string, keys: KeyFolder, service: ServiceName) =>
  loginUrl(url, mongoUser(keys, service));

const natsPassword = (keys: KeyFolder, user: ServiceName) => keys.password(`nats-${user}`);

const mongoUser = (keys: KeyFolder, service: ServiceName): MongoUser => ({
  user: service,
  password: keys.password(`mongo-${service}`),
  database: databaseOf(service),
});
