import { describe, expect, it } from '@jest/globals';
import { DIGEST } from '../algorithms/oids.ts';
import { verifySignature } from '../algorithms/verify.ts';
import { readRoot } from '../der/reader.ts';
import { readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import {
  exportPrivateKey,
  generatePrivateKey,
  importPrivateKey,
  type KeyAlgorithm,
  type PrivateKey,
} from './private-key.ts';
import { naturalDigest, signatureAlgorithmOf, signData } from './sign.ts';

const data = Buffer.from('Договор №1');
const kinds: KeyAlgorithm[] = [
  'rsa-2048',
  'P-256',
  'P-384',
  'P-521',
  'gost2004',
  'gost2015-256',
  'gost2015-512',
];

const verifies = (
  key: PrivateKey,
  signature: Uint8Array,
  bytes: Uint8Array,
  digestOid = naturalDigest(key),
): boolean =>
  verifySignature({
    spki: key.spki,
    signatureAlgorithm: readAlgorithmIdentifier(readRoot(signatureAlgorithmOf(key, digestOid))),
    data: bytes,
    signature,
  });

describe.each(kinds)('a key of %s', (kind) => {
  const key = generatePrivateKey(kind);

  it('signs what its public key verifies, and nothing else', () => {
    const signature = signData(key, naturalDigest(key), data);
    expect(verifies(key, signature, data)).toBe(true);
    expect(verifies(key, signature, Buffer.from('Договор №2'))).toBe(false);
    expect(verifies(generatePrivateKey(kind), signature, data)).toBe(false);
  });
  it('comes back from PKCS#8 as the same key', () => {
    const again = importPrivateKey(exportPrivateKey(key));
    expect(Buffer.compare(again.spki, key.spki)).toBe(0);
    expect(verifies(key, signData(again, naturalDigest(again), data), data)).toBe(true);
  });
});

describe('signing', () => {
  it.each([DIGEST.sha256, DIGEST.sha384, DIGEST.sha512])('with RSA and ECDSA works over %s', (digestOid) => {
    for (const kind of ['rsa-2048', 'P-256'] as const) {
      const key = generatePrivateKey(kind);
      expect(verifies(key, signData(key, digestOid, data), data, digestOid)).toBe(true);
    }
  });
  it('with ГОСТ gives one signature for one message, and another nonce for each other message', () => {
    const key = generatePrivateKey('gost2015-512');
    const [first, second] = [data, Buffer.from('Договор №2')].map((bytes) =>
      signData(key, DIGEST.streebog512, bytes),
    );
    expect(Buffer.compare(signData(key, DIGEST.streebog512, data), first!)).toBe(0);
    expect(Buffer.compare(first!.subarray(0, 64), second!.subarray(0, 64))).not.toBe(0);
  });
  it.each([
    ['gost2015-512', DIGEST.streebog256],
    ['gost2004', DIGEST.streebog256],
    ['rsa-2048', DIGEST.sha1],
    ['rsa-2048', DIGEST.streebog512],
    ['P-256', DIGEST.sha1],
  ] as const)('with %s over %s is refused', (kind, digestOid) => {
    expect(() => signData(generatePrivateKey(kind), digestOid, data)).toThrow(
      expect.objectContaining({ code: 'ALGORITHM_MISMATCH' }),
    );
  });
});

describe('a private key is refused', () => {
  const pkcs8 = exportPrivateKey(generatePrivateKey('gost2015-512'));
  it.each([
    ['that is 0', pkcs8.map((value, i) => (i >= pkcs8.length - 64 ? 0 : value))],
    [
      'that is not below the order of the curve',
      pkcs8.map((value, i) => (i >= pkcs8.length - 64 ? 255 : value)),
    ],
    ['that is cut off', pkcs8.subarray(0, -1)],
    ['that is empty', new Uint8Array()],
    [
      'of another curve',
      Uint8Array.from(
        Buffer.from(
          Buffer.from(pkcs8).toString('hex').replace('2a830e030a01010202010', '2a830e030a01010202020'),
          'hex',
        ),
      ),
    ],
  ])('%s', (_, bytes) => {
    expect(() => importPrivateKey(bytes)).toThrow(expect.objectContaining({ code: 'KEY_MALFORMED' }));
  });
});
