import { journal } from '@edo/contracts';
import { faultPoint, objectClient, type StorePlatform } from '@edo/kit';
import { metrics } from '@opentelemetry/api';
import { schedule } from 'node-cron';
import type { JournalConfig } from '../config.ts';
import { type JournalCollections, journalCollections } from './collections.ts';
import { factStream } from './fact-stream.ts';
import { fileAnchor } from './file-anchor.ts';
import { journalService } from './journal.service.ts';
import { type JournalKey, readJournalKey } from './journal-key.ts';
import { keyStatementOf } from './key-statement.ts';
import { lead } from './leader.ts';
import type { Duty } from './leadership.ts';
import { mongoJournal } from './mongo-journal.ts';
import type { AppenderPorts } from './ports.ts';
import { createPublisher, publishNext } from './publisher.ts';
import { type JournalReader, journalReader } from './reader.ts';
import { stampLatest } from './stamps.ts';

type Platform = StorePlatform<JournalConfig>;

const groups = metrics
  .getMeter('edo.journal')
  .createHistogram('edo_journal_group_facts', { description: 'facts handed over that one commit answered' });

/** What the leader does: it appends, publishes, stamps, and is the one that answers. */
export async function journalDuty(platform: Platform): Promise<Duty> {
  const parts = await partsOf(platform);
  const { ports, limits, reader, keyStatement } = parts;
  return async (stepDown) => {
    const publisher = await publisherOf(platform, reader);
    const onSealed = (facts: number) => {
      groups.record(facts);
      publisher.hint();
    };
    const leader = await lead(ports, limits, { onSealed, onBeaten: stepDown });
    publisher.start();
    const stamping = startStamping(platform, parts);
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

async function partsOf(platform: Platform) {
  const { config, connection, clock, ask, assertions } = platform;
  const key = await readJournalKey(config.JOURNAL_KEY_FILE, config.JOURNAL_ORIGIN);
  const collections = await journalCollections(connection.db!);
  const objects = objectClient({ baseUrl: config.OBJECTS_URL, assertions });
  const operator = { bin: config.OPERATOR_BIN, name: config.OPERATOR_NAME };
  const limits = {
    waitMillis: config.GROUP_WAIT_MILLIS,
    maxFacts: config.GROUP_MAX_FACTS,
    maxWaiting: config.MAX_WAITING_FACTS,
  };
  return {
    limits,
    collections,
    reader: journalReader(collections),
    keyStatement: keyStatementOf({ collections, key, operator, objects, ask, clock }),
    ports: portsOf(platform, collections, key),
  };
}
type Parts = Awaited<ReturnType<typeof partsOf>>;

const portsOf = (
  { config, connection, clock }: Platform,
  collections: JournalCollections,
  { sign, open }: JournalKey,
): AppenderPorts => ({
  journal: mongoJournal(connection.getClient(), collections, faultPoint),
  anchor: fileAnchor(config.JOURNAL_ANCHOR_DIR),
  clock: () => new Date(clock.millis()),
  sign,
  open,
  faultPoint,
});

/** НУЦ РК being down delays nothing: what failed now is tried again at the next time. */
function startStamping({ config, ask, log }: Platform, { collections, reader, keyStatement }: Parts) {
  const stamp = async () => {
    try {
      await keyStatement();
      await stampLatest({ collections, reader, ask });
    } catch (error) {
      log.warn({ err: error }, 'no timestamp was put beside the checkpoint; it is tried again');
    }
  };
  return schedule(config.STAMP_CRON, stamp, { noOverlap: true, logger: log });
}

async function publisherOf({ nats, config, clock, log }: Platform, reader: JournalReader) {
  const millis = config.FACTS_WINDOW_SECONDS * 1000;
  const stream = await factStream(nats, { millis, replicas: config.FACTS_REPLICAS });
  const windowStart = () => new Date(clock.millis() - millis);
  return createPublisher(() => publishNext({ stream, reader, windowStart, faultPoint }), log);
}
