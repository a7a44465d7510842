import { readFileSync } from 'node:fs';
import { createOcspRequest, judgeOcspResponse, parseCertificate, readPkcs12 } from '@edo/eds';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createSandbox, type KeyKind, type Lie, TEST_PASSWORD } from '../src/index.ts';
import { realTestNca } from '../src/real-test-issuer.ts';
import { clockAt, person } from './subjects.ts';

const NOW = '2026-11-22T12:00:00Z';
const DIGEST = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1' };
const sandbox = createSandbox({ clock: clockAt(NOW), rsaAuthorityBits: 2048 });
afterEach(() => sandbox.behaviours.reset());

const holder = (algorithm: KeyKind = 'gost2015') => {
  const certificate = parseCertificate(
    sandbox.issue({ profile: 'person', subject: person, algorithm }).certificate,
  );
  const issuer = parseCertificate(sandbox.authority(algorithm).nca.certificate);
  const serialNumber = Buffer.from(certificate.serialNumber).toString('hex');
  return { certificate, issuer, serialNumber };
};
type Question = Pick<ReturnType<typeof holder>, 'certificate' | 'issuer'>;

const nonce = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const ask = (
  { certificate, issuer }: Question,
  more: { digestOid?: string; trust?: { ocspResponders: Question['issuer'][] } } = {},
) => {
  const response = sandbox.ocsp(createOcspRequest({ certificate, issuer, nonce, ...more }));
  return judgeOcspResponse(response, { certificate, issuer, nonce, at: new Date(NOW), ...more });
};

describe('OCSP of the sandbox', () => {
  it.each(['gost2015', 'rsa', 'gost2004'] as const)('says good of what it issued: %s', (algorithm) => {
    expect(ask(holder(algorithm))).toMatchObject({ status: 'good', thisUpdate: new Date(NOW) });
  });

  it.each(Object.entries(DIGEST))('takes a CertID by %s', (_, digestOid) => {
    expect(ask(holder(), { digestOid }).status).toBe('good');
  });

  it('gives no nextUpdate, as НУЦ РК', () => {
    expect(ask(holder())).not.toHaveProperty('nextUpdate');
  });

  it('says since when and why a certificate is revoked', () => {
    const revoked = holder();
    sandbox.revoke(revoked.serialNumber, 'keyCompromise', new Date('2026-11-20T10:00:00Z'));
    expect(ask(revoked)).toMatchObject({
      status: 'revoked',
      reason: 'keyCompromise',
      revokedAt: new Date('2026-11-20T10:00:00Z'),
    });
  });

  it('puts a certificate on hold and releases it', () => {
    const held = holder();
    sandbox.revoke(held.serialNumber, 'certificateHold');
    expect(ask(held).status).toBe('on-hold');
    sandbox.release(held.serialNumber);
    expect(ask(held).status).toBe('good');
  });

  it('does not say before its time that a certificate will be revoked', () => {
    const later = holder();
    sandbox.revoke(later.serialNumber, 'superseded', new Date('2026-11-22T12:00:01Z'));
    expect(ask(later).status).toBe('good');
  });

  it('answers what it never issued by an extended revoke since 1970, as НУЦ РК', () => {
    const { certificate, issuer } = holder();
    const never = { certificate: { ...certificate, serialNumber: Uint8Array.of(0x47, 0x11) }, issuer };
    expect(ask(never)).toMatchObject({ status: 'unknown', code: 'OCSP_STATUS_UNKNOWN' });
  });

  it('is not authorised to answer for a stranger', () => {
    const { certificate } = holder();
    expect(ask({ certificate, issuer: certificate })).toMatchObject({ code: 'OCSP_NOT_SUCCESSFUL' });
  });

  it('says malformedRequest to what is no request', () => {
    expect(Buffer.from(sandbox.ocsp(Buffer.from('what?'))).toString('hex')).toBe('30030a0101');
  });

  it.each<[Lie, string]>([
    ['wrong-nonce', 'OCSP_NONCE_WRONG'],
    ['other-certificate', 'OCSP_NOT_ABOUT_CERTIFICATE'],
    ['signed-by-stranger', 'OCSP_RESPONDER_NOT_AUTHORISED'],
    ['stale', 'OCSP_NOT_TIMELY'],
  ])('lies when told to, and is caught: %s', (lie, code) => {
    const asked = holder();
    sandbox.behaviours.set('ocsp', { lie });
    expect(ask(asked)).toMatchObject({ status: 'unknown', code });
  });
});

describe("OCSP for НУЦ РК's real test issuer", () => {
  const issuer = parseCertificate(realTestNca());
  const trust = { ocspResponders: [parseCertificate(sandbox.realTestResponder.certificate)] };
  const real = (name: string) => {
    const container = readFileSync(new URL(`../../eds/vectors/p12/${name}.p12`, import.meta.url));
    return { certificate: parseCertificate(readPkcs12(container, TEST_PASSWORD).certificates[0]!), issuer };
  };

  it.each([
    ['legal_ceo_valid', { status: 'good' }],
    ['individual_valid', { status: 'good' }],
    ['individual_revoked', { status: 'on-hold' }],
    ['legal_signer_valid', { status: 'revoked', reason: 'superseded' }],
  ])('answers from its CRL of 2026-08: %s', (name, expected) => {
    expect(ask(real(name), { trust })).toMatchObject(expected);
  });

  it('is believed only where the trust list names the responder', () => {
    expect(ask(real('legal_ceo_valid'))).toMatchObject({ code: 'OCSP_RESPONDER_NOT_AUTHORISED' });
  });

  it('knows nothing after the CRL has ended', () => {
    const late = createSandbox({ clock: clockAt('2027-03-01T00:00:00Z'), rsaAuthorityBits: 2048 });
    const question = real('legal_ceo_valid');
    const response = late.ocsp(createOcspRequest(question));
    expect(judgeOcspResponse(response, { ...question, at: new Date('2027-03-01T00:00:00Z') })).toMatchObject({
      code: 'OCSP_NOT_SUCCESSFUL',
      message: expect.stringContaining('tryLater'),
    });
  });
});
