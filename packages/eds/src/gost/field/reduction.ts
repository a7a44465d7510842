import type { Code } from '../../wasm/instructions.ts';
import { type Local, V128 } from '../../wasm/module.ts';
import { f64x2, v128 } from '../../wasm/simd.ts';
import { type FieldScope, vectorsOf } from './columns.ts';
import { HIGH, type LimbProduct } from './products.ts';

/** d := the number of 2·limbs limbs, modulo p: high·2^(52·limbs) ≡ high·fold. */
export function reduceInto(scope: FieldScope, product: LimbProduct, d: Local, all: readonly Code[]): Code {
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
export function carryInto(scope: FieldScope, d: Local, limbs: readonly Code[]): Code {
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
