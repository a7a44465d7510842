import type { Code } from '../../wasm/instructions.ts';
import {
  type Callable,
  F64,
  I32,
  type Local,
  type ModuleBuilder,
  type ValueType,
} from '../../wasm/module.ts';
import { f64x2, v128 } from '../../wasm/simd.ts';
import {
  allPairs,
  combine,
  type FieldScope,
  type FieldShape,
  limbsOf,
  type Pair,
  sumProducts,
  vectorsOf,
} from './columns.ts';
import type { Constants } from './constants.ts';
import type { LimbProduct, LimbProductKind } from './products.ts';
import { carryInto, reduceInto } from './reduction.ts';

/*
 * Arithmetic in GF(p), p = 2^n − c with a small c, in WebAssembly (docs/decisions/0024-gost-in-webassembly.md).
 *
 * An element is `limbs` whole numbers in doubles, of 52 bits each, least significant first, none of them further from 0
 * than 2^51 + 2^20; an odd number of limbs is filled up with a zero. They stand for a number modulo p, not reduced.
 *
 * A product of two limbs is less than 2^103 and comes without error as high·2^52 + low (products.ts). Both
 * `hi` = high·2^52 + HIGH and low + LOW lie where the bits of a double count up evenly with its value, so columns of
 * products are summed as 64-bit integers over those bits, and the bits of HIGH and LOW are taken off once per column
 * (columns.ts). Limbs above the element are multiplied by `fold` and come down; one more carry ends it (reduction.ts).
 */

/** Functions on elements by their addresses; d may be a or b. */
export type FieldCode = {
  /** d := a·b */
  readonly multiply: Callable;
  /** d := a² */
  readonly square: Callable;
  /** d := a + k·b for k = ±1, ±2 (f64) */
  readonly addScaled: Callable;
};

/** Defines the arithmetic of a field in a module, with functions exported under their names. */
export function defineField(
  module: ModuleBuilder,
  shape: FieldShape,
  constants: Constants,
  kind: LimbProductKind,
): FieldCode {
  const scopeOf = (local: (type: ValueType) => Local): FieldScope => ({ ...shape, constants, local });
  const pointer = I32;
  return {
    multiply: module.define({
      name: 'multiply',
      parameters: [pointer, pointer, pointer],
      body: ([d, a, b], local) => multiplyCode(scopeOf(local), kind(local, constants), d!, a!, b!),
    }),
    square: module.define({
      name: 'square',
      parameters: [pointer, pointer],
      body: ([d, a], local) => squareCode(scopeOf(local), kind(local, constants), d!, a!),
    }),
    addScaled: module.define({
      name: 'addScaled',
      parameters: [pointer, pointer, pointer, F64],
      body: ([d, a, b, k], local) => addScaledCode(scopeOf(local), d!, a!, b!, k!),
    }),
  };
}

const vectorsAt = (scope: FieldScope, { get }: Local): Code[] =>
  Array.from({ length: vectorsOf(scope) }, (_, v) => v128.load(get, 16 * v));
const splatsAt = ({ limbs }: FieldScope, { get }: Local): Code[] =>
  Array.from({ length: limbs }, (_, i) => v128.load64Splat(get, 8 * i));

function multiplyCode(scope: FieldScope, product: LimbProduct, d: Local, a: Local, b: Local): Code {
  const [sum, columns] = sumProducts(
    scope,
    allPairs(scope),
    vectorsAt(scope, a),
    splatsAt(scope, b),
    product,
  );
  const [carry, limbs] = limbsOf(scope, columns);
  return [sum, carry, reduceInto(scope, product, d, limbs)];
}

/** Products of different limbs once, and doubled; where both lie in one vector they come twice by themselves. */
function squareCode(scope: FieldScope, product: LimbProduct, d: Local, a: Local): Code {
  const vectorOf = (i: number): number => Math.floor(i / 2);
  const sum = (wanted: (pair: Pair) => boolean) =>
    sumProducts(scope, allPairs(scope).filter(wanted), vectorsAt(scope, a), splatsAt(scope, a), product);
  const [sumDoubled, doubled] = sum(([i, v]) => v > vectorOf(i));
  const [sumSingle, single] = sum(([i, v]) => v === vectorOf(i));
  const [carry, limbs] = limbsOf(scope, combine(doubled, single));
  return [sumDoubled, sumSingle, carry, reduceInto(scope, product, d, limbs)];
}

function addScaledCode(scope: FieldScope, d: Local, a: Local, b: Local, k: Local): Code {
  const scaled = vectorsAt(scope, b).map((vector) => f64x2.mul(vector, f64x2.splat(k.get)));
  return carryInto(
    scope,
    d,
    vectorsAt(scope, a).map((vector, v) => f64x2.add(vector, scaled[v]!)),
  );
}
