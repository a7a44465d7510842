import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Clock,
  connectMongo,
  createFacts,
  createLog,
  personalDataWith,
  prepareModels,
  transactionOn,
} from '@edo/kit';
import { startMailSink, startSmsSink } from '@edo/sandbox/sinks';
import { startTestServers } from '@edo/servers';
import { deliveryOf } from '../src/delivery.ts';
import { notificationsService } from '../src/notifications.service.ts';
import { mailProvider, smsProvider } from '../src/providers.ts';
import { messageStore } from '../src/store.ts';

/** notifications without its bus: its own MongoDB, a real mail server and a real SMS gateway that may be stopped. */
export async function startWorld() {
  const servers = await startTestServers();
  const folder = await mkdtemp(join(tmpdir(), 'edo-notifications-'));
  const clock = movableClock();
  const connection = await connectMongo(servers.mongoUrl('notifications'));
  const store = messageStore(
    connection,
    personalDataWith({ personalData: randomBytes(32), blindIndex: randomBytes(32) }),
  );
  const log = createLog('notifications', 'silent');
  const facts = createFacts({
    connection,
    source: 'notifications',
    append: async () => ({ results: [], checkpoint: { size: 0, rootHash: '', note: '' } }),
    readEntries: async () => ({ entries: [], size: 0 }),
    nats: null,
    log,
    clock,
  });
  await prepareModels(connection);
  let mail = await startMailSink({ folder: join(folder, 'mail') });
  const sms = await startSmsSink({ folder: join(folder, 'sms') });
  const { smtpPort } = mail;
  const post = mailProvider(`smtp://127.0.0.1:${smtpPort}`, 'EDO (test) <no-reply@edo.test>');
  const delivery = deliveryOf({
    store,
    providers: { email: post.send, sms: smsProvider(`http://127.0.0.1:${sms.port}/messages`) },
    facts,
    transaction: transactionOn(connection),
    clock,
    log,
  });
  const messagesAt = async (port: number, to: string) =>
    (await (await fetch(`http://127.0.0.1:${port}/messages?to=${encodeURIComponent(to)}`)).json()) as {
      subject?: string;
      text: string;
    }[];
  return {
    clock,
    store,
    delivery,
    handlers: notificationsService({ store, delivery, clock }),
    mails: (to: string) => messagesAt(mail.httpPort, to),
    texts: (to: string) => messagesAt(sms.port, to),
    stopMail: () => mail.stop(),
    async startMail() {
      mail = await startMailSink({ folder: join(folder, 'mail'), smtpPort });
    },
    /** Facts of this service, in order, as their bytes say. */
    facts: async () =>
      (await connection.collection('outbox').find().sort({ at: 1 }).toArray()).map(
        ({ bytes }) =>
          JSON.parse(Buffer.from(bytes.buffer).toString('utf8')) as {
            type: string;
            data: Record<string, unknown>;
          },
      ),
    everythingAtRest: async () =>
      JSON.stringify(
        await Promise.all(
          (await connection.listCollections()).map(({ name }) =>
            connection.collection(name).find().toArray(),
          ),
        ),
        (_, value) => (value?.buffer ? Buffer.from(value.buffer).toString('utf8') : value),
      ),
    async stop() {
      post.close();
      await Promise.allSettled([mail.stop(), sms.stop()]);
      await connection.close();
      await servers.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function movableClock(): Clock & { move(millis: number): void } {
  let at = Date.parse('2026-11-23T09:00:00.000Z');
  return {
    millis: () => at,
    now: () => new Date(at).toISOString(),
    move(millis) {
      at += millis;
    },
  };
}
