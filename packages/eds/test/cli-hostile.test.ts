import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { at, eds, temporaryFiles } from './cli.ts';
import { vector, vectorsIn } from './samples.ts';

const file = temporaryFiles();
const samples = ['cms', 'ca', 'ocsp', 'tsp', 'p12'].flatMap(vectorsIn);
const anchor = at('vectors/ca/test/nca_gost2022_test.cer');

/** One sample with a few bytes changed, and perhaps cut off. */
const damaged = fc
  .record({
    path: fc.constantFrom(...samples),
    changes: fc.array(fc.tuple(fc.double({ min: 0, max: 0.999999, noNaN: true }), fc.nat(255)), {
      maxLength: 4,
    }),
    kept: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.boolean(),
  })
  .map(({ path, changes, kept, cut }) => {
    const bytes = vector(path).slice();
    for (const [place, value] of changes) bytes[Math.floor(place * bytes.length)] = value;
    return cut ? bytes.subarray(0, Math.floor(kept * bytes.length)) : bytes;
  });

describe('damaged files never bring the command down', () => {
  it('whatever they are given as', async () => {
    await fc.assert(
      fc.asyncProperty(damaged, async (bytes) => {
        const path = file('damaged.bin', bytes);
        const runs = [
          ['info', path],
          ['validate', path, '--no-revocation', '--trust', anchor],
          ['tsp', path, '--content', path, '--trust', anchor],
          ['ocsp', path, '--cert', anchor, '--issuer', anchor],
          ['chain', '--leaf', path, '--trust', anchor],
          ['sign', path, '--p12', path, '--password', 'Qwerty12', '-o', `${path}.cms`],
        ];
        for (const argv of runs) {
          const { exit, err } = await eds(argv);
          expect([0, 1, 2, 64, 65]).toContain(exit);
          expect(err).not.toMatch(/\n\s+at /);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('and a device without end is refused', async () => {
    const { exit, err } = await eds(['info', '/dev/zero']);
    expect([exit, err]).toEqual([65, expect.stringContaining('more than the')]);
  });
});
