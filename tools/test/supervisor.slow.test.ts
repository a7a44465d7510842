import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type ProcessRow, startProcesses } from '../src/start/processes.ts';
import { Interrupted } from '../src/start/start-error.ts';
import { createSupervisor, type Supervisor } from '../src/start/supervisor.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

let folder: string;
let supervisor: Supervisor;
let lines: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edo-supervisor-'));
  lines = [];
  supervisor = createSupervisor((line) => lines.push(line));
});
afterEach(async () => {
  await supervisor.stop();
  await rm(folder, { recursive: true, force: true });
});

const start = (rows: ProcessRow[], readyWithinMs = 20_000) =>
  startProcesses(rows, supervisor, { root, logsDir: folder, say: (line) => lines.push(line), readyWithinMs });
const row = async (name: string, behaviour = ''): Promise<ProcessRow> => {
  const healthPort = await freePort();
  const env = {
    HEALTH_PORT: `${healthPort}`,
    BEHAVIOUR: behaviour,
    NAME: name,
    JOURNAL: join(folder, 'stops'),
  };
  return { name, entry: 'test/part.ts', env, healthPort };
};

it('stops the processes gracefully, the last group first and whole', async () => {
  await start([await row('sink')]);
  supervisor.nextGroup();
  await start([await row('identity', 'slow-to-stop')]);
  await Promise.all([supervisor.stop(), supervisor.stop()]);
  expect(await readFile(join(folder, 'stops'), 'utf8')).toBe('identity\nsink\n');
  expect(lines).toEqual(['sink is ready', 'identity is ready', 'stopping identity', 'stopping sink']);
});

it('ends with the name and the last lines of a process that dies', async () => {
  await start([await row('identity'), await row('documents', 'dies')]);
  const forever = supervisor.whileUp(new Promise<never>(() => {}));
  await expect(forever).rejects.toThrow(
    /^documents ended with code 3; the last lines of .*documents\.log:\n {2}documents started\n {2}the database is gone$/,
  );
});

it('names what a process waits for that does not become ready', async () => {
  const started = start([await row('documents', 'never-ready')], 1000);
  await expect(started).rejects.toThrow(
    /^documents is not ready after 1 s \(.*: 503 database: no answer\); see .*documents\.log\.$/,
  );
});

it('gives up the start when it is interrupted, and stops what has been started', async () => {
  const started = start([await row('identity'), await row('documents', 'never-ready')]);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  supervisor.fail(new Interrupted('SIGINT: ending everything'));
  await expect(started).rejects.toBeInstanceOf(Interrupted);
  await supervisor.stop();
  expect((await readFile(join(folder, 'stops'), 'utf8')).split('\n').sort()).toEqual([
    '',
    'documents',
    'identity',
  ]);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
