import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantiate } from '../../wasm/module.ts';
import { type Curve, cryptoProA, tc26A256, tc26A512 } from '../curves.ts';
import { invert, modulo } from '../integers.ts';
import { type CurveExports, emitCurveModule, layoutOf, shapeOf } from '../points/curve-module.ts';
import { elementMemory } from '../points/element-memory.ts';
import { fusedProduct, type LimbProductKind, splitProduct } from './products.ts';

/** The furthest that a limb may be from 0: see field-code.ts. */
const FURTHEST = 2 ** 51 + 2 ** 20;
const limb = fc.oneof(
  fc.constantFrom(0, 1, -1, 2 ** 51, -(2 ** 51), 2 ** 51 - 1, FURTHEST, -FURTHEST, 2 ** 25, -(2 ** 26)),
  fc.integer({ min: -FURTHEST, max: FURTHEST }),
);

function field(curve: Curve, kind: LimbProductKind) {
  const { limbs } = shapeOf(curve);
  const { element, work } = layoutOf(shapeOf(curve));
  const exports = instantiate<CurveExports>(emitCurveModule(curve, kind, 1));
  const doubles = new Float64Array(exports.memory.buffer);
  const { get } = elementMemory(curve, exports);
  const [a, b, d] = [work, work + element, work + 2 * element] as const;
  const put = (address: number, values: readonly number[]): bigint => {
    doubles.set(values, address / 8);
    return get(address);
  };
  /** Limbs of the result, the filling included. */
  const result = (): number[] => Array.from(doubles.subarray(d / 8, (d + element) / 8));
  return { limbs, exports, a, b, d, put, get, result };
}

describe.each([
  ['512 bits, fused', tc26A512, fusedProduct],
  ['512 bits, split', tc26A512, splitProduct],
  ['256 bits, fused', cryptoProA, fusedProduct],
  ['256 bits, split', cryptoProA, splitProduct],
] as const)('the field of %s', (_, curve, kind) => {
  const { limbs, exports, a, b, d, put, get, result } = field(curve, kind);
  const element = fc.array(limb, { minLength: limbs, maxLength: limbs });
  const keepsBounds = (): void => {
    const values = result();
    expect(values.every(Number.isInteger)).toBe(true);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(FURTHEST);
    expect(values.slice(limbs).every((value) => value === 0)).toBe(true);
  };

  it('multiplies and squares exactly, whatever the limbs, and keeps them in bounds', () => {
    fc.assert(
      fc.property(element, element, (left, right) => {
        const [x, y] = [put(a, left), put(b, right)];
        exports.multiply(d, a, b);
        expect(get(d)).toBe((x * y) % curve.p);
        keepsBounds();
        exports.square(d, a);
        expect(get(d)).toBe((x * x) % curve.p);
        keepsBounds();
      }),
      { numRuns: 500 },
    );
  });
  it('adds multiples exactly, whatever the limbs, and keeps them in bounds', () => {
    fc.assert(
      fc.property(element, element, fc.constantFrom(1, -1, 2, -2), (left, right, k) => {
        const [x, y] = [put(a, left), put(b, right)];
        exports.addScaled(d, a, b, k);
        expect(get(d)).toBe(modulo(x + BigInt(k) * y, curve.p));
        keepsBounds();
      }),
      { numRuns: 300 },
    );
  });
  it('takes the largest limbs in every sign', () => {
    for (const signs of [0, 0b1111111111, 0b1010101010, 0b1100110011, 0b1000000000, 0b0000011111]) {
      const values = Array.from({ length: limbs }, (_, i) => ((signs >> i) & 1 ? -FURTHEST : FURTHEST));
      const x = put(a, values);
      exports.square(d, a);
      expect(get(d)).toBe((x * x) % curve.p);
      keepsBounds();
    }
  });
});

describe('the inverse', () => {
  it.each([tc26A512.p, tc26A512.q, cryptoProA.p, cryptoProA.q, tc26A256.q, 2n, 3n, 65537n])(
    'modulo %s',
    (prime) => {
      fc.assert(
        fc.property(fc.bigInt({ min: 1n, max: prime - 1n }), (value) => {
          expect((invert(value, prime) * value) % prime).toBe(1n);
        }),
        { numRuns: 100 },
      );
    },
  );
  it('of 0 is 0', () => expect(invert(0n, tc26A512.p)).toBe(0n));
});

/** What runs is what was reviewed and measured: a change of these is a change of the arithmetic, to be made knowingly. */
describe('the emitted modules', () => {
  it.each([
    [
      'CryptoPro-A, fused',
      cryptoProA,
      fusedProduct,
      '1c10b5bce56f28b5bed299c443851078f479a31f8416ad2d3f38f4a16e280103',
    ],
    [
      '256-A, fused',
      tc26A256,
      fusedProduct,
      '248305b2c3cd4bb524bd0b1c29d933c879262d3bc5bdc190eb2baa1490b98442',
    ],
    [
      '512-A, fused',
      tc26A512,
      fusedProduct,
      'e9f59d8c4100cdbaaaf06c9810af3db2768fb64515081da8cb36044a48fdf7ef',
    ],
    [
      '512-A, split',
      tc26A512,
      splitProduct,
      '1efae9b36e29f44c4452117319dee7bb4f6748a945f0c4a4fb86c20fac104040',
    ],
  ] as const)('%s are byte for byte', (_, curve, kind, hash) => {
    expect(
      createHash('sha256')
        .update(emitCurveModule(curve, kind, 8))
        .digest('hex'),
    ).toBe(hash);
  });
});
