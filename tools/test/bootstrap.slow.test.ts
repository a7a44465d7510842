import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from '@jest/globals';

const bootstrap = fileURLToPath(new URL('../../bootstrap.mjs', import.meta.url));
const entry = `
import { appendFileSync } from 'node:fs';
const [, , verb, ...rest]: string[] = process.argv;
if (verb === 'wait') {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
    appendFileSync('signals', signal + '\\n');
    setTimeout(() => process.exit(0), 300);
  });
  setInterval(() => {}, 1000);
}
console.log(JSON.stringify({ pid: process.pid, rest }));
if (verb === 'exit') process.exit(Number(rest[0]));
`;

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'edo-bootstrap-'));
  await mkdir(join(project, 'part'));
  await writeFile(
    join(project, 'package.json'),
    '{"name":"demo","version":"1.0.0","private":true,"workspaces":["part"]}',
  );
  await writeFile(join(project, 'part/package.json'), '{"name":"part","version":"1.0.0"}');
  await writeFile(join(project, 'main.ts'), entry);
  await cp(bootstrap, join(project, 'bootstrap.mjs'));
  await promisify(execFile)('npm', ['install', '--package-lock-only', '--offline'], { cwd: project });
});
afterEach(() => rm(project, { recursive: true, force: true }));

const run = (...args: string[]) =>
  spawn(process.execPath, ['bootstrap.mjs', 'main.ts', ...args], { cwd: project });
const end = async (child: ChildProcess) => (await once(child, 'exit'))[0] as number | null;
const firstLine = async (child: ChildProcess) => JSON.parse(`${(await once(child.stdout!, 'data'))[0]}`);

it('installs on the first run only, says the Node version, passes arguments and the exit code', async () => {
  const first = run('exit', '3', 'a b');
  const told = text(first.stderr);
  expect(await firstLine(first)).toMatchObject({ rest: ['3', 'a b'] });
  expect(await end(first)).toBe(3);
  expect(await told).toMatch(/installing what[\s\S]*Node\.js v\d+/);

  const second = run('exit', '0');
  const toldAgain = text(second.stderr);
  expect(await end(second)).toBe(0);
  expect(await toldAgain).not.toMatch(/installing what/);
});

it('installs again when the lock file names more than is there', async () => {
  await end(run('exit', '0'));
  await rm(join(project, 'node_modules/part'));
  const again = run('exit', '0');
  const told = text(again.stderr);
  expect(await end(again)).toBe(0);
  expect(await told).toMatch(/installing what/);
});

it.each([['freshly cloned'], ['installed']])(
  'hands one signal on once when %s, and waits for the end',
  async (state) => {
    if (state === 'installed') await end(run('exit', '0'));
    const child = run('wait');
    await firstLine(child);
    child.kill('SIGINT');
    expect(await end(child)).toBe(0);
    expect(await readFile(join(project, 'signals'), 'utf8')).toBe('SIGINT\n');
  },
);

it('ends its program when it is killed itself', async () => {
  const child = run('wait');
  const { pid } = await firstLine(child);
  expect(pid).not.toBe(child.pid); // a fresh clone: a process of its own
  child.kill('SIGKILL');
  for (let tries = 0; tries < 100 && !existsSync(join(project, 'signals')); tries += 1) await sleep(50);
  expect(await readFile(join(project, 'signals'), 'utf8')).toBe('SIGTERM\n');
});
