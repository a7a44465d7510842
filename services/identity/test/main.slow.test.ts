import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startProcess } from '@edo/servers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { OPERATOR } from './people.fixture.ts';
import { startWorld, type World } from './world.fixture.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
let world: World;
let files: { secret: string; operator: string };
beforeAll(async () => {
  world = await startWorld();
  files = { secret: world.config.IDENTITY_SECRET_FILE, operator: join(world.folder, 'operator.json') };
  await writeFile(files.secret, randomBytes(32).toString('base64'), { mode: 0o600 });
  await writeFile(files.operator, JSON.stringify(OPERATOR), { mode: 0o600 });
});
afterAll(() => world.stop());

function start(env: Record<string, string>) {
  const { SERVICE_KEY_FILE, SERVICE_KEYS_FILE, NATS_URL } = world.config;
  const base = {
    SERVICE_KEY_FILE,
    SERVICE_KEYS_FILE,
    NATS_URL,
    EDO_ENVIRONMENT: 'development',
    HEALTH_PORT: '0',
  };
  const own = {
    MONGO_URL: world.servers.mongoUrl('identity_process'),
    IDENTITY_SECRET_FILE: files.secret,
    OPERATOR_BOOTSTRAP_FILE: files.operator,
  };
  return startProcess({
    name: 'identity',
    command: process.execPath,
    args: [main],
    env: { ...base, ...own, ...env },
    logFile: join(world.folder, 'identity.log'),
  });
}

it('the process makes the first operator, says it is ready, and stops when told to', async () => {
  const identity = await start({});
  try {
    while (!(await identity.output()).includes('"msg":"ready"') && !identity.exit()) await sleep(50);
    const log = await identity.output();
    expect(log).toContain('"outcome":"added"');
    expect(log).not.toContain(OPERATOR.email);
  } finally {
    expect(await identity.stop()).toEqual({ code: 0, signal: null });
  }
});

it.each([
  ['a secret of the wrong length', 'IDENTITY_SECRET_FILE', 'short', 0o600],
  [
    'an operator without a phone',
    'OPERATOR_BOOTSTRAP_FILE',
    '{"email":"a@b.test","password":"long enough 1"}',
    0o600,
  ],
  ['a password file that everyone may read', 'OPERATOR_BOOTSTRAP_FILE', JSON.stringify(OPERATOR), 0o644],
])('the process refuses %s, naming the variable', async (_, variable, content, mode) => {
  const file = join(world.folder, `wrong-${randomBytes(4).toString('hex')}`);
  await writeFile(file, content, { mode });
  const identity = await start({ [variable]: file, MONGO_URL: world.servers.mongoUrl('identity_wrong') });
  expect(await identity.exited).toEqual({ code: 78, signal: null });
  expect(await identity.output()).toMatch(new RegExp(`^${variable}: `, 'm'));
  expect(await readFile(file, 'utf8')).toBe(content);
});
