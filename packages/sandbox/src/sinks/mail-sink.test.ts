import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { type MailSink, startMailSink } from './mail-sink.ts';
import type { Mail } from './mailbox.ts';

let folder: string;
let sink: MailSink;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edo-mail-'));
  sink = await startMailSink({ folder });
});
afterEach(async () => {
  await sink.stop();
  await rm(folder, { recursive: true, force: true });
});

const send = (to: string, subject: string, text: string) =>
  createTransport({ host: '127.0.0.1', port: sink.smtpPort, ignoreTLS: true }).sendMail({
    from: 'platform@test.example',
    to,
    subject,
    text,
  });
const list = async (query = '') => (await (await get(`/messages${query}`)).json()) as Mail[];
const get = (path: string) => fetch(`http://127.0.0.1:${sink.httpPort}${path}`);

it('keeps what SMTP brings, readable in Kazakh, under the address it was delivered to', async () => {
  await send('receiver@test.example', 'Құжат тіркелді', 'Шарт № 1 тіркелді, қараңыз.');
  await send('other@test.example', 'else', 'else');
  const mails = await list('?to=RECEIVER@test.example');
  expect(mails).toMatchObject([
    {
      from: 'platform@test.example',
      to: ['receiver@test.example'],
      subject: 'Құжат тіркелді',
      text: 'Шарт № 1 тіркелді, қараңыз.',
    },
  ]);
  expect(Date.now() - Date.parse(mails[0]!.receivedAt)).toBeLessThan(60_000);
});

it('keeps messages as .eml files that a new start finds', async () => {
  await send('receiver@test.example', 'kept', 'body');
  await sink.stop();
  expect(await readdir(folder)).toEqual([expect.stringMatching(/\.eml$/)]);
  sink = await startMailSink({ folder });
  const [mail] = await list();
  expect(await (await get(`/messages/${mail!.id}`)).text()).toMatch(
    /^Return-Path: <platform@test.example>\r\nDelivered-To: receiver@test/,
  );
});

it('shows messages on a page without letting them be markup', async () => {
  await send('receiver@test.example', '<script>alert(1)</script>', 'text');
  const shown = await (await get('/')).text();
  expect(shown).toContain('&lt;script&gt;');
  expect(shown).not.toContain('<script>');
});

it('gives no file but a kept message', async () => {
  expect((await get('/messages/..%2F..%2Fetc%2Fpasswd')).status).toBe(404);
});
