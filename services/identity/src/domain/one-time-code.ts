import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Channel } from '@edo/contracts';

/** A started login (2.20): its code is kept only as an HMAC, and is good for this challenge alone. */
export interface Challenge {
  readonly challengeId: string;
  readonly userId: string;
  readonly channel: Channel;
  /** hex HMAC-SHA-256 */
  readonly codeHash: string;
  readonly expiresAt: string;
}

/** Guesses that one challenge bears. */
export const CODE_TRIES = 5;

/** Six digits, as people read them. */
export const formatCode = (number: number): string => String(number).padStart(6, '0');

export const hashCode = (challengeId: string, code: string, key: Uint8Array): string =>
  createHmac('sha256', key).update(`${challengeId}:${code}`).digest('hex');

export function isCode({ challengeId, codeHash }: Challenge, code: string, key: Uint8Array): boolean {
  return timingSafeEqual(Buffer.from(hashCode(challengeId, code, key)), Buffer.from(codeHash));
}
