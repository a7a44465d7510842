import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readPublicKey } from '../src/algorithms/public-keys.ts';
import { verifySignature } from '../src/algorithms/verify.ts';
import { readRoot } from '../src/der/reader.ts';
import { EdsError } from '../src/errors.ts';
import { readPkcs12 } from '../src/pkcs12/pkcs12.ts';
import { exportPrivateKey, generatePrivateKey, importPrivateKey } from '../src/signing/private-key.ts';
import { naturalDigest, signatureAlgorithmOf, signData } from '../src/signing/sign.ts';
import { readAlgorithmIdentifier } from '../src/x509/algorithm-identifier.ts';

const kinds = ['rsa-2048', 'P-256', 'gost2004', 'gost2015-256', 'gost2015-512'] as const;
const keys = kinds.map((kind) => generatePrivateKey(kind));

/** Bytes that are nearly right: a few changed, cut off or repeated. */
const mutated = (samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  fc
    .record({
      sample: fc.constantFrom(...samples),
      changes: fc.array(fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) }), { maxLength: 4 }),
      cut: fc.option(fc.nat(), { freq: 4 }),
    })
    .map(({ sample, changes, cut }) => {
      const bytes = Uint8Array.from(sample);
      for (const { at, to } of changes) bytes[at % bytes.length] = to;
      return cut === null ? bytes : bytes.subarray(0, cut % bytes.length);
    });

/** Runs to an end, or refuses with an EdsError: nothing else. */
function endsOrRefuses(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(EdsError);
  }
}

describe('whatever the bytes, there is an answer or an EdsError', () => {
  const runs = { numRuns: 400 };
  const bytes = (samples: readonly Uint8Array[]) =>
    fc.oneof({ weight: 4, arbitrary: mutated(samples) }, fc.uint8Array({ maxLength: 300 }));

  it('from public keys', () => {
    fc.assert(
      fc.property(bytes(keys.map(({ spki }) => spki)), (spki) => endsOrRefuses(() => readPublicKey(spki))),
      runs,
    );
  });
  it('from private keys', () => {
    fc.assert(
      fc.property(bytes(keys.map(exportPrivateKey)), (pkcs8) => endsOrRefuses(() => importPrivateKey(pkcs8))),
      runs,
    );
  });
  it('from containers', () => {
    const container = readFileSync(new URL('../vectors/p12/individual_valid.p12', import.meta.url));
    fc.assert(
      fc.property(bytes([container]), (pkcs12) => endsOrRefuses(() => readPkcs12(pkcs12, 'Qwerty12'))),
      runs,
    );
  });
  it('from signatures and algorithm identifiers, and no changed signature verifies', () => {
    const data = Buffer.from('data');
    const signed = keys.map((key) => {
      const algorithm = signatureAlgorithmOf(key, naturalDigest(key));
      return { spki: key.spki, algorithm, signature: signData(key, naturalDigest(key), data) };
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...signed),
        bytes(signed.map((one) => one.signature)),
        bytes(signed.map((one) => one.algorithm)),
        ({ spki, algorithm, signature }, forged, other) => {
          const verify = (encoded: Uint8Array, value: Uint8Array): boolean =>
            verifySignature({
              spki,
              signatureAlgorithm: readAlgorithmIdentifier(readRoot(encoded)),
              data,
              signature: value,
            });
          endsOrRefuses(() => verify(other, signature));
          expect(verify(algorithm, forged)).toBe(Buffer.compare(forged, signature) === 0);
        },
      ),
      runs,
    );
  });
});
