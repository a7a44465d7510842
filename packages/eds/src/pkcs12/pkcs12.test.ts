import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { verifySignature } from '../algorithms/verify.ts';
import { readRoot } from '../der/reader.ts';
import { pkcs12Signer } from '../signing/signer.ts';
import { readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import { parseCertificate } from '../x509/certificate.ts';
import { readPkcs12 } from './pkcs12.ts';

const folder = new URL('../../vectors/p12/', import.meta.url);
const containers = readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder))] as const);
const PASSWORD = 'Qwerty12';

describe('containers of НУЦ РК', () => {
  it('are here to try', () => expect(containers).toHaveLength(9));
  it.each(containers)('%s gives a key that signs what its certificate verifies', async (_, bytes) => {
    const signer = pkcs12Signer(bytes, PASSWORD);
    const data = Buffer.from('data');
    const signature = await signer.sign(data);
    const spki = parseCertificate(signer.certificate).publicKey.encoded;
    const signatureAlgorithm = readAlgorithmIdentifier(readRoot(signer.signatureAlgorithm));
    expect(verifySignature({ spki, signatureAlgorithm, digestOid: signer.digestOid, data, signature })).toBe(
      true,
    );
  });
  it.each(containers)('%s is refused with a wrong password', (_, bytes) => {
    for (const password of ['', 'qwerty12', `${PASSWORD} `]) {
      expect(() => readPkcs12(bytes, password)).toThrow(expect.objectContaining({ code: 'PKCS12_PASSWORD' }));
    }
  });
  it('are refused, never half read, when a byte is changed or missing', () => {
    const [, bytes] = containers[0]!;
    for (let at = 0; at < bytes.length; at += 7) {
      const changed = bytes.map((value, i) => (i === at ? value ^ 0x55 : value));
      for (const damaged of [changed, bytes.subarray(0, at)]) {
        expect(() => readPkcs12(damaged, PASSWORD)).toThrow(expect.objectContaining({ name: 'EdsError' }));
      }
    }
  });
});

describe('containers of OpenSSL', () => {
  const openssl = (args: string[], input?: string): Buffer =>
    execFileSync('openssl', args, { input, stdio: 'pipe' });
  it.each([
    ['PBES2, AES-256, HMAC-SHA-256 (the default of OpenSSL 3)', []],
    [
      'PBES2, AES-128, HMAC-SHA-512',
      ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC', '-macalg', 'sha512'],
    ],
    ['3DES', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['no encryption', ['-keypbe', 'NONE', '-certpbe', 'NONE']],
  ])('with %s are read', (_, options) => {
    const request = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      '/CN=TEST',
      '-keyout',
      '-',
      '-out',
      '-',
    ];
    const pem = openssl(request).toString();
    const container = openssl(['pkcs12', '-export', '-passout', 'pass:парол', ...options], pem);
    const { privateKeys, certificates } = readPkcs12(container, 'парол');
    expect([privateKeys.length, certificates.length]).toEqual([1, 1]);
    expect(pkcs12Signer(container, 'парол').digestOid).toBe('2.16.840.1.101.3.4.2.1');
  });
  it('that ask for too much work are refused before the work', () => {
    const request = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      '/CN=TEST',
      '-keyout',
      '-',
      '-out',
      '-',
    ];
    const greedy = ['-iter', '100001', '-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES'];
    const container = openssl(
      ['pkcs12', '-export', '-passout', 'pass:x', ...greedy],
      openssl(request).toString(),
    );
    expect(() => readPkcs12(container, 'x')).toThrow(expect.objectContaining({ code: 'PKCS12_MALFORMED' }));
  });
});
