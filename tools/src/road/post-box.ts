import { until } from './until.ts';

interface Received {
  readonly receivedAt: string;
  readonly to: string | readonly string[];
  readonly subject?: string;
  readonly text: string;
}

/** What came to a phone or a mailbox, read from the sinks. */
export interface PostBox {
  /** The six-digit code in the first SMS to this phone after the instant (milliseconds). */
  code(phone: string, after: number): Promise<string>;
  /** The mails to this address whose text has the word. */
  mail(address: string, word: string): Promise<Received>;
}

export function postBoxAt(mailUrl: string, smsUrl: string): PostBox {
  const list = async (url: string, to: string) =>
    (await (await fetch(`${url}/messages?to=${encodeURIComponent(to)}`)).json()) as Received[];
  return {
    code: (phone, after) =>
      until(`the SMS code for ${phone}`, 15_000, async () => {
        const sms = (await list(smsUrl, phone)).filter(({ receivedAt }) => Date.parse(receivedAt) >= after);
        return sms.flatMap(({ text }) => text.match(/\b\d{6}\b/) ?? [])[0];
      }),
    mail: (address, word) =>
      until(`the mail to ${address} with ${word}`, 30_000, async () =>
        (await list(mailUrl, address)).find(({ text }) => text.includes(word)),
      ),
  };
}
