import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTrustList } from '@edo/eds';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningSandbox, startSandbox, TEST_PASSWORD, writeTrustList } from '../src/index.ts';
import { clockAt, head, person } from './subjects.ts';

const clock = clockAt('2026-11-22T12:00:00Z');
const directory = mkdtempSync(join(tmpdir(), 'sandbox-'));
const start = () => startSandbox({ clock, directory, rsaAuthorityBits: 2048 });
let running: RunningSandbox;
beforeAll(async () => {
  running = await start();
});
afterEach(() => running.sandbox.behaviours.reset());
afterAll(async () => {
  await running.stop();
  rmSync(directory, { recursive: true });
});

const order = (name: string, body: unknown, type = 'application/json') =>
  fetch(`${running.urls.control}/${name}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: JSON.stringify(body),
  });

describe('the control API', () => {
  it('issues a certificate with its container', async () => {
    const response = await order('issue', { profile: 'head', subject: head });
    expect(await response.json()).toMatchObject({
      password: TEST_PASSWORD,
      serialNumber: expect.any(String),
    });
  });

  it.each([
    ['an order it does not know', 'sell', {}, 404],
    ['a profile it does not know', 'issue', { profile: 'king', subject: person }, 400],
    ['a serial number it has not issued', 'revoke', { serialNumber: '4711' }, 400],
    ['a lie it does not know', 'behaviour', { service: 'ocsp', lie: 'white' }, 400],
  ])('refuses %s', async (_, name, body, status) => {
    expect((await order(name, body)).status).toBe(status);
  });

  it('refuses what a web page could send without asking', async () => {
    expect((await order('reset', {}, 'text/plain')).status).toBe(415);
  });

  it('tells how the services behave', async () => {
    await order('behaviour', { service: 'tsp', slowMillis: 5, down: '503' });
    const status = await (await fetch(`${running.urls.control}/status`)).json();
    expect(status).toMatchObject({
      behaviours: { tsp: { slowMillis: 5, down: '503', lie: null }, ocsp: { down: null } },
    });
  });
});

describe('a service that is told to', () => {
  const crl = () => fetch(`${running.urls.base}/crl/nca_rsa.crl`);

  it('be down answers 503', async () => {
    await order('behaviour', { service: 'crl', down: '503' });
    expect((await crl()).status).toBe(503);
  });

  it('drop connections answers nothing', async () => {
    await order('behaviour', { service: 'crl', down: 'drop' });
    await expect(crl()).rejects.toThrow('fetch failed');
  });

  it('be slow answers late', async () => {
    await order('behaviour', { service: 'crl', slowMillis: 120 });
    const before = performance.now();
    expect((await crl()).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(110);
  });
});

describe('a second start', () => {
  it('finds authorities, certificates and revocations, and keys that only their owner can read', async () => {
    const issued = await (await order('issue', { profile: 'person', subject: person })).json();
    const { serialNumber } = issued as { serialNumber: string };
    await order('revoke', { serialNumber, reason: 'keyCompromise', at: '2026-11-20T00:00:00Z' });
    const again = await start();
    await again.stop();
    expect(again.sandbox.authority('gost2015').nca.certificate).toEqual(
      running.sandbox.authority('gost2015').nca.certificate,
    );
    expect(again.sandbox.registry.findAnywhere(serialNumber)?.revocation).toEqual({
      reason: 'keyCompromise',
      at: new Date('2026-11-20T00:00:00Z'),
    });
    expect(statSync(join(directory, 'nca_gost2015.key')).mode & 0o777).toBe(0o600);
  });

  it('writes the same trust list', async () => {
    const folder = join(directory, 'trust');
    const first = writeTrustList(running.sandbox, folder);
    const again = await start();
    await again.stop();
    expect(writeTrustList(again.sandbox, folder)).toEqual(first);
    const list = loadTrustList(folder, 'development');
    expect(list.signers).toHaveLength(4);
    expect(list.ocspResponders).toHaveLength(1);
    expect(() => loadTrustList(folder, 'production')).toThrow('development');
  });
});
