import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { digest } from '../src/algorithms/digests.ts';
import { addSigner, signAttached, signDetached } from '../src/signing/cades.ts';
import { addTimestamp } from '../src/signing/extend.ts';
import { generatePrivateKey, type KeyAlgorithm } from '../src/signing/private-key.ts';
import { memorySigner, pkcs12Signer } from '../src/signing/signer.ts';
import { opensslAccepts } from './openssl.ts';
import { pem } from './russian-oids.ts';
import { selfSigned } from './self-signed.ts';

const vectors = new URL('../vectors/', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'eds-openssl-'));
const file = (name: string, bytes: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
afterAll(() => rmSync(folder, { recursive: true }));

const content = Buffer.from('Договор №1');
const options = { signingTime: new Date('2026-11-22T12:00:00Z') };
const signerOf = (kind: KeyAlgorithm) => {
  const key = generatePrivateKey(kind);
  return memorySigner(key, selfSigned(key, kind));
};
/** `openssl cms -verify` as CAdES: the certificate is trusted, and bound by signingCertificateV2. */
const accepts = (cms: Uint8Array, certificate: Uint8Array, more: string[] = []): boolean =>
  opensslAccepts([
    ...['cms', '-verify', '-cades', '-purpose', 'any', '-inform', 'DER', '-binary', '-in', file('cms', cms)],
    ...['-CAfile', file('ca.pem', pem('CERTIFICATE', certificate)), ...more],
  ]);

describe.each(['rsa-2048', 'rsa-4096', 'P-256', 'P-384', 'P-521'] as const)(
  'openssl cms -verify -cades, %s',
  (kind) => {
    const signer = signerOf(kind);
    it('accepts what is signed attached', async () => {
      expect(accepts(await signAttached(content, signer, options), signer.certificate)).toBe(true);
    });
    it('accepts what is signed detached, and refuses it over other content', async () => {
      const cms = await signDetached(digest(signer.digestOid, content), signer, options);
      const over = (text: string): boolean =>
        accepts(cms, signer.certificate, ['-content', file('content', text)]);
      expect([over('Договор №1'), over('Договор №2')]).toEqual([true, false]);
    });
  },
);

describe('openssl cms -verify', () => {
  const signer = signerOf('rsa-2048');
  it('still accepts a signature after a timestamp was added', async () => {
    const token = readFileSync(new URL('tsp/token_gost2004.der', vectors));
    expect(
      accepts(addTimestamp(await signAttached(content, signer, options), 0, token), signer.certificate),
    ).toBe(true);
  });
  it('still accepts a signature after a second signer was added', async () => {
    const second = signerOf('P-256');
    const both = await addSigner(await signAttached(content, signer, options), second, options);
    const anchors = file('ca2.pem', pem('CERTIFICATE', second.certificate));
    expect(accepts(both, signer.certificate, ['-CAfile', anchors])).toBe(false); // two anchors need one file
    writeFileSync(anchors, pem('CERTIFICATE', signer.certificate) + pem('CERTIFICATE', second.certificate));
    expect(accepts(both, signer.certificate, ['-CAfile', anchors])).toBe(true);
  });
  it('accepts what the RSA key of a НУЦ РК container signs', async () => {
    const container = readFileSync(new URL('p12/2020_personal_RSA256_expired.p12', vectors));
    const cms = await signAttached(content, pkcs12Signer(container, 'Qwerty12'), options);
    expect(opensslAccepts(['cms', '-verify', '-noverify', '-inform', 'DER', '-in', file('cms', cms)])).toBe(
      true,
    );
  });
});
