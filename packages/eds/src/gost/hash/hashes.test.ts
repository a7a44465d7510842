import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createGost34311 as oracleGost34311 } from '../../../test/oracle/gost34311.ts';
import { createStreebog as oracleStreebog } from '../../../test/oracle/streebog.ts';
import { createGost34311 } from './gost34311.ts';
import { emitGost34311Module } from './gost34311-module.ts';
import type { Hasher } from './hasher.ts';
import { createStreebog } from './streebog.ts';
import { emitStreebogModule } from './streebog-module.ts';

const suite = new URL('../../../suites/streebog/etalon/', import.meta.url);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const message = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 255);

/** The digest of `bytes` given in portions of these lengths, over and over. */
function digestInPortions(hasher: Hasher, bytes: Uint8Array, portions: number[]): string {
  for (let offset = 0, i = 0; offset < bytes.length; i++) {
    const length = portions[i % portions.length]!;
    hasher.update(bytes.subarray(offset, offset + length));
    offset += length;
  }
  return hex(hasher.digest());
}

describe('Streebog', () => {
  const rows = readFileSync(new URL('dgst.result', suite), 'utf8')
    .split('\n')
    .map((line) => /^md_gost12_(\d+)\((\w+)\)= (\w+)/.exec(line))
    .filter((match) => match !== null && match[2] !== 'M7') // 4 GiB: test/bench/gost.ts takes it
    .map((match) => [match![2]!, match![1]!, match![3]!] as const);

  it('has all small messages of the gost-engine suite to try', () => expect(rows).toHaveLength(14));
  it.each(rows)('gives the digest of the gost-engine suite for %s in %s bits', (file, bits, digest) => {
    const hasher = createStreebog(bits === '512' ? 512 : 256).update(readFileSync(new URL(file, suite)));
    expect(hex(hasher.digest())).toBe(digest);
  });
});

// id-GostR3411-94-TestParamSet: two published values, then the two examples of RFC 5831, 7.3
describe('ГОСТ 34.311-95', () => {
  it.each([
    ['', 'ce85b99cc46752fffee35cab9a7b0278abb4c2d2055cff685af4912c49490f8d'],
    ['abc', 'f3134348c44fb1b2a277729e2285ebb5cb5e0f29c975bc753b70497c06a4d51d'],
    ['This is message, length=32 bytes', 'b1c466d37519b82e8319819ff32595e047a28cb6f83eff1c6916a815a637fffa'],
    [
      'Suppose the original message has length = 50 bytes',
      '471aba57a60a770d3a76130635c1fbea4ef14de51f78b4ae57dd893b62f55208',
    ],
  ])('gives the digest of "%s"', (text, digest) => {
    expect(hex(createGost34311().update(Buffer.from(text)).digest())).toBe(digest);
  });
});

describe.each([
  ['Streebog-512', () => createStreebog(512), () => oracleStreebog(512)],
  ['Streebog-256', () => createStreebog(256), () => oracleStreebog(256)],
  ['ГОСТ 34.311-95', () => createGost34311(), () => oracleGost34311()],
])('%s as a stream', (_, create, createOracle) => {
  it('gives the digests of the plain implementation for random bytes', () => {
    for (const length of [1, 50, 64, 1000, 40_000, 70_001]) {
      for (const bytes of [randomBytes(length), new Uint8Array(length).fill(255)]) {
        expect(hex(create().update(bytes).digest())).toBe(hex(createOracle().update(bytes).digest()));
      }
    }
  });
  it.each([0, 1, 31, 32, 33, 63, 64, 65, 127, 128, 1000])(
    'gives one digest for %i bytes in whatever portions',
    (length) => {
      const bytes = message(length);
      const whole = hex(create().update(bytes).digest());
      for (const portions of [[1], [63, 1], [31, 33, 64], [200, 3]]) {
        expect(digestInPortions(create(), bytes, portions)).toBe(whole);
      }
    },
  );
  it('keeps two streams apart that are fed in turns', () => {
    const [a, b] = [create(), create()];
    for (let i = 0; i < 300; i += 50) {
      a.update(message(300).subarray(i, i + 50));
      b.update(message(300).subarray(0, 10));
    }
    expect(hex(a.digest())).toBe(hex(create().update(message(300)).digest()));
    expect(hex(b.digest())).not.toBe(hex(create().update(message(300)).digest()));
  });
  it('does not change when the caller reuses its buffer', () => {
    const buffer = message(40).slice();
    const hasher = create().update(buffer);
    buffer.fill(0);
    expect(hex(hasher.digest())).toBe(hex(create().update(message(40)).digest()));
  });
  it('gives its digest once', () => {
    const hasher = create();
    hasher.digest();
    expect(() => hasher.digest()).toThrow('already taken');
    expect(() => hasher.update(message(1))).toThrow('already taken');
  });
});

/** What runs is what was reviewed and measured: a change of these is a change of the hash, to be made knowingly. */
describe('the emitted module', () => {
  it.each([
    ['of Streebog', emitStreebogModule, 'c5ed4451874b2bd3268a7b127a201db58a79ac563eda485bd3212dcc189afbfb'],
    [
      'of ГОСТ 34.311-95',
      emitGost34311Module,
      '10d2ef2e6c4e73efc332f9214b98d4f4cb14586a907be4e46cca689521eba573',
    ],
  ])('%s is byte for byte', (_, emit, hash) => {
    expect(createHash('sha256').update(emit()).digest('hex')).toBe(hash);
  });
});
