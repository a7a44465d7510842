import { createHash } from 'node:crypto';
import { isBefore } from './instant.ts';

/** A signed-in user (2.26). The token is known to its bearer only; its SHA-256 is enough, since it is 256 random bits. */
export interface Session {
  readonly sessionId: string;
  readonly userId: string;
  readonly tokenHash: string;
  readonly startedAt: string;
  readonly expiresAt: string;
  readonly endedAt: string | null;
}

/** Bytes of randomness in a token. */
export const TOKEN_BYTES = 32;

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

export const isLive = ({ endedAt, expiresAt }: Session, now: string): boolean =>
  endedAt === null && isBefore(now, expiresAt);
