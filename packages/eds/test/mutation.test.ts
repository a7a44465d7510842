import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readSignedData } from '../src/cms/signed-data.ts';
import { parseCrl } from '../src/crl/crl.ts';
import { unarmor } from '../src/der/pem.ts';
import { EdsError } from '../src/errors.ts';
import { readOcspResponse } from '../src/ocsp/response.ts';
import { readTimestampToken } from '../src/tsp/token.ts';
import { validate } from '../src/validation/validate.ts';
import { parseCertificate } from '../src/x509/certificate.ts';
import { vector, vectorsIn } from './samples.ts';
import { everyAuthority } from './trust.ts';

const samples = vectorsIn('cms').filter((path) => path.endsWith('.cms'));
const at = new Date('2022-09-27T21:19:00Z');
const detached = { content: vector('cms/zip_sign/NCAManifest.xml') };

const judge = (path: string, cms: Uint8Array) =>
  validate({
    cms,
    at,
    trust: everyAuthority,
    options: { revocation: 'none' },
    ...(path.includes('zip_sign') ? detached : {}),
  });

/** Where these bytes lie in the whole. */
const placeOf = (whole: Uint8Array, part: Uint8Array): [number, number] => {
  const start = Buffer.from(whole).indexOf(part);
  return [start, start + part.length];
};

type Place = { path: string; der: Uint8Array; signer: number; from: number; to: number };

/** Content, signed attributes and signature value of every signer of every sample. */
const places: [string, Place][] = samples.flatMap((path) => {
  const { encoded: der, content, signers } = readSignedData(vector(path));
  return signers.flatMap(({ signedAttributes, signature }, signer) => {
    const parts = { content, 'signed attributes': signedAttributes?.encoded.subarray(1), signature };
    return Object.entries(parts).flatMap(([name, part]): [string, Place][] => {
      if (!part) return [];
      const [from, to] = placeOf(der, part);
      return [[`${name} of signer ${signer} of ${path}`, { path, der, signer, from, to }]];
    });
  });
});

describe('any byte changed', () => {
  it.each(places)('in %s: TOTAL-FAILED or unreadable', async (_, { path, der, signer, from, to }) => {
    const change = fc.tuple(fc.integer({ min: from, max: to - 1 }), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(change, async ([index, mask]) => {
        const verdict = await verdictOf(path, der.with(index, der[index]! ^ mask), signer);
        expect(['HASH_FAILURE', 'SIG_CRYPTO_FAILURE', 'unreadable']).toContain(verdict);
      }),
      { numRuns: 25 },
    );
  });
});

async function verdictOf(path: string, cms: Uint8Array, signer: number): Promise<string | null> {
  try {
    const report = await judge(path, cms);
    expect(report.indication).toBe('TOTAL-FAILED');
    return report.signatures[signer]!.subIndication;
  } catch (error) {
    if (error instanceof EdsError) return 'unreadable';
    throw error;
  }
}

/** Bytes flipped, lengths blown up, pieces cut out, doubled or put in: what a fuzzer does to a sample. */
const mutations = (length: number): fc.Arbitrary<(bytes: Uint8Array) => Uint8Array> => {
  const index = fc.integer({ min: 0, max: length - 1 });
  const piece = fc.uint8Array({ minLength: 1, maxLength: 8 });
  const cut = fc
    .tuple(index, index)
    .map((ends) => ends.sort((left, right) => left - right) as [number, number]);
  return fc.oneof(
    fc.tuple(index, fc.nat(255)).map(
      ([at, octet]) =>
        (bytes: Uint8Array) =>
          bytes.with(at, octet),
    ),
    fc.tuple(index, fc.constantFrom(0x80, 0x84, 0xff, 0x7f, 0)).map(
      ([at, octet]) =>
        (bytes: Uint8Array) =>
          bytes.with(at, octet),
    ),
    index.map((at) => (bytes: Uint8Array) => bytes.subarray(0, at)),
    fc.tuple(index, piece).map(
      ([at, put]) =>
        (bytes: Uint8Array) =>
          Uint8Array.of(...bytes.subarray(0, at), ...put, ...bytes.subarray(at)),
    ),
    cut.map(
      ([from, to]) =>
        (bytes: Uint8Array) =>
          Uint8Array.of(...bytes.subarray(0, from), ...bytes.subarray(to)),
    ),
  );
};

const readers: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  cms: (bytes) => readSignedData(bytes),
  ca: (bytes) => parseCertificate(unarmor(bytes)),
  crl: parseCrl,
  ocsp: readOcspResponse,
  tsp: (bytes) => [attempt(() => readTimestampToken(bytes)), parseCertificate(bytes)],
};

function attempt(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof EdsError)) throw error;
  }
}

/** A reader may take this much of a processor for a mutated sample, milliseconds; the largest sample takes about one. */
const LONGEST = 200;

describe('hostile input never does more than be refused', () => {
  const files = Object.keys(readers).flatMap((folder) =>
    vectorsIn(folder).filter((path) => /\.(cms|cer|crt|pem|crl|der)$/.test(path)),
  );

  it.each(files)('%s, mutated', (path) => {
    const bytes = unarmor(vector(path));
    const read = readers[path.split('/')[0]!]!;
    fc.assert(
      fc.property(fc.array(mutations(bytes.length), { minLength: 1, maxLength: 3 }), (changes) => {
        const mutated = changes.reduce(
          (input, change) => (input.length === bytes.length ? change(input) : input),
          bytes,
        );
        const before = process.cpuUsage();
        attempt(() => read(mutated));
        expect(process.cpuUsage(before).user / 1000).toBeLessThan(LONGEST);
      }),
      { numRuns: 150 },
    );
  });

  it.each(samples)('%s, mutated, is judged or unreadable', async (path) => {
    const der = readSignedData(vector(path)).encoded;
    await fc.assert(
      fc.asyncProperty(mutations(der.length), async (change) => {
        await judge(path, change(der)).catch((error: unknown) => {
          if (!(error instanceof EdsError)) throw error;
        });
      }),
      { numRuns: 30 },
    );
  });
});
