import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseUrl, type RunningServer, startMongo, startNats, startProcess } from '@edo/servers';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { MongoClient } from 'mongodb';
import { type FaultPoint, faultPoints } from '../src/fault-point.ts';
import { TestArchive } from './facts-archive.fixture.ts';
import { BOXES, VERSIONS } from './facts-child.fixture.ts';

const child = fileURLToPath(new URL('./facts-child.fixture.ts', import.meta.url));
let bus: RunningServer;
let mongo: RunningServer;
let client: MongoClient;
let nats: NatsConnection;
let folder: string;
let archive: TestArchive;
let database = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edo-test-'));
  bus = await startNats({ dataDir: join(folder, 'nats') });
  mongo = await startMongo({ dataDir: join(folder, 'mongo') });
  client = new MongoClient(mongo.url);
  // The transaction of a killed process keeps its locks until then; the server's default is 60 seconds.
  await client.db('admin').command({ setParameter: 1, transactionLifetimeLimitSeconds: 2 });
  nats = await connect({ servers: bus.url });
  answer('test.append', (facts: Parameters<TestArchive['append']>[0]) => archive.append(facts));
  answer('test.entries', ({ from, count }: { from: number; count: number }) =>
    archive.readEntries(from, count),
  );
});
afterAll(async () => {
  await nats?.close();
  await client?.close();
  await Promise.all([bus?.stop(), mongo?.stop()]);
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  database += 1;
  archive = new TestArchive();
  await archive.openStream(nats);
});
afterEach(() => archive.loseStream(nats));

function answer<Q>(subject: string, work: (question: Q) => Promise<unknown>): void {
  nats.subscribe(subject, {
    callback: (_, message) =>
      void work(message.json<Q>()).then((told) => message.respond(JSON.stringify(told))),
  });
}

/** Runs the service until it ends or is killed. */
async function run(fault: Record<string, string> = {}) {
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    MONGO: databaseUrl(mongo.url, `kill${database}`),
    NATS: bus.url,
  };
  const logFile = join(folder, `${database}.log`);
  const running = await startProcess({
    name: 'service',
    command: process.execPath,
    args: ['--no-warnings', child],
    env: { ...env, ...fault },
    logFile,
  });
  return { exit: await running.exited, told: await readFile(logFile, 'utf8') };
}

async function effects(): Promise<string[]> {
  const rows = client.db(`kill${database}`).collection<{ text: string }>('effects').find().sort({ at: 1 });
  return (await rows.toArray()).map(({ text }) => text);
}

const versionsOf = (box: string, names: readonly string[]) =>
  names.filter((name) => name.startsWith(`${box}/`)).map((name) => Number(name.split('/')[1]));
const all = Array.from({ length: VERSIONS }, (_, at) => at + 1);
const ofThisPackage = faultPoints.filter((point) => /^(record|relay|consumer)\./.test(point));
const cases = ofThisPackage.map((point, at): [FaultPoint, number] => [point, 1 + 2 * (at % 3)]);

it.each(cases)(
  'registers and applies each fact once and in order after a kill at %s, hit %d',
  async (point, hit) => {
    const killed = await run({ EDO_FAULT_POINT: point, EDO_FAULT_AFTER: `${hit}` });
    expect(killed.exit).toEqual({ code: null, signal: 'SIGKILL' });
    expect(await run()).toMatchObject({ exit: { code: 0, signal: null } });
    for (const box of BOXES) {
      expect(versionsOf(box, archive.order())).toEqual(all);
      expect(versionsOf(box, await effects())).toEqual(all);
    }
  },
);

it.each([
  [{ EDO_FAULT_POINT: 'relay.nowhere' }, /no such point; there are record.beforeCommit/],
  [{ EDO_FAULT_POINT: 'relay.afterAppend', EDO_FAULT_AFTER: '0' }, /expected the number of a hit/],
  [{ EDO_FAULT_POINT: 'relay.afterAppend', EDO_ENVIRONMENT: 'production' }, /unset it in production/],
  [{ EDO_FAULT_POINT: 'relay.afterAppend', NODE_ENV: 'production' }, /unset it in production/],
])('does not start with %j', async (fault, message) => {
  const { exit, told } = await run(fault);
  expect(exit).toEqual({ code: 1, signal: null });
  expect(told).toMatch(message);
});
