import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { MongoClient } from 'mongodb';
import { type RunningServer, startMongo, startNats } from '../src/index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edo-servers-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Still runs: there, and not merely waiting for its exit status to be read (a zombie). */
async function runs(pid: number): Promise<boolean> {
  const read = process.platform === 'linux' ? stateOnLinux : stateByPs;
  const state = await read(pid).catch(() => '');
  return state !== '' && !state.startsWith('Z');
}
const stateOnLinux = async (pid: number) => /\) (\S)/.exec(await readFile(`/proc/${pid}/stat`, 'utf8'))![1]!;
const stateByPs = async (pid: number) =>
  (await promisify(execFile)('ps', ['-o', 'stat=', '-p', `${pid}`])).stdout.trim();
const running = (pids: number[]) => Promise.all(pids.map(runs));

describe('MongoDB', () => {
  let mongo: RunningServer;
  beforeAll(async () => {
    mongo = await startMongo({ dataDir: join(folder, 'mongo') });
  });
  afterAll(() => mongo?.stop());

  const onClient = async <T>(url: string, work: (client: MongoClient) => Promise<T>) => {
    const client = new MongoClient(url);
    return work(client).finally(() => client.close());
  };
  const count = (client: MongoClient) => client.db('kept').collection('rows').countDocuments();

  it('killed, comes back on the same port with what was acknowledged', async () => {
    await onClient(mongo.url, (client) =>
      client
        .db('kept')
        .collection('rows')
        .insertOne({}, { writeConcern: { w: 'majority' } }),
    );
    mongo.kill('SIGKILL');
    expect(await mongo.exited).toMatchObject({ signal: 'SIGKILL' });
    await mongo.restart();
    expect(await onClient(mongo.url, count)).toBe(1);
  });

  it('takes its data to another port and is primary there', async () => {
    await mongo.stop();
    const moved = await startMongo({ dataDir: join(folder, 'mongo') });
    try {
      expect(await onClient(moved.url, count)).toBe(1);
    } finally {
      await moved.stop();
    }
  });

  it('says that its port is taken', async () => {
    await mongo.restart();
    const second = startMongo({ dataDir: join(folder, 'second'), port: mongo.port });
    await expect(second).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: expect.stringMatching(/^the port that MongoDB/),
    });
  });
});

describe('NATS', () => {
  it('killed, comes back on the same port with its streams', async () => {
    const nats = await startNats({ dataDir: join(folder, 'nats') });
    const first = await connect({ servers: nats.url });
    await (await jetstreamManager(first)).streams.add({ name: 'FACTS', subjects: ['facts.>'] });
    await first.close();
    nats.kill('SIGKILL');
    await nats.exited;
    await nats.restart();
    const second = await connect({ servers: nats.url });
    expect((await (await jetstreamManager(second)).streams.info('FACTS')).config.name).toBe('FACTS');
    await second.close();
    await nats.stop();
    expect(await runs(nats.pid)).toBe(false);
  });

  it('says that its port is taken', async () => {
    const nats = await startNats({ dataDir: join(folder, 'nats') });
    const second = startNats({ dataDir: join(folder, 'nats2'), port: nats.port });
    await expect(second).rejects.toMatchObject({ code: 'PORT_TAKEN' });
    await nats.stop();
  });
});

it('lets no server outlive a parent that is killed with SIGKILL', async () => {
  const parent = spawn(
    process.execPath,
    [fileURLToPath(new URL('two-servers.ts', import.meta.url)), join(folder, 'orphans')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [line] = await once(parent.stdout, 'data');
  const pids = JSON.parse(line) as number[];
  expect(await running(pids)).toEqual([true, true]);
  parent.kill('SIGKILL');
  for (let tries = 0; tries < 100 && (await running(pids)).includes(true); tries += 1) await sleep(100);
  expect(await running(pids)).toEqual([false, false]);
});
