import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startProcess } from '@edo/servers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { START_MILLIS, startWorld, type World } from './world.fixture.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
let world: World;
beforeAll(async () => {
  world = await startWorld();
}, START_MILLIS);
afterAll(() => world?.stop());

const start = (env: Record<string, string>) =>
  startProcess({
    name: 'signature',
    command: process.execPath,
    args: [main],
    env: {
      EDO_ENVIRONMENT: 'development',
      NATS_URL: world.config.NATS_URL,
      MONGO_URL: world.servers.mongoUrl('signature_process'),
      SERVICE_KEY_FILE: world.config.SERVICE_KEY_FILE,
      SERVICE_KEYS_FILE: world.config.SERVICE_KEYS_FILE,
      HEALTH_PORT: '0',
      OBJECTS_URL: world.config.OBJECTS_URL,
      TRUST_LIST: world.config.TRUST_LIST,
      OCSP_URL: world.config.OCSP_URL,
      TSP_URL: world.config.TSP_URL,
      CRL_URLS: world.config.CRL_URLS.join(),
      OPERATOR_KEY_FILE: world.config.OPERATOR_KEY_FILE,
      OPERATOR_KEY_PASSWORD_FILE: world.config.OPERATOR_KEY_PASSWORD_FILE,
      ...env,
    },
    logFile: join(world.folder, 'signature.log'),
  });

it(
  'the process names its trust list and its key, says that it is ready, and stops when told to',
  async () => {
    const signature = await start({});
    try {
      while (!(await signature.output()).includes('"msg":"ready"') && !signature.exit()) await sleep(50);
      const log = await signature.output();
      expect(log).toContain(world.trust.sha256);
      expect(log).toContain('the operator signs with a key in a file');
      expect(log).not.toContain('a CRL could not be fetched');
    } finally {
      expect(await signature.stop()).toEqual({ code: 0, signal: null });
    }
  },
  START_MILLIS,
);

it.each([
  ['an address of OCSP that is none', { OCSP_URL: 'ocsp.pki.gov.kz' }, 'OCSP_URL'],
  ['production without a pinned trust list', { EDO_ENVIRONMENT: 'production' }, 'TRUST_LIST_SHA256'],
])(
  'the process refuses %s, naming the variable',
  async (_, env, variable) => {
    const signature = await start(env);
    expect(await signature.exited).toEqual({ code: 78, signal: null });
    expect(await signature.output()).toContain(`${variable}: `);
  },
  START_MILLIS,
);
