import { dirname } from 'node:path';
import type { ServiceName } from '@edo/contracts';
import { loginUrl, natsConfig, replicaSet } from '@edo/servers';
import type { KeyFolder } from '../start/key-folder.ts';
import { mongoLogin, mongoUsers, natsLogin, natsUsers } from '../start/logins.ts';
import { firstLoginFile } from '../start/operator.ts';
import { sandboxOf, services } from '../start/process-table.ts';
import { containers, folders, ports, urlOf } from './containers.ts';
import { envFile, type Parcel, parcelOf } from './parcel.ts';

export type Sources = {
  keys: KeyFolder;
  /** Where `keys` keeps its files. */
  keysDir: string;
  /** PKCS#12 of the operator, in `keysDir`. */
  operatorKeyFile: string;
  /** Where the sandbox keeps its trust list. */
  dataDir: string;
};

/** What every container is given, by its name in docker-compose.yml: from the table and the topology that `npm start` uses. */
export function parcels({ keys, keysDir, operatorKeyFile, dataDir }: Sources): Record<string, Parcel> {
  const where = { ...containers, dataDir };
  const trust = dirname(sandboxOf(where).trustList);
  const rows = services({ ...where, keys, operatorKeyFile, backing: backing(keys) });
  const moving = { keys: keysDir, trust, given: folders.given };
  return {
    ...Object.fromEntries(rows.map((row) => [row.name, parcelOf(row, moving)])),
    nats: { 'nats.conf': { text: natsConf(keys) } },
    mongo: { 'replica-set.key': { from: keys.secret('mongo-replica-set') } },
    'mongo-setup': { 'logins.json': { text: JSON.stringify(mongoLogins(keys)) } },
    audit: { env: { text: envFile(auditLogin(keys)) } },
    road: { 'first-operator.json': { from: firstLoginFile(keys) }, trust: { from: trust } },
  };
}

/** What `mongo-setup` makes. */
export const mongoLogins = (keys: KeyFolder) => ({
  adminPassword: keys.password('mongo-admin'),
  users: mongoUsers(keys),
});

const mongoUrl = `${urlOf('mongo', 'mongodb')}/?replicaSet=${replicaSet}`;

const backing = (keys: KeyFolder) => ({
  natsEnv: (service: ServiceName) => natsLogin(urlOf('nats', 'nats'), keys, service),
  mongoUrl: (service: ServiceName) => mongoLogin(mongoUrl, keys, service),
});

/** The audit reads every database, and the stream as its owner does. */
const auditLogin = (keys: KeyFolder) => ({
  ...natsLogin(urlOf('nats', 'nats'), keys, 'archive'),
  MONGO_URL: loginUrl(mongoUrl, {
    user: 'admin',
    password: mongoLogins(keys).adminPassword,
    database: 'admin',
  }),
});

const natsConf = (keys: KeyFolder) =>
  natsConfig({ host: '0.0.0.0', port: ports.nats, storeDir: folders.data, users: natsUsers(keys) });
