import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Listening } from './http.ts';
import { startSmsSink } from './sms-sink.ts';

let folder: string;
let sink: Listening;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edo-sms-'));
  sink = await startSmsSink({ folder });
});
afterEach(async () => {
  await sink.stop();
  await rm(folder, { recursive: true, force: true });
});

const url = () => `http://127.0.0.1:${sink.port}/messages`;
const post = async (body: unknown) =>
  (await fetch(url(), { method: 'POST', body: JSON.stringify(body) })).status;
const code = { id: 'code-1', to: '+77010000001', text: 'Код: 123456' };

it('keeps a message once, however often it is sent', async () => {
  expect(await Promise.all([post(code), post(code), post(code)])).toEqual(
    expect.arrayContaining([201, 200, 200]),
  );
  expect(await (await fetch(`${url()}?to=%2B77010000001`)).json()).toMatchObject([
    { ...code, status: 'delivered' },
  ]);
});

it('refuses another message under an id that was used', async () => {
  await post(code);
  expect(await post({ ...code, text: 'Код: 654321' })).toBe(409);
  expect(await (await fetch(`${url()}/code-1`)).json()).toMatchObject(code);
});

it.each([
  ['no E.164 number', { ...code, to: '87010000001' }],
  ['an id that is a path', { ...code, id: '../x' }],
  ['no text', { ...code, text: '' }],
  ['no object', null],
])('refuses a message with %s', async (_, body) => {
  expect(await post(body)).toBe(400);
});

it('finds its messages after a new start', async () => {
  await post(code);
  await sink.stop();
  sink = await startSmsSink({ folder });
  expect(await (await fetch(url())).json()).toHaveLength(1);
});
