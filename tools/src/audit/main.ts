// npm run audit: does everything that the platform keeps fit together? Exit 0: yes; 1: no; 78: it is not known where to look.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseUrl } from '@edo/servers';
import { connect } from '@nats-io/transport-node';
import { MongoClient } from 'mongodb';
import { clockOf } from '../start/data-clock.ts';
import { openKeyFolder } from '../start/key-folder.ts';
import { keptPorts } from '../start/ports.ts';
import { audit } from './audit.ts';
import { lineOf } from './finding.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const dataDir = resolve(process.env['EDO_DATA_DIR'] ?? join(root, '.data'));

/** The servers of NATS_URL and MONGO_URL, else those of the platform that `npm start` runs here. */
function addresses(): { natsUrl: string; user?: string; pass?: string; mongoUrl: string } | undefined {
  const { NATS_URL, NATS_USER, NATS_PASSWORD, MONGO_URL } = process.env;
  const ports = keptPorts(join(dataDir, 'port-base'));
  const mongoUrl = MONGO_URL ?? (ports && `mongodb://127.0.0.1:${ports.mongo}/?directConnection=true`);
  if (NATS_URL && mongoUrl)
    return {
      natsUrl: NATS_URL,
      mongoUrl,
      ...(NATS_USER && { user: NATS_USER }),
      ...(NATS_PASSWORD && { pass: NATS_PASSWORD }),
    };
  if (!ports || !mongoUrl || !existsSync(join(dataDir, 'keys'))) return undefined;
  return {
    natsUrl: `nats://127.0.0.1:${ports.nats}`,
    user: 'archive',
    pass: openKeyFolder(join(dataDir, 'keys')).password('nats-archive'),
    mongoUrl,
  };
}

const found = addresses();
if (!found) {
  console.error(
    'Nothing to audit: start the platform first (npm start), or name its servers by NATS_URL and MONGO_URL.',
  );
  process.exit(78);
}
const { natsUrl, mongoUrl, ...login } = found;
const unreachable = (what: string, url: string) => (error: Error) => {
  console.error(`${what} does not answer at ${new URL(url).host} (${error.message}): is the platform up?`);
  process.exit(78);
};
const nats = await connect({
  servers: natsUrl,
  ...login,
  inboxPrefix: '_INBOX.archive',
  timeout: 5000,
}).catch(unreachable('NATS', natsUrl));
const mongo = await new MongoClient(mongoUrl, { serverSelectionTimeoutMS: 5000 })
  .connect()
  .catch(unreachable('MongoDB', mongoUrl));
const databaseOf = (service: string) =>
  mongo.db(new URL(databaseUrl(mongoUrl, `edo_${service}`)).pathname.slice(1));
const findings = await audit(databaseOf, nats, clockOf(dataDir).millis);
await Promise.all([nats.close(), mongo.close()]);
for (const finding of findings) console.log(lineOf(finding));
const bad = findings.filter(({ problems }) => problems.length > 0).length;
console.log(
  bad === 0
    ? `audit: ${findings.length} checks, all fits together`
    : `audit: ${bad} of ${findings.length} checks found problems`,
);
process.exit(bad === 0 ? 0 : 1);
