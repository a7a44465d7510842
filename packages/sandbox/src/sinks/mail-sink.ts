import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { type Answer, html, json, listen, notFound } from './http.ts';
import { Mailbox } from './mailbox.ts';
import { page } from './page.ts';

/** Ports 0 take free ones; `host` is 127.0.0.1 unless given. `folder`: where messages are kept as .eml. */
export type MailSinkOptions = {
  folder: string;
  host?: string | undefined;
  smtpPort?: number;
  httpPort?: number;
};
export type MailSink = { smtpPort: number; httpPort: number; stop(): Promise<void> };

const SIZE = 30 * 1024 * 1024;

/**
 * A mail server that accepts everything and delivers nothing: SMTP in, and over HTTP
 * `GET /messages?to=` (JSON), `GET /messages/{id}` (the .eml) and a page for people at `/`.
 * A message is acknowledged when it is on disk.
 */
export async function startMailSink({
  folder,
  host = '127.0.0.1',
  smtpPort = 0,
  httpPort = 0,
}: MailSinkOptions): Promise<MailSink> {
  const mailbox = new Mailbox(folder);
  const smtp = smtpServer(mailbox);
  await new Promise<void>((resolve, reject) => {
    smtp.once('error', reject);
    smtp.listen(smtpPort, host, resolve);
  });
  smtp.on('error', () => {}); // a client that went away is no reason to end
  const http = await listen({ host, port: httpPort }, (_, url) => answer(mailbox, url));
  return {
    smtpPort: (smtp.server.address() as AddressInfo).port,
    httpPort: http.port,
    stop: async () => {
      await http.stop();
      await new Promise<void>((resolve) => smtp.close(resolve));
    },
  };
}

const smtpServer = (mailbox: Mailbox) =>
  new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: SIZE,
    disableReverseLookup: true,
    onData: (stream, { envelope }, done) => {
      const from = envelope.mailFrom ? envelope.mailFrom.address : '';
      const to = envelope.rcptTo.map(({ address }) => address);
      const kept = buffer(stream).then((message) => {
        if (stream.sizeExceeded)
          throw Object.assign(new Error('message is too large'), { responseCode: 552 });
        return mailbox.keep(from, to, message, new Date());
      });
      kept.then(
        (id) => done(null, `kept as ${id}`),
        (error: Error) => done(error),
      );
    },
  });

async function answer(mailbox: Mailbox, url: URL): Promise<Answer> {
  const id = /^\/messages\/([^/]+)$/.exec(url.pathname)?.[1];
  if (id) return source(mailbox, id);
  if (url.pathname === '/messages')
    return json(200, await mailbox.list(url.searchParams.get('to') ?? undefined));
  if (url.pathname !== '/') return notFound(url.pathname);
  const shown = (await mailbox.list()).map(({ id, receivedAt, to, subject, text }) => ({
    at: receivedAt,
    to: to.join(', '),
    subject,
    text,
    link: `/messages/${id}`,
  }));
  return html(page('Mail sink', shown));
}

async function source(mailbox: Mailbox, id: string): Promise<Answer> {
  const message = await mailbox.source(id);
  return message
    ? { status: 200, type: 'text/plain; charset=utf-8', body: message.toString() }
    : notFound(id);
}
