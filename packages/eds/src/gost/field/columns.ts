import type { Code } from '../../wasm/instructions.ts';
import { type Local, V128, type ValueType } from '../../wasm/module.ts';
import { f64x2, i64x2, v128 } from '../../wasm/simd.ts';
import { bitsOf, type Constants } from './constants.ts';
import { HIGH, type LimbProduct, LOW } from './products.ts';

/** A field 2^(52·limbs) ≡ fold modulo p, with fold < 2^18 and limbs ≤ 10. */
export type FieldShape = { readonly limbs: number; readonly fold: number };

/** What code inside a function is made with: its field, the module's constants, the function's locals. */
export type FieldScope = FieldShape & { readonly constants: Constants; local(type: ValueType): Local };

/** A product to be summed: limb `i` of one factor by vector `v` (limbs 2v and 2v + 1) of the other. */
export type Pair = readonly [i: number, v: number];

/**
 * Columns of products, as bits of doubles: `at[s]` is a vector of shares of columns s and s + 1, `surplus[s]` what the
 * constants in it add to each of the two.
 */
export type Columns = { readonly at: readonly (Code | undefined)[]; readonly surplus: readonly bigint[] };

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** How many vectors of two limbs an element takes. */
export const vectorsOf = ({ limbs }: FieldShape): number => Math.ceil(limbs / 2);

/** All pairs of a product. */
export function allPairs(shape: FieldShape): Pair[] {
  return numbers(shape.limbs).flatMap((i) => numbers(vectorsOf(shape)).map((v): Pair => [i, v]));
}

/** Sums the products of pairs; the code comes first. Low parts go to column i + 2v, high parts one further. */
export function sumProducts(
  scope: FieldScope,
  pairs: readonly Pair[],
  a: readonly Code[],
  b: readonly Code[],
  product: LimbProduct,
): [Code, Columns] {
  const { limbs, constants, local } = scope;
  const sums: (Local | undefined)[] = numbers(2 * limbs).map(() => undefined);
  const surplus = sums.map(() => 0n);
  const add = (column: number, value: Code, constant: number): Code => {
    const sum = sums[column];
    const target = sum ?? local(V128);
    sums[column] = target;
    surplus[column]! += bitsOf(constant);
    return target.set(sum ? i64x2.add(sum.get, value) : value);
  };
  const inOrder = pairs.toSorted(([i, v], [j, w]) => i + 2 * v - (j + 2 * w)); // few sums are in use at a time
  const code = inOrder.map(([i, v]): Code => {
    const { code: first, hi, low } = product(a[v]!, b[i]!);
    return [first, add(i + 2 * v, f64x2.add(low, constants.double(LOW)), LOW), add(i + 2 * v + 1, hi, HIGH)];
  });
  return [code, { at: sums.map((sum) => sum?.get), surplus }];
}

/** 2·doubled + single. */
export function combine(doubled: Columns, single: Columns): Columns {
  const at = single.at.map((one, s) => {
    const two = doubled.at[s] && i64x2.add(doubled.at[s], doubled.at[s]);
    return one && two ? i64x2.add(one, two) : (one ?? two);
  });
  return { at, surplus: single.surplus.map((one, s) => one + 2n * doubled.surplus[s]!) };
}

/** Makes a column positive, and rounds what is carried out of it to the nearest. */
const BIAS = 2n ** 56n + 2n ** 51n;
/** What BIAS adds to the carry. */
const BIAS_CARRY = 2 ** 4;

/**
 * Turns columns into limbs with one carry, all at once: vectors of limbs 0 … 2·limbs − 1. A column is less than 2^55,
 * so a carry is less than 2^4; the last column carries nothing out, since it holds only the high part of the product
 * of two last limbs.
 */
export function limbsOf(scope: FieldScope, columns: Columns): [Code, Code[]] {
  const totals = numbers(scope.limbs).map(() => scope.local(V128));
  const carries = totals.map(() => scope.local(V128));
  const limbs = totals.map(() => scope.local(V128));
  const { constants } = scope;
  const asDouble = (bits: Code): Code => v128.or(bits, constants.double(2 ** 52));
  const code = [
    totals.map((total, e) => total.set(columnPair(scope, columns, e))),
    carries.map((carry, e) =>
      carry.set(f64x2.sub(asDouble(i64x2.shru(totals[e]!.get, 52)), constants.double(2 ** 52 + BIAS_CARRY))),
    ),
    limbs.map((limb, e) => {
      const rest = asDouble(v128.and(totals[e]!.get, constants.lanes(2n ** 52n - 1n)));
      const carriedIn = v128.pair(carries[e - 1]?.get ?? constants.lanes(0n), 1, carries[e]!.get, 0);
      return limb.set(f64x2.add(f64x2.sub(rest, constants.double(2 ** 52 + 2 ** 51)), carriedIn));
    }),
  ];
  return [code, limbs.map((limb) => limb.get)];
}

/** Columns 2e and 2e + 1 with the bias: all their shares, without the surplus. */
function columnPair({ constants }: FieldScope, { at, surplus }: Columns, e: number): Code {
  const [before, own, after] = [surplus[2 * e - 1] ?? 0n, surplus[2 * e]!, surplus[2 * e + 1]!];
  const correction = constants.lanes(
    BigInt.asUintN(64, BIAS - own - before),
    BigInt.asUintN(64, BIAS - own - after),
  );
  const zero = constants.lanes(0n);
  const odd = v128.pair(at[2 * e - 1] ?? zero, 1, at[2 * e + 1] ?? zero, 0);
  return i64x2.add(i64x2.add(at[2 * e] ?? zero, correction), odd);
}
