import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { suite, vector } from '../../test/samples.ts';
import { everyAuthority } from '../../test/trust.ts';
import { digest } from '../algorithms/digests.ts';
import { DIGEST } from '../algorithms/oids.ts';
import { unarmor } from '../der/pem.ts';
import { hex } from '../der/values.ts';
import { createTrustList } from '../trust/trust-list.ts';
import { createTimestampRequest, readTimestampResponse } from './request.ts';
import { readTimestampToken } from './token.ts';
import { validateTimestampToken } from './validate-token.ts';

const notation = Buffer.from('notation');
const root = unarmor(suite('tsp/testdata/GlobalSignRootCA.crt'));
const sha256 = createHash('sha256').update(root).digest('hex');
const trust = createTrustList('development', 'GlobalSign', [
  { certificate: root, sha256, trustedFor: ['timestamps'] },
]);
const at = new Date('2024-07-01T00:00:00Z');

describe("tspclient-go's tokens", () => {
  /** Judged as if each were over what it says; the imprint has tests of its own below. */
  const judge = (file: string) => {
    const bytes = suite(`tsp/testdata/${file}`);
    const imprintOf = { digest: async () => readTimestampToken(bytes).info.imprint.digest };
    return validateTimestampToken(bytes, { imprintOf, trust, at });
  };

  it('the one good token passes', async () => {
    expect(await judge('TimeStampToken.p7s')).toMatchObject({ indication: 'TOTAL-PASSED' });
  });

  /** Most were broken after they had been signed, so beside what the name says their signature fails too. */
  it.each([
    ['TimeStampTokenWithInvalideContentType.p7s', 'TOTAL-FAILED', 'TOKEN_MALFORMED'],
    ['TimeStampTokenWithInvalidTSTInfo.p7s', 'TOTAL-FAILED', 'TOKEN_MALFORMED'],
    ['TimeStampTokenWithTSTInfoVersion2.p7s', 'TOTAL-FAILED', 'TOKEN_MALFORMED'],
    ['TimeStampTokenWithInvalidSignature.p7s', 'TOTAL-FAILED', 'SIGNATURE_WRONG'],
    ['TimeStampTokenWithMismatchCertHash.p7s', 'TOTAL-FAILED', 'CERTIFICATE_REFERENCE_WRONG'],
    ['TimeStampTokenWithInvalidSigningCertificateV1.p7s', 'TOTAL-FAILED', 'ATTRIBUTE_MALFORMED'],
    ['TimeStampTokenWithInvalidSigningCertificateV2.p7s', 'TOTAL-FAILED', 'ATTRIBUTE_MALFORMED'],
    ['TimeStampTokenWithSigningCertificateV1NoCert.p7s', 'TOTAL-FAILED', 'ATTRIBUTE_MALFORMED'],
    ['TimeStampTokenWithSigningCertificateV2NoCert.p7s', 'TOTAL-FAILED', 'ATTRIBUTE_MALFORMED'],
    ['TimeStampTokenWithWrongSigningCertificateV2IssuerChoiceTag.p7s', 'TOTAL-FAILED', 'ATTRIBUTE_MALFORMED'],
    ['TimeStampTokenWithoutSigningCertificate.p7s', 'TOTAL-FAILED', 'CERTIFICATE_REFERENCE_ABSENT'],
    ['TimeStampTokenWithoutCertificate.p7s', 'INDETERMINATE', 'SIGNER_CERTIFICATE_NOT_FOUND'],
    ['TimeStampTokenNoRoot.p7s', 'INDETERMINATE', 'CHAIN_NOT_FOUND'],
    ['SHA1TimeStampToken.p7s', 'TOTAL-FAILED', 'ALGORITHM_UNSUPPORTED'],
    // refused there as an unsupported hash; here SHA-1 is allowed (RFC 5816), and the hash is simply another one
    ['TimeStampTokenWithSHA1CertHash.p7s', 'TOTAL-FAILED', 'CERTIFICATE_REFERENCE_WRONG'],
    // refused there, since it has no signingCertificateV2; here version 1 binds too (RFC 3161), its root is not trusted
    ['TimeStampTokenWithSigningCertificateV1.p7s', 'INDETERMINATE', 'CHAIN_NOT_FOUND'],
    // accepted there, for reading the attribute alone; here its signature is verified and fails
    ['TimeStampTokenWithoutSigningCertificateV2IssuerSerial.p7s', 'TOTAL-FAILED', 'SIGNATURE_WRONG'],
    // accepted there, for one of its signers; here a token has one signer (RFC 3161, 2.4.2)
    ['TimeStampTokenWithValidAndInvalidSignerInfos.p7s', 'TOTAL-FAILED', 'SEVERAL_SIGNERS'],
  ])('%s is %s: %s', async (file, indication, code) => {
    const judgement = await judge(file);
    expect(judgement.indication).toBe(indication);
    expect(judgement.checks.map((check) => check.code)).toContain(code);
  });

  it.each([
    ['a changed imprint', { imprintOf: Buffer.from('notatioN') }, 'IMPRINT_WRONG'],
    ['another nonce', { nonce: 63456n }, 'NONCE_WRONG'],
    ['another policy', { policy: '1.2.3' }, 'POLICY_WRONG'],
    ['a judge before its time', { at: new Date('2021-09-01T00:00:00Z') }, 'TIME_IN_FUTURE'],
    ['a judge after its authority', { at: new Date('2040-01-01T00:00:00Z') }, 'CERTIFICATE_EXPIRED'],
    ['another trust list', { trust: everyAuthority }, 'CHAIN_NOT_FOUND'],
  ])('the good token does not pass with %s', async (_, change, code) => {
    const question = { imprintOf: notation, trust, at, ...change };
    const judgement = await validateTimestampToken(suite('tsp/testdata/TimeStampToken.p7s'), question);
    expect(judgement.indication).not.toBe('TOTAL-PASSED');
    expect(judgement.checks.map((check) => check.code)).toContain(code);
  });
});

