import { readFileSync } from 'node:fs';
import { parseCertificate, parseCrl } from '@edo/eds';
import { findEntry } from '@edo/eds/structures';
import { describe, expect, it } from '@jest/globals';
import { realKeysCast } from './real-keys.ts';
import { asExpected } from './refusals.ts';
import { obtainKey } from './signing-key.ts';

/** Reasons of RFC 5280, 5.3.1. */
const [SUPERSEDED, CERTIFICATE_HOLD] = [4, 6];
const { plans, refusals } = realKeysCast();
const crlFile = '../../../packages/sandbox/vectors/real-test-issuer/nca_gost2022_test_2026-08.crl';
const crl = parseCrl(readFileSync(new URL(crlFile, import.meta.url)));

/** What НУЦ РК's CRL of 2026-08 says of a key that lies in a file; undefined where it is ordered from the sandbox. */
async function statusOf(key: (typeof refusals)[number]['key']) {
  if (!('file' in key)) return undefined;
  const { certificate } = await obtainKey(key, 'http://nowhere.invalid');
  const { serialNumber, issuer } = parseCertificate(Buffer.from(certificate, 'base64'));
  return findEntry(crl, serialNumber, issuer)?.reason ?? 'good';
}

describe('[8.2] the road with real keys', () => {
  it.each([
    ['seller', 'good'],
    ['person', 'good'],
    ['buyer', undefined],
  ] as const)('is walked by a %s whose key is %s by the CRL', async (name, status) => {
    expect(await statusOf(plans[name].key)).toBe(status);
  });

  it('has two companies of different БИН', () => {
    expect(plans.seller.client.bin).toBe('123456789021');
    expect(plans.buyer.client.bin).not.toBe(plans.seller.client.bin);
  });

  it('expects each refusal for what the CRL says', async () => {
    const table = refusals.map(async ({ what, at, code, reason, key }) => [
      what,
      at,
      code,
      reason,
      await statusOf(key),
    ]);
    expect(await Promise.all(table)).toEqual([
      ['individual_revoked', 'registration', 'CERTIFICATE_NOT_ACCEPTED', 'ON_HOLD', CERTIFICATE_HOLD],
      ['individual_revoked', 'signing', 'SIGNATURE_NOT_VALID', 'ON_HOLD', CERTIFICATE_HOLD],
      ['legal_signer_valid', 'registration', 'CERTIFICATE_NOT_ACCEPTED', 'REVOKED', SUPERSEDED],
      ['legal_signer_valid', 'signing', 'SIGNATURE_NOT_VALID', 'REVOKED', SUPERSEDED],
      [
        "the buyer's second key, put on hold after signing",
        'receipt',
        'CERTIFICATE_ON_HOLD',
        null,
        undefined,
      ],
    ]);
  });
});

describe('an expected refusal', () => {
  const expected = refusals.find(({ at, reason }) => at === 'signing' && reason === 'ON_HOLD')!;
  const found = { code: 'SIGNATURE_NOT_VALID', reason: 'ON_HOLD', sentence: 'it is on hold' };

  it('is one line with the code and sentence of the API', () => {
    expect(asExpected(expected, found)).toBe(
      'refused    individual_revoked at signing: SIGNATURE_NOT_VALID (ON_HOLD): it is on hold',
    );
  });

  it.each([
    ['the key is accepted', undefined, /^individual_revoked at signing was accepted/],
    ['the code is another', { ...found, code: 'NOT_ALLOWED' }, /NOT_ALLOWED .* was expected$/],
    ['the reason is another', { ...found, reason: 'REVOKED' }, /\(REVOKED\).*\(ON_HOLD\) was expected$/],
    ['there is no reason', { ...found, reason: null }, /\(ON_HOLD\) was expected$/],
  ])('fails the road when %s', (_, other, message) => {
    expect(() => asExpected(expected, other)).toThrow(message);
  });
});
