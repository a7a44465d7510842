import type { StorePlatform } from '@edo/kit';
import type { Config } from './config.ts';
import { journalRole } from './journal/journal-role.ts';
import { objectsRole } from './objects/objects-role.ts';

/** Starts the part of `archive` that this process is. */
export function startRole(platform: StorePlatform<Config>): Promise<() => Promise<void>> {
  const { config } = platform;
  switch (config.ARCHIVE_ROLE) {
    case 'journal':
      return journalRole({ ...platform, config });
    case 'objects':
      return objectsRole({ ...platform, config });
    case 'jobs':
      throw new Error('not yet');
  }
}
