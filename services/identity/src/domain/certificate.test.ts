import { describe, expect, it } from '@jest/globals';
import { grantAuthority } from './authority.ts';
import { decide, registerCertificate } from './certificate.ts';
import { BIN, company, IIN, NOW, person, SALT, user } from './samples.fixture.ts';

const OTHER = '850505400028';
const judged = {
  certificate: {
    fingerprint: 'f'.repeat(64),
    serialNumber: '01',
    issuer: 'test CA',
    subject: {
      commonName: 'TEST HEAD',
      iin: IIN as string | null,
      bin: BIN as string | null,
      organization: 'A',
    },
    purpose: 'signing' as 'signing' | 'authentication' | 'other',
    roles: ['legal-entity', 'head'],
    keyAlgorithm: 'RSA-2048',
    notBefore: NOW,
    notAfter: '2027-03-16T09:00:00.000Z',
  },
  indication: 'TOTAL-PASSED' as 'TOTAL-PASSED' | 'TOTAL-FAILED' | 'INDETERMINATE',
  subIndication: null as string | null,
  reason: null as string | null,
};
const withSubject = (iin: string | null, bin: string | null) => ({
  ...judged,
  certificate: { ...judged.certificate, subject: { ...judged.certificate.subject, iin, bin } },
});
const personUser = { ...user, clientId: person.clientId };
const sole = { ...person, kind: 'sole-proprietor' as const };

describe('registering a certificate [8.1]', () => {
  it('binds it to the client and the user', () => {
    expect(registerCertificate(judged, company, user, NOW)).toEqual({
      clientId: company.clientId,
      userId: user.userId,
      version: 1,
      description: judged.certificate,
      registeredAt: NOW,
      suspendedAt: null,
    });
  });

  it.each([
    ['a legal entity: its БИН and the ИИН of the user', company, user, IIN, BIN],
    ['a person: its ИИН', person, personUser, IIN, null],
    ['a sole proprietor: its ИИН', sole, personUser, IIN, null],
    ['a sole proprietor whose certificate repeats the ИИН as БИН', sole, personUser, IIN, IIN],
  ])('[1.12] accepts %s', (_, client, holder, iin, bin) => {
    expect(registerCertificate(withSubject(iin, bin), client, holder, NOW).clientId).toBe(holder.clientId);
  });

  it.each([
    ['another entity', company, user, IIN, '980140000025'],
    ['a person without БИН, for an entity', company, user, IIN, null],
    ["another person of the entity than the user's", company, user, OTHER, BIN],
    ['the entity without a person (information system)', company, user, null, BIN],
    ['another person', person, personUser, OTHER, null],
    ['an entity where the person heads it', person, personUser, IIN, BIN],
    ["an ИИН that is not the signed-in user's", person, { ...personUser, iin: OTHER }, IIN, null],
  ])('[1.12] refuses the certificate of %s', (_, client, holder, iin, bin) => {
    expect(() => registerCertificate(withSubject(iin, bin), client, holder, NOW)).toThrow(
      expect.objectContaining({ code: 'IDENTITY_MISMATCH' }),
    );
  });

  it.each([
    [
      'for authentication [2.6]',
      { certificate: { ...judged.certificate, purpose: 'authentication' as const } },
      'CERTIFICATE_NOT_ACCEPTED',
    ],
    [
      'that is revoked',
      { indication: 'TOTAL-FAILED' as const, subIndication: 'REVOKED' },
      'CERTIFICATE_NOT_ACCEPTED',
    ],
    [
      'that is on hold [5.3.6]',
      { indication: 'INDETERMINATE' as const, subIndication: 'TRY_LATER', reason: 'ON_HOLD' },
      'CERTIFICATE_NOT_ACCEPTED',
    ],
    [
      'without a path',
      { indication: 'INDETERMINATE' as const, subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' },
      'CERTIFICATE_NOT_ACCEPTED',
    ],
    [
      'while НУЦ РК is silent',
      { indication: 'INDETERMINATE' as const, subIndication: 'TRY_LATER' },
      'AUTHORITY_UNAVAILABLE',
    ],
  ])('refuses a certificate %s', (_, change, code) => {
    expect(() => registerCertificate({ ...judged, ...change }, company, user, NOW)).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

describe('deciding who may act', () => {
  const certificate = registerCertificate(judged, company, user, NOW);
  const authority = grantAuthority(
    {
      clientId: company.clientId,
      userId: user.userId,
      ground: 'head',
      basis: { document: 'order', number: '1', date: '2026-01-05' },
      acts: ['sign'],
      validFrom: NOW,
      validUntil: '2026-12-31T00:00:00Z',
    },
    company,
    user,
    { authorityId: 'a', operatorId: 'o', salt: SALT, now: NOW },
  );
  const question = { clientId: company.clientId, act: 'sign' as const, at: '2026-04-01T00:00:00Z' };
  const machine = { ...certificate.description, roles: ['legal-entity', 'information-system'] };
  const impersonal = { ...certificate.description, subject: withSubject(null, BIN).certificate.subject };

  it('[8.1] allows the act, naming user and authority', () => {
    expect(decide(certificate, [authority], question)).toEqual({
      allowed: true,
      reason: null,
      userId: user.userId,
      authorityId: 'a',
    });
  });

  it.each([
    ['[8.1] an unknown certificate', null, {}, 'CERTIFICATE_NOT_REGISTERED'],
    [
      "[8.1] another client's certificate",
      certificate,
      { clientId: person.clientId },
      'CERTIFICATE_NOT_REGISTERED',
    ],
    [
      'a time before its registration',
      certificate,
      { at: '2026-03-16T08:59:59Z' },
      'CERTIFICATE_NOT_REGISTERED',
    ],
    ['[8.8] a suspended certificate', { ...certificate, suspendedAt: NOW }, {}, 'CERTIFICATE_SUSPENDED'],
    [
      'a certificate of an information system',
      { ...certificate, description: machine },
      {},
      'CERTIFICATE_OF_INFORMATION_SYSTEM',
    ],
    [
      'a certificate that names no person',
      { ...certificate, description: impersonal },
      {},
      'CERTIFICATE_OF_INFORMATION_SYSTEM',
    ],
    ['[4.5] an authority that has ended', certificate, { at: '2027-01-01T00:00:00Z' }, 'AUTHORITY_ENDED'],
    [
      'an act that the authority does not name',
      certificate,
      { act: 'dispute' as const },
      'AUTHORITY_MISSING',
    ],
  ])('refuses %s', (_, registered, change, reason) => {
    expect(decide(registered, [authority], { ...question, ...change })).toMatchObject({
      allowed: false,
      reason,
      authorityId: null,
    });
  });

  it('[8.8] allows what lies before the suspension', () => {
    const suspended = { ...certificate, suspendedAt: '2026-05-01T00:00:00Z' };
    expect(decide(suspended, [authority], question).allowed).toBe(true);
  });
});
