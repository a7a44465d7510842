import { z } from 'zod';
import { contract, fact } from './contract.ts';
import { Id, Instant, Locale, PageParams, page, Sha256 } from './vocabulary.ts';

export const Channel = z.enum(['email', 'sms']);
export type Channel = z.infer<typeof Channel>;

const Message = z.strictObject({
  messageId: Id,
  template: z.string(),
  subject: z.string(),
  text: z.string(),
  status: z.enum(['queued', 'sent', 'failed']),
  createdAt: Instant,
});

/** E-mail, SMS and messages in the platform, with proof of what was sent (6.12, 7.6, 10.2). */
export const notifications = contract('notifications', {
  sendCode: {
    summary:
      'Send a verification code to an address; idempotent by its id; answers when the provider has taken it',
    access: 'services',
    params: z.strictObject({
      challengeId: Id,
      userId: Id,
      channel: Channel,
      address: z.string().max(254),
      code: z.string().regex(/^\d{6}$/),
      locale: Locale,
      expiresAt: Instant,
    }),
    result: z.strictObject({ messageId: Id, status: z.enum(['sent', 'failed']) }),
  },
  messages: {
    summary: "The client's messages in the platform, newest last",
    access: 'user',
    rest: 'GET /v1/messages',
    params: z.strictObject(PageParams),
    result: page(Message),
  },
});

const Sent = z.strictObject({
  messageId: Id,
  channel: Channel,
  template: z.string(),
  causeFactId: Id.nullable(),
  addressCommitment: Sha256,
  contentCommitment: Sha256,
  at: Instant,
});
export const notificationFacts = {
  sent: fact('message', 'sent', 1, Sent),
  failed: fact('message', 'failed', 1, Sent.extend({ reason: z.string() })),
};
