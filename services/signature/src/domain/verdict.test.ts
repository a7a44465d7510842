import type { CheckResult, Report, SignatureReport } from '@edo/eds';
import { describe, expect, it } from '@jest/globals';
import { type Circumstances, isUnanswered, overall, signatureVerdicts, unreadable } from './verdict.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const ANSWER = 'a'.repeat(64);
const by = (sha256: string): CheckResult => ({
  name: 'revocation',
  status: 'passed',
  code: 'PASSED',
  message: 'good',
  evidence: { sha256 },
});
const good = by(ANSWER);
const signature = {
  indication: 'TOTAL-PASSED',
  subIndication: null,
  signer: {
    commonName: 'ТЕСТОВ ТЕСТ',
    iin: '123456789011',
    bin: null,
    organization: null,
    roles: ['individual'],
    fingerprint: 'f'.repeat(64),
    serialNumber: '4711',
    notAfter: '2027-01-01T00:00:00.000Z',
  },
  algorithm: 'GOST34.10-2015-512, Streebog-512',
  signingTime: null,
  bestSignatureTime: '2026-11-22T11:00:00.000Z',
  checks: [good],
  evidence: { certificates: [], ocsp: [ANSWER], crls: [], timestamps: [] },
} as unknown as SignatureReport;

const now: Circumstances = {
  purpose: 'receipt',
  locale: 'ru',
  now: NOW,
  fresh: new Set([ANSWER]),
  unstamped: new Map(),
};
const judge = (change: Partial<SignatureReport>, circumstances: Partial<Circumstances> = {}) => {
  const report = { signatures: [{ ...signature, ...change }] } as unknown as Report;
  return signatureVerdicts(report, { ...now, ...circumstances })[0]!;
};
const afterwards = (code: 'REVOKED' | 'ON_HOLD'): CheckResult => ({
  ...good,
  code: 'REVOKED_AFTERWARDS',
  message: 'since 11:30',
  evidence: { code },
});

describe('[5.2.3.2] a signature that was good at its time', () => {
  it('passes at receipt by an answer of now', () => {
    expect(judge({})).toMatchObject({ indication: 'TOTAL-PASSED', subIndication: null, reason: null });
  });

  it.each([
    ['revoked since', { checks: [afterwards('REVOKED')] }, 'REVOKED_NO_POE', 'REVOKED'],
    ['on hold since', { checks: [afterwards('ON_HOLD')] }, 'TRY_LATER', 'ON_HOLD'],
    [
      'by a certificate that has ended',
      { signer: { ...signature.signer!, notAfter: '2026-11-22T11:59:59.000Z' } },
      'OUT_OF_BOUNDS_NO_POE',
      'CERTIFICATE_EXPIRED',
    ],
    [
      'by an answer of an earlier time alone',
      { checks: [by('b'.repeat(64))] },
      'TRY_LATER',
      'AUTHORITY_UNAVAILABLE',
    ],
    [
      "by an answer of now about the TSA's certificate alone",
      { checks: [by('b'.repeat(64))], evidence: { ...signature.evidence, ocsp: ['b'.repeat(64), ANSWER] } },
      'TRY_LATER',
      'AUTHORITY_UNAVAILABLE',
    ],
  ])('does not pass at receipt: %s', (_, change, subIndication, reason) => {
    expect(judge(change)).toMatchObject({ indication: 'INDETERMINATE', subIndication, reason });
    expect(judge(change, { purpose: 'examination' })).toMatchObject({ indication: 'TOTAL-PASSED' });
  });

  it('waits for the timestamp that could not be had, and says so in the language asked for', () => {
    const verdict = judge({}, { unstamped: new Map([[0, 'TSP does not answer']]), locale: 'kk' });
    expect(verdict).toMatchObject({ subIndication: 'TRY_LATER', reason: 'AUTHORITY_UNAVAILABLE' });
    expect(verdict.checks.at(-1)!.message).toBe(
      'ҚР ҰКО қазір жауап бермейді, тексеру қайталанады. (TSP does not answer)',
    );
  });
});

describe('a signature that is not good', () => {
  it('gives the first check that failed as the reason, though others are undecided', () => {
    const checks = [
      { ...good, status: 'indeterminate', code: 'REVOCATION_NO_EVIDENCE' },
      { ...good, name: 'content-digest', status: 'failed', code: 'CONTENT_CHANGED' },
    ] as CheckResult[];
    const failed = { indication: 'TOTAL-FAILED', subIndication: 'HASH_FAILURE', checks } as const;
    expect(judge(failed)).toMatchObject({ indication: 'TOTAL-FAILED', reason: 'CONTENT_CHANGED' });
  });

  it('is waited for where no authority answered', () => {
    const checks = [{ ...good, status: 'indeterminate', code: 'REVOCATION_NO_EVIDENCE' }] as CheckResult[];
    const verdict = judge({ indication: 'INDETERMINATE', subIndication: 'TRY_LATER', checks });
    expect(verdict.reason).toBe('AUTHORITY_UNAVAILABLE');
    expect(isUnanswered(verdict)).toBe(true);
  });
});

describe('over several signatures', () => {
  const passed = { indication: 'TOTAL-PASSED', subIndication: null, reason: null } as const;
  const waited = { indication: 'INDETERMINATE', subIndication: 'TRY_LATER', reason: 'X' } as const;
  const refused = {
    indication: 'INDETERMINATE',
    subIndication: 'REVOKED_NO_POE',
    reason: 'REVOKED',
  } as const;

  it.each([
    ['one that waits outweighs one that passed', [passed, waited], waited],
    ['one that is refused outweighs one that waits', [waited, refused, passed], refused],
    ['one that failed outweighs all', [refused, unreadable('CMS_MALFORMED')], unreadable('CMS_MALFORMED')],
  ])('%s', (_, verdicts, expected) => {
    expect(overall(verdicts)).toEqual(expected);
  });
});
