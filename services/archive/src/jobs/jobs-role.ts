import { archive } from '@edo/contracts';
import { objectClient, type StorePlatform } from '@edo/kit';
import type { JobsConfig } from '../config.ts';
import { journalCollections } from '../journal/collections.ts';
import { journalReader } from '../journal/reader.ts';
import { archiveService } from './archive.service.ts';
import { bundleStore } from './bundle-store.ts';

/** Work that takes long and may be repeated, in any number of copies. It reads the journal, which only its leader writes. */
export async function jobsRole(platform: StorePlatform<JobsConfig>): Promise<() => Promise<void>> {
  const { config, connection, transaction, facts, clock, ask, assertions } = platform;
  const reader = journalReader(await journalCollections(connection.db!));
  const objects = objectClient({ baseUrl: config.OBJECTS_URL, assertions });
  const store = bundleStore(connection);
  platform.serve(archive, archiveService({ objects, reader, ask, clock, store, transaction, facts }));
  return async () => {};
}
