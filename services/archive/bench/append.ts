import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ed25519Signer } from '@edo/journal';
import { connectMongo } from '@edo/kit';
import { databaseUrl, startMongo } from '@edo/servers';
import { journalCollections } from '../src/journal/collections.ts';
import { fileAnchor } from '../src/journal/file-anchor.ts';
import { journalKey } from '../src/journal/journal-key.ts';
import { lead } from '../src/journal/leader.ts';
import { mongoJournal } from '../src/journal/mongo-journal.ts';
import { handedMany } from '../test/handed-facts.fixture.ts';

// How many facts the appender records over a MongoDB of its own on this machine: callers hand over
// `SIZE` facts each, `CALLERS` at once, for `SECONDS`. Prints one JSON line per load.
const SECONDS = 5;
const LOADS = [
  { callers: 1, size: 1 },
  { callers: 50, size: 1 },
  { callers: 50, size: 20 },
  { callers: 10, size: 500 },
] as const;

const folder = await mkdtemp(join(tmpdir(), 'edo-bench-'));
const mongo = await startMongo({ dataDir: join(folder, 'mongo') });
const connection = await connectMongo(databaseUrl(mongo.url, 'bench'));
const collections = await journalCollections(connection.db!);
const key = journalKey(
  ed25519Signer('bench.example/journal', 'ed25519', generateKeyPairSync('ed25519').privateKey),
);
const ports = {
  journal: mongoJournal(connection.getClient(), collections, () => {}),
  anchor: fileAnchor(join(folder, 'anchor')),
  clock: () => new Date(),
  sign: key.sign,
  open: key.open,
  faultPoint: () => {},
};
const limits = { waitMillis: 3, maxFacts: 1000, maxWaiting: 20_000 };
const leader = await lead(ports, limits, { onSealed: () => {}, onBeaten: () => {} });

let made = 0;
for (const { callers, size } of LOADS) {
  const start = performance.now();
  const before = made;
  const call = async () => {
    while (performance.now() - start < SECONDS * 1000) {
      const facts = handedMany(made, size);
      made += size;
      await leader.append(facts);
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  const seconds = (performance.now() - start) / 1000;
  const perSec = Math.round((made - before) / seconds);
  const line = { name: `archive append, ${callers} callers of ${size}`, perSec, unit: 'facts' };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
await leader.close();
await connection.close();
await mongo.stop();
await rm(folder, { recursive: true });
