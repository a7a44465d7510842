import { describe, expect, it } from '@jest/globals';
import { certificateOf, suite, vector } from '../../test/samples.ts';
import { digestRefusal } from '../algorithms/allow-list.ts';
import { DIGEST } from '../algorithms/oids.ts';
import { readSignedData } from '../cms/signed-data.ts';
import { readPem } from '../der/pem.ts';
import { hex } from '../der/values.ts';
import { EdsError } from '../errors.ts';
import { parseCertificate } from '../x509/certificate.ts';
import type { OcspQuestion } from './checks.ts';
import { judgeOcspResponse } from './judge.ts';
import { createOcspRequest } from './request.ts';

const DAY = 86_400_000;

describe("BoringSSL's OCSP suite", () => {
  type Case = { file: string; revocation: 'GOOD' | 'REVOKED' | 'UNKNOWN'; response: string };
  const cases = JSON.parse(Buffer.from(suite('ocsp/index.json')).toString()) as Case[];
  const statusOf = { GOOD: 'good', REVOKED: 'revoked', UNKNOWN: 'unknown' };

  /** What this library judges otherwise, and why. */
  const differences: Readonly<Record<string, string>> = {
    'good_response_invalid_serial.pem':
      'the serial number of the certificate is not DER: the certificate is refused',
    'has_critical_ct_extension.pem':
      'this library does not process SCTs, and so refuses them where they are critical',
  };

  /** The suite signs with SHA-1, which the allow-list refuses: its logic is tried with SHA-1 let through. */
  const withSha1: typeof digestRefusal = (oid, use, at) =>
    oid === DIGEST.sha1 ? undefined : digestRefusal(oid, use, at);

  function judge(file: string, policy: Partial<OcspQuestion>) {
    const blocks = readPem(Buffer.from(suite(`ocsp/${file}`)).toString('latin1'));
    const block = (label: string) => blocks.find((one) => one.label === label)!.bytes;
    const [issuer, certificate] = [
      parseCertificate(block('CA CERTIFICATE')),
      parseCertificate(block('CERTIFICATE')),
    ];
    const at = new Date(1_488_672_000_000);
    return judgeOcspResponse(block('OCSP RESPONSE'), {
      certificate,
      issuer,
      at,
      maximumAge: 7 * DAY,
      ...policy,
    });
  }

  function judgeReadable(file: string) {
    try {
      return judge(file, { digestRefusal: withSha1 });
    } catch (error) {
      if (error instanceof EdsError) return { status: 'unknown', code: error.code };
      throw error;
    }
  }

  it('has 36 cases', () => expect(cases).toHaveLength(36));

  it.each(cases.map((one) => [one.file, one] as const))('%s', (file, { revocation, response }) => {
    const expected = file in differences ? 'unknown' : statusOf[revocation];
    const judgement = judgeReadable(file);
    expect(judgement.status).toBe(expected);
    if (response === 'NO_MATCHING_RESPONSE') expect(judgement.code).toBe('OCSP_NOT_ABOUT_CERTIFICATE');
    if (response === 'INVALID_DATE' || response === 'BAD_PRODUCED_AT')
      expect(judgement.code).toBe('OCSP_NOT_TIMELY');
    if (response.startsWith('PARSE')) expect(judgement.code).toBe('EVIDENCE_MALFORMED');
  });

  it('a good answer signed with SHA-1 proves nothing under the allow-list', () => {
    expect(judge('good_response.pem', {})).toMatchObject({
      status: 'unknown',
      code: 'OCSP_SIGNATURE_INVALID',
    });
  });
});

describe('OCSP of НУЦ РК', () => {
  const [gostSigner, rsaSigner] = readSignedData(
    vector('cms/two_signers_gost2015_rsa_attached.cms'),
  ).certificates;
  const rsa = {
    certificate: rsaSigner!,
    issuer: certificateOf('ca/test/nca_rsa_test.crt'),
    at: new Date('2022-09-02T16:54:30Z'),
  };
  const gost = {
    certificate: gostSigner!,
    issuer: certificateOf('ca/test/nca_gost2022_test.cer'),
    at: new Date('2022-09-02T16:59:00Z'),
  };
  const good = vector('ocsp/good_rsa.der');

  it('an expired certificate answered as good proves nothing', () => {
    expect(judgeOcspResponse(good, rsa)).toMatchObject({
      status: 'unknown',
      code: 'CERTIFICATE_EXPIRED_BEFORE_EVIDENCE',
    });
  });

  const alive = { ...rsa, certificate: { ...rsaSigner!, notAfter: new Date('2023-01-01T00:00:00Z') } };

  it('is good, from a responder that the issuer authorised, with the nonce that was sent', () => {
    const nonce = new Uint8Array(Buffer.from('b5e5c9b552cbcac4', 'hex'));
    expect(judgeOcspResponse(good, { ...alive, nonce })).toMatchObject({
      status: 'good',
      thisUpdate: new Date('2022-09-02T16:53:59Z'),
    });
  });

  it.each([
    ['with another nonce', { nonce: Uint8Array.of(1, 2, 3) }, 'OCSP_NONCE_WRONG'],
    ['a day later', { at: new Date('2022-09-03T16:54:30Z') }, 'OCSP_NOT_TIMELY'],
    ['before it was made', { at: new Date('2022-09-02T16:00:00Z') }, 'OCSP_NOT_TIMELY'],
    ['for another certificate', { certificate: gostSigner! }, 'OCSP_NOT_ABOUT_CERTIFICATE'],
    ['for another issuer', { issuer: gost.issuer }, 'OCSP_NOT_ABOUT_CERTIFICATE'],
  ])('proves nothing %s', (_, change, code) => {
    expect(judgeOcspResponse(good, { ...alive, ...change })).toMatchObject({ status: 'unknown', code });
  });

  it('a changed byte anywhere in the answer never leaves it good', () => {
    for (let index = 0; index < good.length; index += 37) {
      const changed = good.with(index, good[index]! ^ 1);
      const { status } = judgeOcspResponse(changed, alive);
      if (index < 700) expect(status).toBe('unknown'); // later bytes are the responder's certificate and its signature
      expect(['good', 'unknown']).toContain(status);
    }
  });

  it('a serial unknown to the responder (on hold since 1970, RFC 6960 2.2) is unknown, not revoked', () => {
    const judgement = judgeOcspResponse(vector('ocsp/unknown_serial_gost2015.der'), gost);
    expect(judgement).toMatchObject({ status: 'unknown', code: 'OCSP_STATUS_UNKNOWN' });
  });

  it('a request names the certificate as the answer does, and carries the nonce', () => {
    const request = hex(createOcspRequest({ ...rsa, nonce: Uint8Array.of(0xaa, 0xbb) }));
    expect(request).toContain('8a8da2cc54e144c7a78e916aa2dfc4cf1660105333a887c48ab649b01eeee62f');
    expect(request).toContain('e32738b58ca445a8bd66b1ff745547ff0f2fee8f5749ab9b3e4705d28dfde4a8');
    expect(request).toContain('0402aabb');
  });
});
