import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createHash } from '../../src/algorithms/digests.ts';
import { gostKeys } from '../../src/algorithms/gost-keys.ts';
import { DIGEST } from '../../src/algorithms/oids.ts';
import { publicKeyOf, randomPrivateKey, signDigest } from '../../src/gost/private-key.ts';
import { readGostPublicKey } from '../../src/gost/public-key.ts';

/*
 * Speed of the ГОСТ mathematics, as JSON lines {name, perSec, unit}, per CPU second of this process.
 * `node test/bench/gost.ts`, or `node test/bench/gost.ts --4gib` to check Streebog of 4 GiB in constant memory as well.
 */

const report = (name: string, perSec: number, unit: string): void => {
  process.stdout.write(`${JSON.stringify({ name, perSec: Math.round(perSec * 10) / 10, unit })}\n`);
};

/** How often `work` runs in a CPU second: the best of five turns. */
function rate(times: number, work: (turn: number) => void): number {
  const turns = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    for (let i = 0; i < times; i++) work(i);
    const { user, system } = process.cpuUsage(before);
    return (1e6 * times) / (user + system);
  });
  return Math.max(...turns);
}

const must = (verified: boolean | undefined): void => {
  if (!verified) throw new Error('a signature that was made here does not verify');
};

for (const { name, curve } of gostKeys) {
  const signed = Array.from({ length: 50 }, () => {
    const d = randomPrivateKey(curve);
    const digest = randomBytes(curve.byteLength);
    return { d, digest, publicKey: publicKeyOf(curve, d), signature: signDigest(curve, d, digest) };
  });
  const { publicKey, digest, signature, d } = signed[0]!;
  const known = readGostPublicKey(curve, publicKey)!;
  report(
    `gost.verify.${name}`,
    rate(2000, () => must(known.verify(digest, signature))),
    'signatures',
  );
  const verifyCold = (turn: number): void => {
    const one = signed[turn % signed.length]!;
    must(readGostPublicKey(curve, one.publicKey)?.verify(one.digest, one.signature));
  };
  report(`gost.verify.${name}.cold`, rate(500, verifyCold), 'signatures');
  report(
    `gost.sign.${name}`,
    rate(500, () => void signDigest(curve, d, digest)),
    'signatures',
  );
}

const message = randomBytes(2 ** 20);
for (const [name, oid] of [
  ['streebog-512', DIGEST.streebog512],
  ['streebog-256', DIGEST.streebog256],
  ['34.311-95', DIGEST.gost34311],
] as const) {
  report(
    `gost.hash.${name}`,
    rate(50, () => void createHash(oid).update(message).digest()),
    'MiB',
  );
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
  report('gost.hash.streebog-512.4GiB.memory', process.memoryUsage().rss / 2 ** 20, 'MiB resident');
}
if (process.argv.includes('--4gib')) checkFourGibibytes();
