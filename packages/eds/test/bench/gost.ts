import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createHash } from '../../src/algorithms/digests.ts';
import { type GostKey, gostKeys } from '../../src/algorithms/gost-keys.ts';
import { DIGEST } from '../../src/algorithms/oids.ts';
import { publicKeyOf, randomPrivateKey, signDigest } from '../../src/gost/private-key.ts';
import { readGostPublicKey } from '../../src/gost/public-key.ts';
import { rate, report } from './measure.ts';

/*
 * Speed of the ГОСТ mathematics.
 * `node test/bench/gost.ts`, or `node test/bench/gost.ts --4gib` to check Streebog of 4 GiB in constant memory as well.
 */

const must = (verified: boolean | undefined): void => {
  if (!verified) throw new Error('a signature that was made here does not verify');
};

async function benchSignatures({ name, curve }: GostKey): Promise<void> {
  const signed = Array.from({ length: 50 }, () => {
    const d = randomPrivateKey(curve);
    const digest = randomBytes(curve.byteLength);
    return { d, digest, publicKey: publicKeyOf(curve, d), signature: signDigest(curve, d, digest) };
  });
  const { publicKey, digest, signature, d } = signed[0]!;
  const known = readGostPublicKey(curve, publicKey)!;
  const verifyKnown = () => must(known.verify(digest, signature));
  report(`gost.verify.${name}`, await rate(2000, verifyKnown), 'signatures');
  const verifyCold = (index: number): void => {
    const one = signed[index % signed.length]!;
    must(readGostPublicKey(curve, one.publicKey)?.verify(one.digest, one.signature));
  };
  report(`gost.verify.${name}.cold`, await rate(500, verifyCold), 'signatures');
  report(`gost.sign.${name}`, await rate(500, () => signDigest(curve, d, digest)), 'signatures');
}

const HASHES = [
  ['streebog', DIGEST.streebog512],
  ['streebog-256', DIGEST.streebog256],
  ['34.311-95', DIGEST.gost34311],
] as const;

async function benchHashes(): Promise<void> {
  const mebibyte = randomBytes(2 ** 20);
  for (const [name, oid] of HASHES)
    report(name, await rate(50, () => createHash(oid).update(mebibyte).digest()), 'MiB');
}

/** Prints `gost.*`, `streebog` and `34.311-95`: the bare mathematics. */
export async function benchGost(): Promise<void> {
  for (const key of gostKeys) await benchSignatures(key);
  await benchHashes();
}

/** M7 of the gost-engine suite: M2, then M5‖M6 until there are 4 GiB of it. */
function checkFourGibibytes(): void {
  const file = (name: string): Buffer =>
    readFileSync(new URL(`../../suites/streebog/etalon/${name}`, import.meta.url));
  const unit = Buffer.concat([file('M5'), file('M6')]);
  const portion = Buffer.concat(Array.from({ length: 2 ** 20 / unit.length }, () => unit));
  const hash = createHash(DIGEST.streebog512).update(file('M2'));
  for (let i = 0; i < 4096; i++) hash.update(portion);
  const digest = Buffer.from(hash.digest()).toString('hex');
  if (!file('dgst.result').includes(`md_gost12_512(M7)= ${digest}`))
    throw new Error('the digest of 4 GiB is wrong');
  const resident = Math.round(process.memoryUsage().rss / 2 ** 20);
  process.stderr.write(`4 GiB of Streebog are right, ${resident} MiB resident\n`);
}
if (import.meta.main) await benchGost();
if (import.meta.main && process.argv.includes('--4gib')) checkFourGibibytes();
