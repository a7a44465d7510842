import type { StorePlatform } from '@edo/kit';
import type { Config } from './config.ts';

/** Starts the part of `archive` that this process is, and loads no other. */
export async function startRole(platform: StorePlatform<Config>): Promise<() => Promise<void>> {
  const { config } = platform;
  switch (config.ARCHIVE_ROLE) {
    case 'journal': {
      const { journalRole } = await import('./journal/journal-role.ts');
      return journalRole({ ...platform, config });
    }
    case 'objects': {
      const { objectsRole } = await import('./objects/objects-role.ts');
      return objectsRole({ ...platform, config });
    }
    case 'jobs': {
      const { jobsRole } = await import('./jobs/jobs-role.ts');
      return jobsRole({ ...platform, config });
    }
  }
}
