import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { digest } from '../src/algorithms/digests.ts';
import { gostKeys } from '../src/algorithms/gost-keys.ts';
import { DIGEST } from '../src/algorithms/oids.ts';
import { readSignedData } from '../src/cms/signed-data.ts';
import { members, readRoot } from '../src/der/reader.ts';
import { readBitStringOctets, readOctetString } from '../src/der/values.ts';
import { signDigest } from '../src/gost/private-key.ts';
import { readGostPublicKey } from '../src/gost/public-key.ts';
import { signAttached, signDetached } from '../src/signing/cades.ts';
import { generatePrivateKey } from '../src/signing/private-key.ts';
import { memorySigner, pkcs12Signer } from '../src/signing/signer.ts';
import { gostEngineMissing, opensslAccepts, opensslGost } from './openssl.ts';
import { pem, withRussianOids } from './russian-oids.ts';
import { selfSigned } from './self-signed.ts';

const missing = gostEngineMissing();
const folder = mkdtempSync(join(tmpdir(), 'eds-gost-'));
const file = (name: string, bytes: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
afterAll(() => rmSync(folder, { recursive: true }));

/** A test that needs gost-engine: without it the reason is printed, and nothing is claimed. */
const crossing = (title: string, body: () => void | Promise<void>): void =>
  it(title, async () => {
    if (missing) process.stderr.write(`${title}: ${missing}\n`);
    else await body();
  });

describe('gost-engine gives the same digests', () => {
  const lengths = [0, 1, 31, 32, 33, 63, 64, 65, 127, 128, 129, 1000, 4096, 100_000];
  for (const [name, oid] of [
    ['md_gost12_512', DIGEST.streebog512],
    ['md_gost12_256', DIGEST.streebog256],
  ] as const) {
    crossing(`${name} of ${lengths.length} random messages`, () => {
      for (const message of lengths.map((length) => randomBytes(length))) {
        const theirs = opensslGost(['dgst', `-${name}`, '-binary'], message);
        expect(Buffer.compare(theirs, digest(oid, message))).toBe(0);
      }
    });
  }
});

describe('gost-engine agrees about signatures', () => {
  const theirKeys = {
    gost2004: ['gost2001', 'paramset:A'],
    'gost2015-256': ['gost2012_256', 'paramset:TCA'],
    'gost2015-512': ['gost2012_512', 'paramset:A'],
  } as const;

  for (const { name, curve } of gostKeys) {
    crossing(`${name}: what it signs is verified here, and refused when changed`, () => {
      const [algorithm, parameters] = theirKeys[name];
      const key = file(
        'their.pem',
        opensslGost(['genpkey', '-algorithm', algorithm, '-pkeyopt', parameters]),
      );
      const [, bits] = members(readRoot(opensslGost(['pkey', '-in', key, '-pubout', '-outform', 'DER'])));
      const publicKey = readGostPublicKey(curve, readOctetString(readRoot(readBitStringOctets(bits!))))!;
      for (let i = 0; i < 10; i++) {
        const hash = randomBytes(curve.byteLength);
        const theirs = opensslGost(['pkeyutl', '-sign', '-inkey', key, '-in', file('hash', hash)]);
        expect(publicKey.verify(hash, Uint8Array.from(theirs).reverse())).toBe(true);
        expect(publicKey.verify(hash, Uint8Array.from(theirs).reverse().map(invertAt(i)))).toBe(false);
      }
    });

    crossing(`${name}: what is signed here it verifies, and refuses when changed`, () => {
      const privateKey = generatePrivateKey(name);
      if (privateKey.family !== 'gost') throw new Error('a ГОСТ key was asked for');
      const key = file('ours.pem', pem('PUBLIC KEY', withRussianOids(privateKey.spki)));
      for (let i = 0; i < 10; i++) {
        const hash = file('hash', randomBytes(curve.byteLength));
        const ours = signDigest(curve, privateKey.key.d, readFileSync(hash));
        expect(accepts(key, hash, Uint8Array.from(ours).reverse())).toBe(true);
        expect(accepts(key, hash, Uint8Array.from(ours).reverse().map(invertAt(i)))).toBe(false);
      }
    });
  }
  const invertAt = (index: number) => (value: number, i: number) => (i === index ? value ^ 1 : value);
  const accepts = (key: string, hash: string, signature: Uint8Array): boolean =>
    opensslAccepts([
      'pkeyutl',
      '-engine',
      'gost',
      '-verify',
      '-pubin',
      '-inkey',
      key,
      '-in',
      hash,
      '-sigfile',
      file('sig', signature),
    ]);
});

describe('gost-engine reads the CMS made here, once its identifiers are Russian', () => {
  const content = Buffer.from('Договор №1');
  const options = { signingTime: new Date('2026-11-22T12:00:00Z') };
  const verify = ['cms', '-verify', '-noverify', '-inform', 'DER', '-in'];
  const translated = (cms: Uint8Array): string =>
    file('cms', withRussianOids(cms, readSignedData(cms).signers[0]!.signature));
  const generated = (name: 'gost2015-256' | 'gost2015-512') => {
    const key = generatePrivateKey(name);
    return memorySigner(key, selfSigned(key));
  };
  const head = new URL('../vectors/p12/legal_ceo_valid.p12', import.meta.url);
  const signers = {
    'a key of 512 bits': () => generated('gost2015-512'),
    'a key of 256 bits': () => generated('gost2015-256'),
    'a container of НУЦ РК': () => pkcs12Signer(readFileSync(head), 'Qwerty12'),
  };

  for (const [title, makeSigner] of Object.entries(signers)) {
    crossing(`attached, with ${title}`, async () => {
      const cms = translated(await signAttached(content, makeSigner(), options));
      expect(Buffer.compare(opensslGost([...verify, cms]), content)).toBe(0);
    });
    crossing(`detached, with ${title}, and refuses other content`, async () => {
      const signer = makeSigner();
      const cms = translated(await signDetached(digest(signer.digestOid, content), signer, options));
      const accepted = ['Договор №1', 'Договор №2'].map((text) =>
        opensslAccepts([...verify, cms, '-engine', 'gost', '-binary', '-content', file('content', text)]),
      );
      expect(accepted).toEqual([true, false]);
    });
  }
});
