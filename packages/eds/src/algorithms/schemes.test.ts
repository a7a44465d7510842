import { constants, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readRoot } from '../der/reader.ts';
import {
  bitString,
  context,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
} from '../der/writer.ts';
import { generatePrivateKey, type KeyAlgorithm } from '../signing/private-key.ts';
import { signData } from '../signing/sign.ts';
import { readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import { digestRefusal, keyRefusal } from './allow-list.ts';
import { createHash } from './digests.ts';
import { DIGEST, KEY, SIGNATURE } from './oids.ts';
import { readPublicKey } from './public-keys.ts';
import { signatureScheme } from './signature-schemes.ts';
import { verifySignature } from './verify.ts';

const data = Buffer.from('data');
const identifier = (oid: string, ...parameters: Uint8Array[]) =>
  readAlgorithmIdentifier(readRoot(sequence(objectIdentifier(oid), ...parameters)));
const refusal = (code: string) => expect.objectContaining({ name: 'EdsError', code });
const keys = new Map<KeyAlgorithm, ReturnType<typeof generatePrivateKey>>();
const keyOf = (kind: KeyAlgorithm) => keys.get(kind) ?? keys.set(kind, generatePrivateKey(kind)).get(kind)!;

describe('a signature algorithm', () => {
  it.each([
    ['gost2015-512', KEY.gost2015With512, DIGEST.streebog512],
    ['gost2015-256', KEY.gost2015With256, DIGEST.streebog256],
    ['gost2004', KEY.gost2004, DIGEST.gost34311],
    ['rsa-2048', KEY.rsa, DIGEST.sha256],
  ] as const)(
    'of %s may be named by its key, as native Kalkan does, with the digest beside it',
    (kind, oid, digestOid) => {
      const { spki } = keyOf(kind);
      const signature = signData(keyOf(kind), digestOid, data);
      const signatureAlgorithm = identifier(oid, nullValue());
      expect(verifySignature({ spki, signatureAlgorithm, digestOid, data, signature })).toBe(true);
      expect(() => verifySignature({ spki, signatureAlgorithm, data, signature })).toThrow(
        refusal('ALGORITHM_UNSUPPORTED'),
      );
    },
  );

  it.each([
    [
      'over another digest than the one beside it',
      SIGNATURE.gost2015With512,
      DIGEST.streebog256,
      'ALGORITHM_MISMATCH',
    ],
    ['over another SHA than the one beside it', SIGNATURE.rsaSha256, DIGEST.sha512, 'ALGORITHM_MISMATCH'],
    ['named by a key with the digest of another', KEY.gost2004, DIGEST.streebog512, 'ALGORITHM_MISMATCH'],
    ['that is unknown', '1.2.3.4', DIGEST.sha256, 'ALGORITHM_UNSUPPORTED'],
    ['of MD5', '1.2.840.113549.1.1.4', undefined, 'ALGORITHM_UNSUPPORTED'],
    ['named by an elliptic key', KEY.ec, DIGEST.sha256, 'ALGORITHM_UNSUPPORTED'],
    ['named by a key with an unknown digest', KEY.rsa, '1.2.3.4', 'ALGORITHM_UNSUPPORTED'],
  ])('%s is refused', (_, oid, digestOid, code) => {
    expect(() => signatureScheme(identifier(oid), digestOid)).toThrow(refusal(code));
  });

  it('with parameters that it does not have is refused', () => {
    expect(() => signatureScheme(identifier(SIGNATURE.rsaSha256, integer(1)))).toThrow(
      refusal('ALGORITHM_UNSUPPORTED'),
    );
  });

  it.each([
    ['rsa-2048', SIGNATURE.ecdsaSha256],
    ['P-256', SIGNATURE.rsaSha256],
    ['gost2015-512', SIGNATURE.rsaSha256],
    ['rsa-2048', SIGNATURE.gost2015With512],
    ['gost2015-512', SIGNATURE.gost2015With256],
    ['gost2004', SIGNATURE.gost2015With256],
  ] as const)('of a key of %s cannot be %s', (kind, oid) => {
    const signed = {
      spki: keyOf(kind).spki,
      signatureAlgorithm: identifier(oid),
      data,
      signature: new Uint8Array(64),
    };
    expect(() => verifySignature(signed)).toThrow(refusal('ALGORITHM_MISMATCH'));
  });
});

describe('RSASSA-PSS', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const sha = (oid: string) => sequence(objectIdentifier(oid), nullValue());
  const mgf1 = (oid: string) => sequence(objectIdentifier('1.2.840.113549.1.1.8'), sha(oid));
  const pss = (hash: string, mask: string, salt: number, ...more: Uint8Array[]) =>
    identifier(
      SIGNATURE.rsaPss,
      sequence(context(0, sha(hash)), context(1, mgf1(mask)), context(2, integer(salt)), ...more),
    );
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const signature = new Uint8Array(sign('sha384', data, { key: privateKey, padding, saltLength: 48 }));
  const verify = (signatureAlgorithm: ReturnType<typeof identifier>) =>
    verifySignature({ spki, signatureAlgorithm, data, signature });

  it('verifies under its own parameters', () => {
    expect(verify(pss(DIGEST.sha384, DIGEST.sha384, 48))).toBe(true);
  });
  it.each([
    ['another digest', pss(DIGEST.sha256, DIGEST.sha256, 48)],
    ['another salt length', pss(DIGEST.sha384, DIGEST.sha384, 47)],
    ['PKCS#1 v1.5', identifier(SIGNATURE.rsaSha384)],
  ])('does not verify under %s', (_, algorithm) => expect(verify(algorithm)).toBe(false));
  it.each([
    ['a mask over another digest', pss(DIGEST.sha384, DIGEST.sha256, 48)],
    ['another trailer', pss(DIGEST.sha384, DIGEST.sha384, 48, context(3, integer(2)))],
    ['a negative salt', pss(DIGEST.sha384, DIGEST.sha384, -1)],
    ['a giant salt', pss(DIGEST.sha384, DIGEST.sha384, 100_000)],
    ['no parameters', identifier(SIGNATURE.rsaPss)],
    ['parameters that are no sequence', identifier(SIGNATURE.rsaPss, integer(1))],
  ])('is refused with %s', (_, algorithm) =>
    expect(() => verify(algorithm)).toThrow(refusal('ALGORITHM_UNSUPPORTED')),
  );
});

