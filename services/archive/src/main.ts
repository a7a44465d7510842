import { runService } from '@edo/kit';
import { Config } from './config.ts';
import { startRole } from './roles.ts';

await runService(
  { name: 'archive', process: ({ ARCHIVE_ROLE }) => `archive-${ARCHIVE_ROLE}`, config: Config },
  startRole,
);
