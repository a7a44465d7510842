import type { Channel } from '@edo/contracts';

export type Status = 'queued' | 'sent' | 'failed';
export type Step = 'take' | 'fail';

/** One message to one person by one channel; what it says and where it goes is kept sealed. */
export interface Message {
  readonly messageId: string;
  readonly version: number;
  readonly status: Status;
  readonly channel: Channel;
  readonly template: string;
  readonly userId: string;
  readonly clientId: string | null;
  readonly address: string;
  readonly subject: string;
  readonly text: string;
  /** The fact that the message tells of; null for a verification code. */
  readonly causeFactId: string | null;
  readonly tries: number;
  readonly createdAt: string;
  /** Salts of the commitments in `message.sent`, base64. */
  readonly addressSalt: string;
  readonly contentSalt: string;
}

/** The whole life of a message: taken by the provider, or given up. What is not listed is forbidden. */
const route: Record<Status, Partial<Record<Step, Status>>> = {
  queued: { take: 'sent', fail: 'failed' },
  sent: {},
  failed: {},
};

/** The message after a step, one version on; null when the step was already done. */
export function after(message: Message, step: Step): Message | null {
  const status = route[message.status][step];
  return status ? { ...message, status, version: message.version + 1 } : null;
}
