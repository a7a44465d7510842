import type { Curve } from '../curves.ts';
import { modulo } from '../integers.ts';
import { type CurveExports, shapeOf } from './curve-module.ts';

/** Field elements in the memory of a curve's module, by their addresses. */
export type ElementMemory = {
  put(address: number, value: bigint): void;
  /** The element as a number below p. */
  get(address: number): bigint;
  /** Copies `count` elements. */
  copy(to: number, from: number, count?: number): void;
};

/** Access to the elements of a running module. */
export function elementMemory(curve: Curve, { memory }: CurveExports): ElementMemory {
  const { limbs } = shapeOf(curve);
  const doubles = new Float64Array(memory.buffer);
  const elementLength = 2 * Math.ceil(limbs / 2);
  return {
    put(address, value) {
      const first = address / 8;
      let rest = value;
      for (let i = 0; i < limbs - 1; i++) {
        const limb = BigInt.asIntN(52, rest);
        doubles[first + i] = Number(limb);
        rest = (rest - limb) >> 52n;
      }
      doubles[first + limbs - 1] = Number(rest);
      doubles.fill(0, first + limbs, first + elementLength);
    },
    get(address) {
      let value = 0n;
      for (let i = address / 8 + limbs - 1; i >= address / 8; i--)
        value = (value << 52n) + BigInt(doubles[i]!);
      return modulo(value, curve.p);
    },
    copy(to, from, count = 1) {
      doubles.copyWithin(to / 8, from / 8, from / 8 + count * elementLength);
    },
  };
}
