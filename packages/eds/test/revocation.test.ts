import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { signAttached } from '../src/signing/cades.ts';
import { addRevocationValues } from '../src/signing/extend.ts';
import { memorySigner, pkcs12Signer } from '../src/signing/signer.ts';
import { createTrustList } from '../src/trust/trust-list.ts';
import type { ValidationInput } from '../src/validation/options.ts';
import { validate } from '../src/validation/validate.ts';
import {
  commonName,
  createAuthority,
  type Identity,
  issue,
  personExtensions,
  purposes,
} from './authority.ts';
import { type Answer, forgeOcsp } from './forge-ocsp.ts';
import { vector } from './samples.ts';
import { everyAuthority } from './trust.ts';

const at = new Date('2026-11-22T12:00:00Z');
const content = Buffer.from('Договор № 1');
const august = vector('crl/nca_gost2022_test_2026-08.crl');

const judge = async (cms: Uint8Array, input: Partial<ValidationInput>) => {
  const report = await validate({ cms, at, trust: everyAuthority, ...input });
  const [signature] = report.signatures;
  const { code } = signature!.checks.find(({ name }) => name === 'revocation')!;
  return {
    indication: report.indication,
    subIndication: report.subIndication,
    code,
    evidence: signature!.evidence,
  };
};

describe('keys of НУЦ РК, by the CRL of August 2026', () => {
  const signed = new Map<string, Uint8Array>();
  const keys = [
    'individual_valid',
    'legal_ceo_valid',
    'legal_infosystem_valid',
    'legal_signer_valid',
    'individual_revoked',
  ];

  beforeAll(async () => {
    for (const name of keys) {
      const signer = pkcs12Signer(vector(`p12/${name}.p12`), 'Qwerty12');
      signed.set(name, await signAttached(content, signer, { signingTime: at }));
    }
  });

  it.each([
    ['individual_valid', 'TOTAL-PASSED', null, 'PASSED'],
    ['legal_ceo_valid', 'TOTAL-PASSED', null, 'PASSED'],
    ['legal_infosystem_valid', 'TOTAL-PASSED', null, 'PASSED'],
    ['legal_signer_valid', 'INDETERMINATE', 'REVOKED_NO_POE', 'REVOKED'],
    ['individual_revoked', 'INDETERMINATE', 'TRY_LATER', 'ON_HOLD'],
  ])('%s is %s %s (%s)', async (name, indication, subIndication, code) => {
    expect(await judge(signed.get(name)!, { revocation: { crls: [august] } })).toMatchObject({
      indication,
      subIndication,
      code,
    });
  });

  it('a signature proven to be older than the revocation of its certificate passes', async () => {
    const options = { knownToExistAt: new Date('2026-06-01T00:00:00Z') };
    const judged = await judge(signed.get('legal_signer_valid')!, {
      revocation: { crls: [august] },
      options,
    });
    expect(judged).toMatchObject({ indication: 'TOTAL-PASSED', code: 'REVOKED_AFTERWARDS' });
  });

  it('[5.2.3.2] the same signature does not pass at its receipt, after the revocation', async () => {
    const options = {
      knownToExistAt: new Date('2026-06-01T00:00:00Z'),
      judgedAt: 'validation-time',
    } as const;
    const judged = await judge(signed.get('legal_signer_valid')!, {
      revocation: { crls: [august] },
      options,
    });
    expect(judged).toMatchObject({ subIndication: 'REVOKED_NO_POE', code: 'REVOKED' });
  });

  it.each([
    ['no evidence at all', undefined],
    ['an authority that does not answer', { ocsp: async () => undefined, crl: async () => undefined }],
  ])('%s is TRY_LATER, told apart from a certificate on hold', async (_, revocation) => {
    const judged = await judge(signed.get('legal_ceo_valid')!, revocation ? { revocation } : {});
    expect(judged).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'TRY_LATER',
      code: 'REVOCATION_NO_EVIDENCE',
    });
  });

  it('evidence that is too old is TRY_LATER, and says that there was some', async () => {
    const judged = await judge(signed.get('legal_ceo_valid')!, {
      revocation: { crls: [vector('crl/nca_gost2022_test_2025-04.crl')] },
    });
    expect(judged).toMatchObject({ subIndication: 'TRY_LATER', code: 'REVOCATION_UNDETERMINED' });
  });

  it('OCSP that does not answer falls back to the CRL that is asked for', async () => {
    const revocation = { ocsp: async () => undefined, crl: async () => [august] };
    const judged = await judge(signed.get('legal_ceo_valid')!, { revocation });
    expect(judged).toMatchObject({
      indication: 'TOTAL-PASSED',
      evidence: { crls: [createHash('sha256').update(august).digest('hex')] },
    });
  });
});

