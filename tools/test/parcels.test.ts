import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { serviceNames } from '@edo/contracts';
import { type BaseConfig, natsPermissions, readConfig } from '@edo/kit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { deliver, type Parcel } from '../src/deploy/parcel.ts';
import { mongoLogins, parcels } from '../src/deploy/parcels.ts';
import { type KeyFolder, openKeyFolder } from '../src/start/key-folder.ts';
import { serviceProcesses } from '../src/start/process-table.ts';

let folder: string;
let keys: KeyFolder;
let all: Record<string, Parcel>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'edo-parcels-'));
  const keysDir = join(folder, 'keys');
  keys = openKeyFolder(keysDir);
  mkdirSync(join(folder, 'sandbox/trust'), { recursive: true });
  writeFileSync(join(folder, 'sandbox/trust/trust-list.json'), '{}');
  const operatorKeyFile = join(keysDir, 'operator-key.p12');
  writeFileSync(operatorKeyFile, 'from the sandbox');
  all = parcels({ keys, keysDir, operatorKeyFile, dataDir: folder });
  for (const [name, parcel] of Object.entries(all)) deliver(parcel, join(folder, 'parcels', name));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (container: string, file: string) =>
  readFileSync(join(folder, 'parcels', container, file), 'utf8');

type Schema = z.ZodObject<z.ZodRawShape> & z.ZodType<BaseConfig>;
async function configOf(process: string): Promise<{ Config: Schema & { options?: readonly Schema[] } }> {
  return import(`../../services/${process.replace(/-.*/, '')}/src/config.ts`);
}

it.each(serviceProcesses)(
  'gives %s every variable that its configuration needs, and none it does not know',
  async (process) => {
    const { Config } = await configOf(process);
    const environment = parseEnv(read(process, 'env'));
    expect(readConfig(Config, environment)).toMatchObject({ NATS_USER: process.replace(/-.*/, '') });
    const known = (Config.options ?? [Config]).flatMap((schema) => Object.keys(schema.shape));
    expect(known).toEqual(expect.arrayContaining(Object.keys(environment)));
  },
);

it.each(serviceProcesses)('gives %s every file that its environment names', (process) => {
  const environment = Object.values(parseEnv(read(process, 'env')));
  const files = environment.flatMap((value) => /^\/run\/edo\/(.+)$/.exec(value!)?.slice(1) ?? []);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(statSync(join(folder, 'parcels', process, file)).isFile()).toBe(true);
  expect(environment.join()).not.toContain(join(folder, 'keys'));
});

it('gives NATS a user for every service, with what the topology allows it', () => {
  const { users } = JSON.parse(read('nats', 'nats.conf')).authorization;
  expect(users.map(({ user }: { user: string }) => user)).toEqual([...serviceNames]);
  for (const { user, permissions } of users)
    expect(permissions.publish.allow).toEqual(natsPermissions(user).publish);
});

it('gives every service the logins that NATS and MongoDB know, and no process those of another', () => {
  const { users } = mongoLogins(keys);
  const users_ = JSON.parse(read('nats', 'nats.conf')).authorization.users;
  for (const { user, password } of [...users, ...users_]) {
    const holders = serviceProcesses.filter((process) => read(process, 'env').includes(password));
    expect(holders).toEqual(serviceProcesses.filter((process) => process.replace(/-.*/, '') === user));
  }
});

it('lets nobody but its owner read what it gives, and leaves nothing of an earlier time', () => {
  const target = join(folder, 'again');
  mkdirSync(target);
  writeFileSync(join(target, 'old.secret'), 'old');
  deliver(all['archive-objects']!, target);
  expect(readdirSync(target).sort()).toEqual([
    'archive.pem',
    'env',
    'objects-kek.secret',
    'services.jwks.json',
  ]);
  for (const name of readdirSync(target)) expect(statSync(join(target, name)).mode & 0o077).toBe(0);
});
