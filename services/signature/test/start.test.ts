import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, createLog } from '@edo/kit';
import { createSandbox, writeTrustList } from '@edo/sandbox';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Config } from '../src/config.ts';
import { openOperatorKey } from '../src/operator-key.ts';
import { readTrust } from '../src/trust.ts';
import { keyFile } from './world.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'edo-signature-start-'));
afterAll(() => rmSync(folder, { recursive: true }));

const clock = { millis: () => Date.parse('2026-11-22T12:00:00Z'), now: () => '2026-11-22T12:00:00.000Z' };
const sandbox = createSandbox({ clock, rsaAuthorityBits: 2048 });
const list = writeTrustList(sandbox, join(folder, 'trust'));
const log = createLog('signature', 'silent');
const subject = {
  commonName: 'ИС "Оператор (тест)"',
  organization: 'ТОО "Оператор (тест)"',
  bin: '210140000016',
};
const password = join(folder, 'password');
writeFileSync(password, 'Qwerty12', { mode: 0o600 });

const config = (change: Record<string, string> = {}) =>
  Config.parse({
    EDO_ENVIRONMENT: 'development',
    NATS_URL: 'nats://127.0.0.1:4222',
    MONGO_URL: 'mongodb://127.0.0.1/signature',
    SERVICE_KEY_FILE: 'key',
    SERVICE_KEYS_FILE: 'keys',
    HEALTH_PORT: '0',
    OBJECTS_URL: 'http://127.0.0.1:1',
    TRUST_LIST: list.path,
    OCSP_URL: 'http://127.0.0.1:1/ocsp',
    TSP_URL: 'http://127.0.0.1:1/tsp',
    OPERATOR_KEY_FILE: join(folder, 'operator.p12'),
    OPERATOR_KEY_PASSWORD_FILE: password,
    ...change,
  });
const refused = (message: string) =>
  expect.objectContaining({ name: 'ConfigError', message: expect.stringContaining(message) });

describe('the trust list at start', () => {
  it('is read with the hash that pins it', async () => {
    const trust = await readTrust(config({ TRUST_LIST_SHA256: list.sha256 }));
    expect(trust).toMatchObject({ sha256: list.sha256, list: { environment: 'development' } });
  });

  it.each([
    ['another list than the pinned one', { TRUST_LIST_SHA256: '0'.repeat(64) }, 'TRUST_LIST_SHA256 pins'],
    ['production without a pin', { EDO_ENVIRONMENT: 'production' }, 'TRUST_LIST_SHA256'],
    [
      'a list of development in production',
      { EDO_ENVIRONMENT: 'production', TRUST_LIST_SHA256: list.sha256 },
      'development',
    ],
    ['a file that is not there', { TRUST_LIST: join(folder, 'none', 'trust-list.json') }, 'cannot be read'],
  ])('stops the start: %s', async (_, change, message) => {
    await expect(readTrust(config(change))).rejects.toEqual(refused(message));
  });

  it('stops the start where production trusts the sandbox', async () => {
    const forged = join(folder, 'forged');
    const { path } = writeTrustList(sandbox, forged);
    const text = readFileSync(path, 'utf8').replace('"development"', '"production"');
    writeFileSync(path, text);
    const sha256 = createHash('sha256').update(text).digest('hex');
    const production = config({ EDO_ENVIRONMENT: 'production', TRUST_LIST: path, TRUST_LIST_SHA256: sha256 });
    await expect(readTrust(production)).rejects.toEqual(refused('test authority'));
  });
});

describe("the operator's key at start", () => {
  const open = async (change: Record<string, string> = {}) => {
    const { list: trust } = await readTrust(config());
    return openOperatorKey(config(change), trust, clock, log);
  };
  const issue = (name: string, order: Partial<Parameters<typeof sandbox.issue>[0]> = {}) =>
    keyFile(folder, name, sandbox.issue({ profile: 'information-system', subject, ...order }));

  it('is opened with its issuer', async () => {
    const file = await issue('operator.p12');
    const key = await open({ OPERATOR_KEY_FILE: file });
    expect(Buffer.from(key.issuer.encoded)).toEqual(
      Buffer.from(sandbox.authority('gost2015').nca.certificate),
    );
  });

  it.each([
    ['for logging in', { profile: 'authentication' } as const, 'not for signing'],
    ['ended', { notBefore: new Date('2025-01-01T00:00:00Z'), days: 30 }, 'not valid by the trust list'],
  ])('stops the start where its certificate is %s', async (name, order, message) => {
    const file = await issue(`${name}.p12`, order);
    await expect(open({ OPERATOR_KEY_FILE: file })).rejects.toEqual(refused(message));
  });

  it('stops the start where the password is wrong', async () => {
    const wrong = join(folder, 'wrong');
    writeFileSync(wrong, 'password', { mode: 0o600 });
    const file = await issue('other.p12');
    await expect(open({ OPERATOR_KEY_FILE: file, OPERATOR_KEY_PASSWORD_FILE: wrong })).rejects.toEqual(
      refused('wrong password'),
    );
  });

  it('stops the start where others may read it', async () => {
    const file = await issue('open.p12');
    chmodSync(file, 0o644);
    await expect(open({ OPERATOR_KEY_FILE: file })).rejects.toEqual(refused('others may read'));
  });

  it('in a file is refused in production unless wanted outright', async () => {
    const file = await issue('production.p12');
    const production = { EDO_ENVIRONMENT: 'production', OPERATOR_KEY_FILE: file };
    await expect(open(production)).rejects.toBeInstanceOf(ConfigError);
    await expect(open({ ...production, OPERATOR_KEY_IN_FILE_ACCEPTED: 'yes' })).resolves.toBeDefined();
  });
});