describe('a public key is refused', () => {
  const gost = (point: Uint8Array, hash: string = DIGEST.streebog512) => {
    const parameters = sequence(objectIdentifier('1.2.398.3.10.1.1.2.2.1'), objectIdentifier(hash));
    return sequence(
      sequence(objectIdentifier(KEY.gost2015With512), parameters),
      bitString(octetString(point)),
    );
  };
  const rsa = (modulus: bigint, exponent: bigint) =>
    sequence(
      sequence(objectIdentifier(KEY.rsa), nullValue()),
      bitString(sequence(integer(modulus), integer(exponent))),
    );
  const good = keyOf('gost2015-512').spki.slice(-128);

  it('not when it is right', () => expect(readPublicKey(gost(good)).family).toBe('gost'));
  it.each([
    [
      'whose point is off the curve',
      gost(good.map((value, i) => (i === 100 ? value ^ 1 : value))),
      'KEY_MALFORMED',
    ],
    ['whose point is 0', gost(new Uint8Array(128)), 'KEY_MALFORMED'],
    ['whose coordinates are not reduced', gost(new Uint8Array(128).fill(255)), 'KEY_MALFORMED'],
    ['whose point is cut off', gost(good.subarray(1)), 'KEY_MALFORMED'],
    ['with a digest that does not belong to it', gost(good, DIGEST.streebog256), 'ALGORITHM_UNSUPPORTED'],
    [
      'of an unknown algorithm',
      sequence(sequence(objectIdentifier('1.2.3')), bitString(good)),
      'ALGORITHM_UNSUPPORTED',
    ],
    ['of RSA that is longer than 8192 bits', rsa((1n << 9000n) + 1n, 65537n), 'KEY_MALFORMED'],
    ['of RSA with a giant exponent', rsa((1n << 2047n) + 1n, (1n << 100n) + 1n), 'KEY_MALFORMED'],
    ['of RSA with an even modulus', rsa(1n << 2047n, 65537n), 'KEY_MALFORMED'],
    ['of RSA with a negative modulus', rsa(-(1n << 2047n) + 1n, 65537n), 'KEY_MALFORMED'],
    ['that is no DER', new Uint8Array(100), 'KEY_MALFORMED'],
    ['that is empty', new Uint8Array(), 'KEY_MALFORMED'],
  ])('%s', (_, spki, code) => expect(() => readPublicKey(spki)).toThrow(refusal(code)));
});

describe('the allow-list', () => {
  const at = new Date('2026-11-22T12:00:00Z');
  it.each([
    [DIGEST.sha256, 'signature', true],
    [DIGEST.streebog512, 'imprint', true],
    [DIGEST.gost34311, 'signature', true],
    [DIGEST.sha1, 'certificate-reference', true],
    [DIGEST.sha1, 'certificate-id', true],
    [DIGEST.sha1, 'signature', false],
    [DIGEST.sha1, 'imprint', false],
  ] as const)('says of %s as %s: %s', (oid, use, allowed) => {
    expect(digestRefusal(oid, use, at) === undefined).toBe(allowed);
  });
  it('says no to RSA below 2048 bits, with the reason', () => {
    const key = readPublicKey(
      generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'der', type: 'spki' }),
    );
    expect(keyRefusal(key, at)).toBe('a key of rsa with 1024 bits is not relied upon on 2026-11-22');
  });
  it.each(['rsa-2048', 'P-384', 'gost2004', 'gost2015-256', 'gost2015-512'] as const)(
    'says yes to %s',
    (kind) => {
      expect(keyRefusal(readPublicKey(keyOf(kind).spki), at)).toBeUndefined();
    },
  );
  it('is dated: days are counted in, both ends', () => {
    const lines = [
      { digest: DIGEST.sha1, uses: ['signature'], from: '2001-01-01', until: '2016-12-31', basis: 'test' },
    ] as const;
    const refusals = ['2000-12-31', '2001-01-01', '2016-12-31', '2017-01-01'].map((day) =>
      digestRefusal(DIGEST.sha1, 'signature', new Date(`${day}T23:59:59Z`), lines),
    );
    const refusalOn = (day: string) =>
      `SHA-1 is not relied upon as signature on ${day}; it was until 2016-12-31`;
    expect(refusals).toEqual([refusalOn('2000-12-31'), undefined, undefined, refusalOn('2017-01-01')]);
  });
  it('knows no digest that is not in it', () => {
    expect(() => createHash('1.2.840.113549.2.5')).toThrow(refusal('ALGORITHM_UNSUPPORTED'));
  });
});
