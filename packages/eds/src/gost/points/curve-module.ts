import { instantiate, moduleBuilder } from '../../wasm/module.ts';
import type { Curve } from '../curves.ts';
import type { FieldShape } from '../field/columns.ts';
import { constantsAt } from '../field/constants.ts';
import { defineField } from '../field/field-code.ts';
import { fusedProduct, type LimbProductKind, splitProduct } from '../field/products.ts';
import { definePoints } from './point-code.ts';
import { type PointLayout, SCRATCH_ELEMENTS } from './point-layout.ts';

/** Functions of the module of a curve; addresses are bytes in its memory. */
export type CurveExports = {
  readonly memory: WebAssembly.Memory;
  multiply(d: number, a: number, b: number): void;
  square(d: number, a: number): void;
  addScaled(d: number, a: number, b: number, k: 1 | -1 | 2 | -2): void;
  double(p: number): void;
  add(p: number, q: number, sign: 1 | -1): void;
  accumulate(length: number, streams: number, tables: number, digits: number): 0 | 1;
};

/** Where things lie in the memory of a curve's module. */
export type CurveLayout = PointLayout & {
  /** Elements for the use of the caller. */
  readonly work: number;
  /** First byte after all these. */
  readonly end: number;
};

const CONSTANTS_END = 4096;
export const WORK_ELEMENTS = 12;

/** Number of 52-bit limbs, and what 2^(52·limbs) is modulo p. */
export function shapeOf({ byteLength, p }: Curve): FieldShape {
  const limbs = Math.ceil((8 * byteLength) / 52);
  return { limbs, fold: Number(2n ** BigInt(52 * limbs) % p) };
}

/** Where things lie for elements of this shape. */
export function layoutOf({ limbs }: FieldShape): CurveLayout {
  const element = 16 * Math.ceil(limbs / 2);
  const place = (index: number): number => CONSTANTS_END + index * element;
  const [zero, one, a, sum, work] = [0, 1, 2, 3, 6].map((i) => place(SCRATCH_ELEMENTS + i)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { element, scratch: CONSTANTS_END, zero, one, a, sum, work, end: work + WORK_ELEMENTS * element };
}

/** The module of a curve, emitted: field and point arithmetic, with `pages` of memory. */
export function emitCurveModule(curve: Curve, kind: LimbProductKind, pages: number): Uint8Array<ArrayBuffer> {
  const shape = shapeOf(curve);
  const module = moduleBuilder(pages);
  const field = defineField(module, shape, constantsAt(module, 0), kind);
  definePoints(module, field, layoutOf(shape), curve.a === curve.p - 3n);
  return module.build();
}

/**
 * The module of a curve, running. With fused multiplication where the engine knows it and the processor has it, which
 * a product of large limbs shows; without it elsewhere.
 */
export function startCurveModule(curve: Curve, pages: number): CurveExports {
  const fused = emitCurveModule(curve, fusedProduct, pages);
  if (WebAssembly.validate(fused)) {
    const exports = instantiate<CurveExports>(fused);
    if (multipliesExactly(curve, exports)) return exports;
  }
  return instantiate<CurveExports>(emitCurveModule(curve, splitProduct, pages));
}

/** Whether the square of an element with all limbs 2^51 − 1 is right. */
function multipliesExactly(curve: Curve, { memory, square }: CurveExports): boolean {
  const { limbs } = shapeOf(curve);
  const { work, element } = layoutOf(shapeOf(curve));
  const field = new Float64Array(memory.buffer, work, 2 * (element / 8));
  field.fill(2 ** 51 - 1, 0, limbs);
  square(work + element, work);
  const value = (from: number): bigint =>
    Array.from(field.subarray(from, from + limbs)).reduceRight(
      (sum, limb) => (sum << 52n) + BigInt(limb),
      0n,
    );
  return (value(0) ** 2n - value(element / 8)) % curve.p === 0n;
}
