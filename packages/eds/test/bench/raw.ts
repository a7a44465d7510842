import { generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { rate, report } from './measure.ts';

/** Prints `raw.verify.*` of node:crypto: what a judgement cannot be faster than. */
export async function benchRaw(): Promise<void> {
  const data = randomBytes(250);
  const pairs = {
    'rsa-2048': generateKeyPairSync('rsa', { modulusLength: 2048 }),
    'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  };
  for (const [name, { privateKey, publicKey }] of Object.entries(pairs)) {
    const signature = sign('sha256', data, privateKey);
    const measured = await rate(2000, () => verify('sha256', data, publicKey, signature));
    report(`raw.verify.${name}`, measured, 'signatures');
  }
}

if (import.meta.main) await benchRaw();
