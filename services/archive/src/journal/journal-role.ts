import { leaseOn, type StorePlatform } from '@edo/kit';
import type { JournalConfig } from '../config.ts';
import { journalDuty } from './journal-duty.ts';
import { startLeadership } from './leadership.ts';

/** The journal, in any number of copies: one leads, the others stand by and are not on the bus. */
export async function journalRole(platform: StorePlatform<JournalConfig>): Promise<() => Promise<void>> {
  const { config, connection, clock, log } = platform;
  const leaseMillis = config.LEASE_SECONDS * 1000;
  const lease = leaseOn(connection, 'journal', leaseMillis, clock);
  const duty = await journalDuty(platform);
  return async () => {
    const leadership = startLeadership(lease, duty, leaseMillis / 3, log);
    platform.onStop(leadership.stop);
    platform.readiness('journal', () => {
      const problem = leadership.problem();
      if (problem) throw problem;
    });
  };
}
