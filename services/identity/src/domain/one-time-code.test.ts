import { describe, expect, it } from '@jest/globals';
import { formatCode, hashCode, isCode } from './one-time-code.ts';

const key = Buffer.alloc(32, 1);
const challenge = {
  challengeId: 'c1',
  userId: 'u',
  channel: 'sms' as const,
  codeHash: hashCode('c1', '000042', key),
  expiresAt: '2026-03-16T09:05:00.000Z',
};

describe('a one-time code [2.20]', () => {
  it('has six digits', () => expect(formatCode(42)).toBe('000042'));
  it('is recognised', () => expect(isCode(challenge, '000042', key)).toBe(true));
  it('is not another code', () => expect(isCode(challenge, '000043', key)).toBe(false));
  it('is good for its challenge alone', () => {
    expect(isCode({ ...challenge, challengeId: 'c2' }, '000042', key)).toBe(false);
  });
  it('is not kept in a form that can be tried without the key', () => {
    expect(isCode(challenge, '000042', Buffer.alloc(32, 2))).toBe(false);
  });
});
