import type { SignatureVerdict, Verdict } from '@edo/contracts';
import { describe, expect, it } from '@jest/globals';
import { admitSignature, MAX_WAIT_MILLIS, nextTry, outcomeOf, outcomeOfAll } from './admission.ts';

const signer = {
  commonName: 'TEST',
  iin: '123456789012',
  bin: null,
  organization: null,
  roles: [],
  fingerprint: 'f'.repeat(64),
  serialNumber: '1',
};
const one = {
  indication: 'TOTAL-PASSED' as const,
  subIndication: null,
  reason: null,
  signer,
  algorithm: '1',
  signingTime: null,
  bestSignatureTime: '2026-11-23T09:00:00.000Z',
  checks: [],
} satisfies SignatureVerdict;
const verdict = (
  indication: Verdict['indication'],
  subIndication: string | null = null,
  reason: string | null = null,
): Verdict => ({
  purpose: 'receipt',
  indication,
  subIndication,
  reason,
  validatedAt: '2026-11-23T09:00:00.000Z',
  signatures: [{ ...one, indication, subIndication, reason }],
  tool: { name: 'eds', version: '0', basis: 'test' },
  reportObjectId: '019ad000-0000-7000-8000-0000000000e1',
  evidence: [],
});
const passed = verdict('TOTAL-PASSED');
const unanswered = verdict('INDETERMINATE', 'TRY_LATER', 'AUTHORITY_UNAVAILABLE');
const onHold = verdict('INDETERMINATE', 'TRY_LATER', 'ON_HOLD');
const failed = verdict('TOTAL-FAILED', 'HASH_FAILURE', 'CONTENT_CHANGED');

describe('what a verdict leads to', () => {
  it.each([
    ['[5.2.3] a passed signature registers', passed, { act: 'register' }],
    [
      'an authority that does not answer is waited for',
      unanswered,
      { act: 'wait', reason: 'AUTHORITY_UNAVAILABLE' },
    ],
    [
      '[5.3.6] a certificate on hold is refused and may be sent again',
      onHold,
      { act: 'refuse', code: 'CERTIFICATE_ON_HOLD', mayBeSentAgain: true },
    ],
    [
      '[5.3.6] a broken signature is refused with its reason',
      failed,
      { act: 'refuse', code: 'CONTENT_CHANGED', mayBeSentAgain: false },
    ],
    [
      '[5.3.6] an expired certificate without proof of existence is refused',
      verdict('INDETERMINATE', 'OUT_OF_BOUNDS_NO_POE'),
      { act: 'refuse', code: 'OUT_OF_BOUNDS_NO_POE' },
    ],
  ])('%s', (_, judged, outcome) => expect(outcomeOf(judged)).toMatchObject(outcome));

  it('of several signatures one refusal refuses, else one that waits lets all wait', () => {
    expect(outcomeOfAll([passed, unanswered, failed])).toMatchObject({ act: 'refuse' });
    expect(outcomeOfAll([passed, unanswered])).toMatchObject({ act: 'wait' });
    expect(outcomeOfAll([passed, passed])).toMatchObject({ act: 'register' });
  });
});

describe('the next try', () => {
  it('comes after a growing pause and never after 72 hours', () => {
    expect([0, 1, 2, 3, 4, 50].map((tries) => nextTry(0, tries, 0))).toEqual([
      5_000, 15_000, 60_000, 300_000, 900_000, 900_000,
    ]);
    expect(nextTry(0, 50, MAX_WAIT_MILLIS - 1000)).toBe(MAX_WAIT_MILLIS);
    expect(nextTry(0, 50, MAX_WAIT_MILLIS)).toBeNull();
  });
});

describe('adding a signature', () => {
  it('takes one that passed, and one whose authority did not answer', () => {
    expect(admitSignature(passed, 'sender')).toMatchObject({ signer });
    expect(admitSignature(unanswered, 'sender')).toMatchObject({ signer });
  });

  it.each([
    ['a broken one', failed],
    ['one whose certificate is on hold', onHold],
    ['a CMS with two signers', { ...passed, signatures: [one, one] }],
    ['a CMS without a signer', { ...passed, signatures: [] }],
    ['one whose certificate is not there', { ...passed, signatures: [{ ...one, signer: null }] }],
  ])('refuses %s', (_, judged) =>
    expect(() => admitSignature(judged as Verdict, 'sender')).toThrow(
      expect.objectContaining({ code: 'SIGNATURE_NOT_VALID' }),
    ),
  );

  it('takes a counter-signature only when it passes at once: it is not verified again', () => {
    expect(admitSignature(passed, 'receiver')).toMatchObject({ signer });
    expect(() => admitSignature(unanswered, 'receiver')).toThrow(
      expect.objectContaining({ code: 'AUTHORITY_UNAVAILABLE' }),
    );
  });
});
