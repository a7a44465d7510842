// The mail and SMS sinks as one process. Environment: HOST (127.0.0.1 unless given), SINK_DIR, SMTP_PORT, MAIL_HTTP_PORT, SMS_HTTP_PORT, HEALTH_PORT.
import { join } from 'node:path';
import { json, listen, notFound } from './http.ts';
import { startMailSink } from './mail-sink.ts';
import { startSmsSink } from './sms-sink.ts';

const folder = process.env['SINK_DIR'] ?? fail('SINK_DIR: the folder for messages is missing');
const host = process.env['HOST'];
const mail = await startMailSink({
  folder: join(folder, 'mail'),
  host,
  smtpPort: port('SMTP_PORT'),
  httpPort: port('MAIL_HTTP_PORT'),
});
const sms = await startSmsSink({ folder: join(folder, 'sms'), host, port: port('SMS_HTTP_PORT') });
const health = await listen({ host, port: port('HEALTH_PORT') }, async (_, url) =>
  url.pathname === '/readyz' || url.pathname === '/livez'
    ? json(200, { status: 'ok' })
    : notFound(url.pathname),
);
console.log(JSON.stringify({ smtp: mail.smtpPort, mail: mail.httpPort, sms: sms.port, health: health.port }));
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, stop);

async function stop(): Promise<void> {
  await Promise.all([mail.stop(), sms.stop(), health.stop()]);
  process.exit(0);
}

function port(name: string): number {
  const value = Number(process.env[name]);
  return Number.isInteger(value) && value >= 0 && value <= 65_535
    ? value
    : fail(`${name}: a port is needed (0 to 65535)`);
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(78); // EX_CONFIG
}
