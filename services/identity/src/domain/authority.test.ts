import { describe, expect, it } from '@jest/globals';
import { findAuthority, grantAuthority } from './authority.ts';
import { company, NOW, person, SALT, user } from './samples.fixture.ts';

const params = {
  clientId: company.clientId,
  userId: user.userId,
  ground: 'head' as const,
  basis: { document: 'order of appointment', number: '1', date: '2026-01-05' },
  acts: ['sign' as const, 'send' as const],
  validFrom: '2026-01-05T00:00:00Z',
  validUntil: '2027-01-05T00:00:00Z',
};
const by = { authorityId: 'a', operatorId: 'o', salt: SALT, now: NOW };
const refusal = (code: string) => expect.objectContaining({ code });

describe('granting authority', () => {
  it('[4.2] registers the head of a legal entity with the document it rests on', () => {
    expect(grantAuthority(params, company, user, by)).toMatchObject({
      ...params,
      grantedBy: 'o',
      version: 1,
    });
  });
  it('[4.2] refuses a head to a person', () => {
    expect(() => grantAuthority(params, person, user, by)).toThrow(refusal('PARAMS_INVALID'));
  });
  it('lets a person act itself when the user is that person', () => {
    const self = { ...params, ground: 'self' as const, validUntil: null };
    expect(grantAuthority(self, person, user, by).ground).toBe('self');
    expect(() => grantAuthority(self, person, { ...user, iin: '850505400028' }, by)).toThrow(
      refusal('IDENTITY_MISMATCH'),
    );
  });
  it('[4.6] refuses "self" to a legal entity', () => {
    const self = { ...params, ground: 'self' as const };
    expect(() => grantAuthority(self, company, user, by)).toThrow(refusal('PARAMS_INVALID'));
  });
  it('[4.7] refuses a power of attorney without an end', () => {
    const poa = { ...params, ground: 'power-of-attorney' as const, validUntil: null };
    expect(() => grantAuthority(poa, company, user, by)).toThrow(refusal('PARAMS_INVALID'));
  });
  it('refuses an end that does not come after the beginning', () => {
    const backwards = { ...params, validUntil: params.validFrom };
    expect(() => grantAuthority(backwards, company, user, by)).toThrow(refusal('PARAMS_INVALID'));
  });
});

describe('finding authority [12.6]', () => {
  const authority = grantAuthority(params, company, user, by);
  it.each([
    ['before it begins', 'sign', '2026-01-04T23:59:59.999Z', 'AUTHORITY_NOT_YET_VALID'],
    ['at its first moment, however precise', 'sign', '2026-01-05T00:00:00.000Z', authority],
    ['within', 'send', '2026-06-01T00:00:00Z', authority],
    ['at its end', 'sign', '2027-01-05T00:00:00.000Z', 'AUTHORITY_ENDED'],
    ['for an act it does not name', 'dispute', '2026-06-01T00:00:00Z', 'AUTHORITY_MISSING'],
  ] as const)('%s', (_, act, at, expected) => expect(findAuthority([authority], act, at)).toBe(expected));

  it('finds a later authority after an earlier one has ended', () => {
    const next = { ...authority, authorityId: 'b', validFrom: '2027-01-05T00:00:00Z', validUntil: null };
    expect(findAuthority([authority, next], 'sign', '2027-02-01T00:00:00Z')).toBe(next);
  });
});
