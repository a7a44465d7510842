import { journal } from '@edo/contracts';
import { faultPoint, leaseOn, objectClient, type StorePlatform } from '@edo/kit';
import { schedule } from 'node-cron';
import type { JournalConfig } from '../config.ts';
import { journalCollections } from './collections.ts';
import { factStream } from './fact-stream.ts';
import { fileAnchor } from './file-anchor.ts';
import { journalService } from './journal.service.ts';
import { readJournalKey } from './journal-key.ts';
import { keyStatementOf } from './key-statement.ts';
import { lead } from './leader.ts';
import { type Duty, startLeadership } from './leadership.ts';
import { mongoJournal } from './mongo-journal.ts';
import { createPublisher, publishNext } from './publisher.ts';
import { journalReader } from './reader.ts';
import { stampLatest } from './stamps.ts';

type Platform = StorePlatform<JournalConfig>;

/** The journal, in any number of copies: one leads, the others stand by and are not on the bus. */
export async function journalRole(platform: Platform): Promise<() => Promise<void>> {
  const { config, connection, clock, log } = platform;
  const lease = leaseOn(connection, 'journal', config.LEASE_SECONDS * 1000, clock);
  const duty = await journalDuty(platform);
  return async () => {
    const leadership = startLeadership(lease, duty, (config.LEASE_SECONDS * 1000) / 3, log);
    platform.onStop(leadership.stop);
    platform.readiness('journal', () => {
      const problem = leadership.problem();
      if (problem) throw problem;
    });
  };
}

/** What the leader does: it appends, publishes, stamps, and is the one that answers. */
async function journalDuty(platform: Platform): Promise<Duty> {
  const { config, connection, clock, log, ask } = platform;
  const key = await readJournalKey(config.JOURNAL_KEY_FILE, config.JOURNAL_ORIGIN);
  const collections = await journalCollections(connection.db!);
  const reader = journalReader(collections);
  const objects = objectClient({ baseUrl: config.OBJECTS_URL, assertions: platform.assertions });
  const operator = { bin: config.OPERATOR_BIN, name: config.OPERATOR_NAME };
  const keyStatement = keyStatementOf({ collections, key, operator, objects, ask, clock });
  const ports = {
    journal: mongoJournal(connection.getClient(), collections, faultPoint),
    anchor: fileAnchor(config.JOURNAL_ANCHOR_DIR),
    clock: () => new Date(clock.millis()),
    sign: key.sign,
    open: key.open,
    faultPoint,
  };
  const limits = {
    waitMillis: config.GROUP_WAIT_MILLIS,
    maxFacts: config.GROUP_MAX_FACTS,
    maxWaiting: config.MAX_WAITING_FACTS,
  };
  return async (stepDown) => {
    const publisher = await publisherOf(platform, reader);
    const leader = await lead(ports, limits, { onSealed: publisher.hint, onBeaten: stepDown });
    publisher.start();
    const stamping = schedule(
      config.STAMP_CRON,
      async () => {
        await keyStatement();
        await stampLatest({ collections, reader, ask });
      },
      { noOverlap: true, logger: log },
    );
    const leaveBus = platform.serve(journal, journalService({ leader, reader, keyStatement }));
    platform.readiness('clock', leader.mustBeAbleToRecord);
    platform.readiness('stream', publisher.mustPublish);
    return async () => {
      await leaveBus();
      await leader.close();
      await stamping.destroy();
      await publisher.stop();
      for (const name of ['clock', 'stream']) platform.readiness(name, () => {});
    };
  };
}

async function publisherOf({ nats, config, clock, log }: Platform, reader: ReturnType<typeof journalReader>) {
  const millis = config.FACTS_WINDOW_SECONDS * 1000;
  const stream = await factStream(nats, { millis, replicas: config.FACTS_REPLICAS });
  const windowStart = () => new Date(clock.millis() - millis);
  return createPublisher(() => publishNext({ stream, reader, windowStart, faultPoint }), log);
}
