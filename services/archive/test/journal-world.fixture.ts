import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ed25519Signer } from '@edo/journal';
import { connectMongo } from '@edo/kit';
import { startTestServers } from '@edo/servers';
import { journalCollections } from '../src/journal/collections.ts';
import { fileAnchor } from '../src/journal/file-anchor.ts';
import { journalKey } from '../src/journal/journal-key.ts';
import { lead } from '../src/journal/leader.ts';
import { mongoJournal } from '../src/journal/mongo-journal.ts';
import type { AppenderPorts } from '../src/journal/ports.ts';
import { journalReader } from '../src/journal/reader.ts';

const signer = ed25519Signer('test.example/journal', 'ed25519', generateKeyPairSync('ed25519').privateKey);
const limits = { waitMillis: 3, maxFacts: 1000, maxWaiting: 20_000 };

/** A real MongoDB and NATS with the journal's parts, put together as the journal role does. */
export async function startJournalWorld() {
  const servers = await startTestServers();
  const connection = await connectMongo(servers.mongoUrl('archive'));
  const collections = await journalCollections(connection.db!);
  const anchorFolder = await mkdtemp(join(tmpdir(), 'edo-anchor-'));
  const key = journalKey(signer);
  const ports: AppenderPorts = {
    journal: mongoJournal(connection.getClient(), collections, () => {}),
    anchor: fileAnchor(anchorFolder),
    clock: () => new Date(),
    sign: key.sign,
    open: key.open,
    faultPoint: () => {},
  };
  return {
    ...servers,
    connection,
    collections,
    anchorFolder,
    key,
    ports,
    reader: journalReader(collections),
    /** A copy that leads, whatever others do. */
    async leader(changes: Partial<AppenderPorts> = {}) {
      const beaten = Promise.withResolvers<void>();
      const events = { onSealed: () => {}, onBeaten: beaten.resolve };
      const leader = await lead({ ...ports, ...changes }, limits, events);
      return { ...leader, beaten: beaten.promise };
    },
    async stop() {
      await connection.close();
      await servers.stop();
      await rm(anchorFolder, { recursive: true });
    },
  };
}
export type JournalWorld = Awaited<ReturnType<typeof startJournalWorld>>;
