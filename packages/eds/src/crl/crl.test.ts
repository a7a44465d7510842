import { describe, expect, it } from '@jest/globals';
import { certificateOf, vector } from '../../test/samples.ts';
import { readSignedData } from '../cms/signed-data.ts';
import { hex } from '../der/values.ts';
import { parseCrl } from './crl.ts';
import { judgeCrl } from './judge.ts';
import { completes } from './scope.ts';

const crl = (name: string) => parseCrl(vector(`crl/${name}`));
const issuer = certificateOf('ca/test/nca_gost2022_test.cer');
const [certificate] = readSignedData(vector('cms/gost2015_individual_timestamped_attached.cms')).certificates;
const august = crl('nca_gost2022_test_2026-08.crl');
const now = new Date('2026-11-22T12:00:00Z');
const judged = (question: object) =>
  judgeCrl({ certificate: certificate!, issuer, crls: [august], at: now, ...question });

describe('CRLs of НУЦ РК', () => {
  it('a certificate that a current CRL does not list is good, and the list is named by its hash', () => {
    const judgement = judged({});
    expect(judgement).toMatchObject({ status: 'good', code: 'NOT_REVOKED', thisUpdate: august.thisUpdate });
    expect(judgement.evidence).toHaveLength(1);
  });

  it.each([
    [
      'reason 6 since 2026-05-08',
      '3ACEA55CBCDF38C861FB3F341854C53EC9ED6ECD',
      'on-hold',
      'ON_HOLD',
      'certificateHold',
      /^2026-05-08/,
    ],
    [
      'reason 4 since 2026-06-16',
      '5B48E3770FA7C9597EABBE2C6590D0AE2B8F75CD',
      'revoked',
      'REVOKED',
      'superseded',
      /^2026-06-16/,
    ],
  ])('a certificate listed with %s (serial %s) is %s', (_, serial, status, code, reason, since) => {
    const serialNumber = new Uint8Array(Buffer.from(serial, 'hex'));
    const judgement = judged({ certificate: { ...certificate!, serialNumber } });
    expect(judgement).toMatchObject({ status, code, reason });
    expect(judgement.revokedAt?.toISOString()).toMatch(since);
  });

  it.each([
    ['before it was made', { at: new Date('2026-08-01T00:00:00Z') }, 'CRL_NOT_TIMELY'],
    ['after its next update', { at: new Date('2027-02-08T00:00:00Z') }, 'CRL_NOT_TIMELY'],
    ['from another issuer', { issuer: certificateOf('ca/test/nca_rsa_test.crt') }, 'CRL_ISSUER_NOT_FOUND'],
    ['of another authority', { crls: [crl('nca_rsa_test.crl')] }, 'CRL_NOT_ABOUT_CERTIFICATE'],
    [
      'with a changed signature',
      { crls: [{ ...august, signature: august.signature.map((octet) => octet ^ 1) }] },
      'CRL_SIGNATURE_INVALID',
    ],
    ['that is not there', { crls: [] }, 'NO_EVIDENCE'],
  ])('a CRL %s proves nothing', (_, question, code) => {
    expect(judged(question)).toMatchObject({ status: 'unknown', code, evidence: [] });
  });

  it('a CRL made after a time tells the status at that time', () => {
    expect(judged({ statusAt: new Date('2026-07-20T09:08:07Z') })).toMatchObject({ status: 'good' });
  });

  it('a delta with a smaller number than its base may not be combined with it (RFC 5280, 5.2.4)', () => {
    const [delta, base] = [crl('nca_gost2022_d_test_2025-04.crl'), crl('nca_gost2022_test_2025-04.crl')];
    expect(delta.deltaBase).toBeDefined();
    expect(delta.number! < base.number!).toBe(true);
    expect(completes(delta, base)).toBe(false);
    const at = new Date(Math.max(delta.thisUpdate.getTime(), base.thisUpdate.getTime()) + 60_000);
    const alone = judged({ crls: [base], at });
    expect(judged({ crls: [base, delta], at }).evidence).toEqual(alone.evidence);
    expect(judged({ crls: [delta], at })).toMatchObject({ status: 'unknown' });
  });

  it.each(['nca_gost_test.crl', 'nca_rsa_test.crl'])('%s is read and its signature holds', (name) => {
    const list = crl(name);
    const authority = certificateOf(`ca/test/${name.replace('.crl', '.crt')}`);
    const other = {
      ...certificate!,
      issuer: list.issuer,
      serialNumber: Uint8Array.of(1),
      notAfter: list.thisUpdate,
    };
    expect(
      judged({ crls: [list], issuer: authority, certificate: other, at: list.thisUpdate }),
    ).toMatchObject({ status: 'good' });
    expect(hex(list.encoded)).toBe(hex(vector(`crl/${name}`)));
  });
});
