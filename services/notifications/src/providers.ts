import { createTransport } from 'nodemailer';
import type { Message } from './domain/message.ts';

/** Hands a message to the one who delivers it; the same message twice is delivered once where the provider can tell. */
export type Provider = (message: Message) => Promise<void>;

const TIMEOUT_MILLIS = 15_000;

/** Mail by SMTP; a Message-ID made of the message's own id lets mail servers drop a second copy. */
export function mailProvider(smtpUrl: string, from: string): { send: Provider; close(): void } {
  const transport = createTransport(smtpUrl, { from });
  const domain = from.match(/@([\w.-]+)/)?.[1] ?? 'localhost';
  return {
    async send({ messageId, address, subject, text }) {
      await transport.sendMail({ to: address, subject, text, messageId: `<${messageId}@${domain}>` });
    },
    close: () => transport.close(),
  };
}

/** SMS by the gateway's HTTP interface; the message's id is its idempotency key. */
export function smsProvider(url: string): Provider {
  return async ({ messageId, address, text }) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: messageId, to: address, text }),
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
    if (!response.ok) throw new Error(`the SMS gateway answered ${response.status}`);
  };
}
