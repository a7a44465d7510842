import type { Code } from '../wasm/instructions.ts';
import {
  type Callable,
  F64,
  I32,
  type Local,
  type ModuleBuilder,
  V128,
  type ValueType,
} from '../wasm/module.ts';
import { f64x2, v128 } from '../wasm/simd.ts';
import type { Constants } from './constants.ts';
import {
  allPairs,
  combine,
  type FieldScope,
  type FieldShape,
  limbsOf,
  type Pair,
  sumProducts,
  vectorsOf,
} from './field-columns.ts';
import { HIGH, type LimbProduct, type LimbProductKind } from './limb-product.ts';

/*
 * Arithmetic in GF(p), p = 2^n − c with a small c, in WebAssembly (docs/decisions/0005-gost-in-webassembly.md).
 *
 * An element is `limbs` whole numbers in doubles, of 52 bits each, least significant first, none of them further from 0
 * than 2^51 + 2^20; an odd number of limbs is filled up with a zero. They stand for a number modulo p, not reduced.
 *
 * A product of two limbs is less than 2^103 and comes without error as high·2^52 + low (limb-product.ts). Both
 * `hi` = high·2^52 + HIGH and low + LOW lie where the bits of a double count up evenly with its value, so columns of
 * products are summed as 64-bit integers over those bits, and the bits of HIGH and LOW are taken off once per column
 * (field-columns.ts). Limbs above the element are multiplied by `fold` and come down; one more carry ends it.
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

/** d := the number of 2·limbs limbs, modulo p: high·2^(52·limbs) ≡ high·fold. */
function reduceInto(scope: FieldScope, product: LimbProduct, d: Local, all: readonly Code[]): Code {
  const { constants, local, fold } = scope;
  const high = upperLimbs(scope, all);
  const [sums, ups] = [high.map(() => local(V128)), high.map(() => local(V128))];
  const code = high.map((vector, v): Code => {
    const { code: first, hi, low } = product(vector, constants.double(fold));
    const up = f64x2.mul(f64x2.sub(hi, constants.double(HIGH)), constants.double(2 ** -52));
    return [first, ups[v]!.set(up), sums[v]!.set(f64x2.add(lowerLimbs(scope, all, v), low))];
  });
  const carried = shiftedUp(
    scope,
    ups.map(({ get }) => get),
  );
  return [
    code,
    carryInto(
      scope,
      d,
      sums.map(({ get }, v) => f64x2.add(get, carried[v]!)),
    ),
  ];
}

/** Limbs from `limbs` on, as vectors that begin with that limb. */
function upperLimbs({ limbs, constants }: FieldScope, all: readonly Code[]): Code[] {
  if (limbs % 2 === 0) return all.slice(limbs / 2);
  const from = (limbs - 1) / 2;
  return all
    .slice(from)
    .map((vector, v) => v128.pair(vector, 1, all[from + v + 1] ?? constants.lanes(0n), 0));
}

/** Limbs 2v and 2v + 1 below `limbs`; what fills up an odd number of them is 0. */
function lowerLimbs(scope: FieldScope, all: readonly Code[], v: number): Code {
  const filled = scope.limbs % 2 === 1 && v === vectorsOf(scope) - 1;
  return filled ? v128.pair(all[v]!, 0, scope.constants.lanes(0n), 0) : all[v]!;
}

/** d := the limbs after one carry, all at once; they are whole and below 2^53. */
function carryInto(scope: FieldScope, d: Local, limbs: readonly Code[]): Code {
  const { constants, local } = scope;
  const [values, ups] = [limbs.map(() => local(V128)), limbs.map(() => local(V128))];
  const high = constants.double(HIGH);
  const code = limbs.map((limb, v): Code => {
    const [value, up] = [values[v]!, ups[v]!];
    return [
      value.set(limb),
      up.set(f64x2.sub(f64x2.add(value.get, high), high)), // the nearest multiple of 2^52
      value.set(f64x2.sub(value.get, up.get)),
      up.set(f64x2.mul(up.get, constants.double(2 ** -52))),
    ];
  });
  const carried = shiftedUp(
    scope,
    ups.map(({ get }) => get),
  );
  return [code, values.map(({ get }, v) => v128.store(d.get, f64x2.add(get, carried[v]!), 16 * v))];
}

/** What goes up from each limb, at the limb where it arrives; from the last one it folds down to the first. */
function shiftedUp(scope: FieldScope, ups: readonly Code[]): Code[] {
  const { limbs, fold, constants } = scope;
  const last = ups.length - 1;
  const folded = f64x2.mul(ups[last]!, constants.double(fold));
  return ups.map((up, v) => {
    if (v === 0) return v128.pair(folded, limbs % 2 === 0 ? 1 : 0, up, 0);
    const above = v === last && limbs % 2 === 1 ? constants.lanes(0n) : up;
    return v128.pair(ups[v - 1]!, 1, above, 0);
  });
}