describe('OCSP answers in a judgement', () => {
  const authority = createAuthority();
  const signer = issue({ extensions: personExtensions }, authority);
  const ocspSigning = purposes(['1.3.6.1.5.5.7.3.9']);
  const delegate = issue({ extensions: [ocspSigning], name: commonName('TEST OCSP') }, authority);
  const pinned = ({ certificate }: Identity) => ({
    certificate,
    sha256: createHash('sha256').update(certificate).digest('hex'),
  });
  const stranger = issue({ extensions: [ocspSigning] }, createAuthority('TEST STRANGER CA'));
  const entries = [{ ...pinned(authority), trustedFor: ['signers' as const] }];
  const trust = createTrustList('development', 'ocsp', entries);
  const thisUpdate = new Date(at.getTime() - 60_000);
  const answer = (change: Partial<Answer> = {}) =>
    forgeOcsp({
      responder: delegate,
      certificate: signer.certificate,
      issuer: authority.certificate,
      thisUpdate,
      ...change,
    });

  const judged = async (response: Uint8Array, input: Partial<ValidationInput> = {}) => {
    const cms = await signAttached(content, memorySigner(signer.key, signer.certificate), {
      signingTime: at,
    });
    return judge(cms, { trust, revocation: { ocsp: async () => response }, ...input });
  };

  it.each([
    ['a delegate of the issuer', delegate],
    ['the issuer itself', authority],
  ])('%s is believed', async (_, responder) => {
    expect(await judged(answer({ responder }))).toMatchObject({
      indication: 'TOTAL-PASSED',
      evidence: { ocsp: [expect.any(String)] },
    });
  });

  it('a responder of another authority is believed where the trust list names it', async () => {
    const named = createTrustList('development', 'ocsp', [
      ...entries,
      { ...pinned(stranger), trustedFor: ['ocsp'] },
    ]);
    expect(await judged(answer({ responder: stranger }), { trust: named })).toMatchObject({
      indication: 'TOTAL-PASSED',
    });
  });

  it.each<[string, Partial<Answer>]>([
    ['of another authority', { responder: stranger }],
    [
      'under the same authority without the purpose of OCSP',
      { responder: issue({ extensions: personExtensions }, authority) },
    ],
    [
      'whose certificate had ended',
      {
        responder: issue(
          { extensions: [ocspSigning], notAfter: new Date('2026-11-01T00:00:00Z') },
          authority,
        ),
      },
    ],
    ['of a day ago', { thisUpdate: new Date(at.getTime() - 86_400_000) }],
    ['of the future', { thisUpdate: new Date(at.getTime() + 600_000) }],
    ['about another certificate', { certificate: delegate.certificate }],
  ])('an answer %s proves nothing', async (_, change) => {
    expect(await judged(answer(change))).toMatchObject({
      subIndication: 'TRY_LATER',
      code: 'REVOCATION_UNDETERMINED',
    });
  });

  it('a replayed answer without the nonce that was sent proves nothing', async () => {
    const nonce = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const asked = (response: Uint8Array) => ({ revocation: { ocsp: async () => ({ response, nonce }) } });
    expect(await judged(answer(), asked(answer()))).toMatchObject({ code: 'REVOCATION_UNDETERMINED' });
    expect(await judged(answer(), asked(answer({ nonce })))).toMatchObject({ code: 'PASSED' });
  });

  it.each([
    ['revoked', 1, 'REVOKED_NO_POE', 'REVOKED'],
    ['on hold', 6, 'TRY_LATER', 'ON_HOLD'],
  ])('a certificate answered as %s does not pass', async (_, reason, subIndication, code) => {
    const revoked = [new Date('2026-11-01T00:00:00Z'), reason] as const;
    expect(await judged(answer({ revoked }))).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication,
      code,
    });
  });

  it('an answer that the signature carries in revocation-values counts where nobody is asked', async () => {
    const cms = await signAttached(content, memorySigner(signer.key, signer.certificate), {
      signingTime: at,
    });
    const carried = addRevocationValues(cms, 0, { ocspResponses: [answer()] });
    expect(await judge(carried, { trust })).toMatchObject({ indication: 'TOTAL-PASSED' });
  });

  it('what an authority answers now outweighs what the signature carries', async () => {
    const cms = await signAttached(content, memorySigner(signer.key, signer.certificate), {
      signingTime: at,
    });
    const carried = addRevocationValues(cms, 0, { ocspResponses: [answer()] });
    const revoked = answer({ revoked: [new Date('2026-11-01T00:00:00Z'), 1] });
    expect(await judge(carried, { trust, revocation: { ocsp: async () => revoked } })).toMatchObject({
      subIndication: 'REVOKED_NO_POE',
    });
  });
});
