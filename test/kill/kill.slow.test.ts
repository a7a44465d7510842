import { setTimeout as sleep } from 'node:timers/promises';
import { type FaultPoint, faultPoints } from '@edo/kit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { MongoClient } from 'mongodb';
import { audit } from '../../tools/src/audit/audit.ts';
import { lineOf } from '../../tools/src/audit/finding.ts';
import { type Load, signInSender, startLoad } from '../load.ts';
import { type KillablePlatform, startKillablePlatform } from '../platform.ts';

const IN_FLIGHT = 50;
const TIMES = 3;
/** The hit of the point at which each of the three kills happens: at once, after some work, in the thick of it. */
const HITS = ['1', '7', '23'];

/** Which process has which points; every point is in one of them. */
const points = (process: 'documents' | 'archive-journal'): FaultPoint[] =>
  faultPoints.filter((point) => /^(journal|publisher)\./.test(point) === (process === 'archive-journal'));
/** Processes without points of their own are killed wherever they happen to be. */
const elsewhere = [
  'identity',
  'signature',
  'notifications',
  'archive-objects',
  'gateway',
  'disputes',
  'archive-jobs',
];

let platform: KillablePlatform;
let load: Load;
let nats: NatsConnection;
let mongo: MongoClient;

beforeAll(async () => {
  platform = await startKillablePlatform();
  load = startLoad(await signInSender(platform), IN_FLIGHT);
  await flowing();
}, 180_000);
afterAll(async () => {
  await Promise.allSettled([nats?.close(), mongo?.close()]);
  await platform?.stop();
}, 120_000);

/** Waits until documents arrive again: the platform has recovered by itself. */
async function flowing(more = 10): Promise<void> {
  const before = load.received.size;
  for (const end = Date.now() + 90_000; load.received.size < before + more; await sleep(100)) {
    if (Date.now() > end)
      throw new Error(
        `no document arrived any more; ${load.received.size} had; last failure: ${load.failures.at(-1) ?? 'none'}`,
      );
  }
}

/** Starts the process anew with the point armed, waits for its death, and starts it whole. */
async function dieAt(process: string, point: FaultPoint, hit: string): Promise<void> {
  await platform.process(process).stop();
  const doomed = await platform.start(process, { EDO_FAULT_POINT: point, EDO_FAULT_AFTER: hit });
  const death = await Promise.race([doomed.exited, sleep(60_000, undefined, { ref: false })]);
  if (death === undefined) throw new Error(`${process} never came to ${point} for the time number ${hit}`);
  expect(death).toEqual({ code: null, signal: 'SIGKILL' });
  await platform.start(process);
}

describe(`with ${IN_FLIGHT} documents on their way`, () => {
  it.each(
    (['documents', 'archive-journal'] as const).flatMap((process) =>
      points(process).map((point) => [process, point] as const),
    ),
  )(
    '%s may be killed at %s, three times',
    async (process, point) => {
      for (const hit of HITS.slice(0, TIMES)) await dieAt(process, point, hit);
      await flowing();
    },
    240_000,
  );

  it.each(elsewhere)(
    '%s may be killed anywhere, three times',
    async (process) => {
      for (let i = 0; i < TIMES; i++) {
        await sleep(300);
        platform.process(process).kill('SIGKILL');
        await platform.process(process).exited;
        await platform.start(process);
      }
      await flowing();
    },
    120_000,
  );

  it('the leading journal may be stopped and go on when another leads: the journal does not fork', async () => {
    const standby = await platform.start('archive-journal', {}, 'archive-journal-standby');
    const leader = platform.process('archive-journal');
    leader.kill('SIGSTOP');
    await flowing();
    leader.kill('SIGCONT');
    await flowing();
    await standby.stop();
    await flowing();
  }, 240_000);

  it('NATS may be killed', async () => {
    platform.nats.kill('SIGKILL');
    await platform.nats.restart();
    await flowing();
  }, 120_000);

  it('the stream may be deleted: it is made again from the journal', async () => {
    const { user, pass } = platform.natsLogin;
    const owner = await connect({ servers: platform.nats.url, user, pass, inboxPrefix: '_INBOX.archive' });
    await (await jetstreamManager(owner)).streams.delete('FACTS');
    await owner.close();
    await flowing();
  }, 120_000);

  it('MongoDB may be killed', async () => {
    platform.mongo.kill('SIGKILL');
    await platform.mongo.restart();
    await flowing();
  }, 120_000);
});

describe('afterwards', () => {
  beforeAll(async () => {
    await load.finish();
    const { user, pass } = platform.natsLogin;
    nats = await connect({ servers: platform.nats.url, user, pass, inboxPrefix: '_INBOX.archive' });
    mongo = await new MongoClient(platform.mongo.url).connect();
  }, 180_000);

  it('[5.2.4] every acknowledged document is received, and no document failed', () => {
    expect(load.failures).toEqual([]);
    expect([...load.acknowledged].filter((id) => !load.received.has(id))).toEqual([]);
    expect(load.received.size).toBeGreaterThan(IN_FLIGHT);
  });

  it('every document was registered exactly once, in the journal and in the registers', async () => {
    const registered = await mongo
      .db('edo_archive')
      .collection('journal_entries')
      .find({ type: 'document.registered' })
      .toArray();
    const documents = registered.map(
      ({ bytes }) => JSON.parse(Buffer.from(bytes.buffer).toString('utf8')).data.documentId as string,
    );
    expect(new Set(documents).size).toBe(documents.length);
    expect([...load.received].filter((id) => !documents.includes(id))).toEqual([]);
  });

  it('nobody was told twice of one fact', async () => {
    const messages = await mongo
      .db('edo_notifications')
      .collection('messages')
      .find({ 'message.causeFactId': { $ne: null } })
      .toArray();
    const told = messages.map(({ message }) => `${message.causeFactId} ${message.userId}`);
    expect(new Set(told).size).toBe(told.length);
  });

  it('the audit finds nothing', async () => {
    const findings = await audit((service) => mongo.db(`edo_${service}`), nats, Date.now);
    expect(findings.filter(({ problems }) => problems.length > 0).map(lineOf)).toEqual([]);
  }, 120_000);
});