describe('queries and their answers', () => {
  const request = createTimestampRequest({
    digest: digest(DIGEST.sha256, notation),
    digestOid: DIGEST.sha256,
  });
  const granted = suite('tsp/testdata/granted.tsq');

  it('a query is what openssl ts writes', () => {
    const policy = '1.2.398.3.3.2.6.4';
    const query = createTimestampRequest({ digest: request.digest, digestOid: DIGEST.sha256, policy });
    expect(hex(query.encoded)).toBe(
      '30430201013031300d0609608648016503040201050004208326f4709d401dfabfa78302fb1cdea0f18048a44040c212bd8e28da6bc651c706082a830e03030206040101ff',
    );
  });

  it('a granted answer gives the token as it came', async () => {
    const { encoded, token } = readTimestampResponse(granted, request);
    expect(token.info.policy).toBe('1.3.6.1.4.1.4146.2.3');
    expect(await validateTimestampToken(encoded, { imprintOf: notation, trust, at })).toMatchObject({
      indication: 'TOTAL-PASSED',
    });
  });

  it.each([
    ['over another digest', { digest: digest(DIGEST.sha256, Buffer.from('x')) }, 'TSP_MISMATCH'],
    ['to a query with a nonce', { nonce: 63456n }, 'TSP_MISMATCH'],
    ['under another policy', { policy: '1.2.3' }, 'TSP_MISMATCH'],
  ])('an answer %s is refused', (_, change, code) => {
    expect(() => readTimestampResponse(granted, { ...request, ...change })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('a rejection says why', () => {
    const rejection = suite('tsp/testdata/rejection.tsq');
    expect(() => readTimestampResponse(rejection, request)).toThrow(
      /badAlg, request contains unknown algorithm/,
    );
    expect(() => readTimestampResponse(rejection, request)).toThrow(
      expect.objectContaining({ code: 'TSP_REFUSED' }),
    );
  });

  it('what is no answer is malformed', () => {
    const malformed = suite('tsp/testdata/malformed.tsq');
    expect(() => readTimestampResponse(malformed, request)).toThrow(
      expect.objectContaining({ code: 'TSP_MALFORMED' }),
    );
  });
});

describe('the test TSA of НУЦ РК', () => {
  it('a token over a SHA-1 imprint can be read, and proves nothing', async () => {
    const bytes = vector('tsp/token_gost2004.der');
    const { info } = readTimestampToken(bytes);
    expect(info).toMatchObject({
      policy: '1.2.398.3.3.2.6.1',
      genTime: new Date('2022-09-18T13:20:14Z'),
      imprint: { digestOid: DIGEST.sha1 },
    });
    const imprintOf = { digest: async () => info.imprint.digest };
    const judgement = await validateTimestampToken(bytes, {
      imprintOf,
      trust: everyAuthority,
      at: new Date('2022-09-18T13:21:00Z'),
    });
    expect(judgement).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'CRYPTO_CONSTRAINTS_FAILURE',
    });
    const refusals = judgement.checks.filter(
      ({ status }) => status === 'indeterminate' || status === 'failed',
    );
    expect(refusals.map(({ name }) => name)).toEqual(['message-imprint']);
  });
});
