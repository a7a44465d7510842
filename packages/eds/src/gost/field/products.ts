import type { Code } from '../../wasm/instructions.ts';
import { type Local, V128, type ValueType } from '../../wasm/module.ts';
import { f64x2 } from '../../wasm/simd.ts';
import type { Constants } from './constants.ts';

/** `hi` is rounded to a multiple of 2^52 by adding this; and lies between 2^104 and 2^105. */
export const HIGH = 1.5 * 2 ** 104;
/** `low + LOW` lies between 2^52 and 2^53. */
export const LOW = 1.5 * 2 ** 52;

/** Computes products of two vectors: `code` first, then `hi` = high·2^52 + HIGH and `low` are the two parts of each. */
export type LimbProduct = (
  a: Code,
  b: Code,
) => { readonly code: Code; readonly hi: Code; readonly low: Code };

/** A way to multiply limbs exactly; asks for the locals it needs once per function. */
export type LimbProductKind = (local: (type: ValueType) => Local, constants: Constants) => LimbProduct;

/** Two fused multiplications. Wrong where the processor rounds the product before it adds: `isFused` finds out. */
export const fusedProduct: LimbProductKind = (local, constants) => {
  const hi = local(V128);
  const high = constants.double(HIGH);
  return (a, b) => ({
    code: hi.set(f64x2.relaxedMadd(a, b, high)),
    hi: hi.get,
    low: f64x2.relaxedMadd(a, b, f64x2.sub(high, hi.get)),
  });
};

/**
 * Without fused multiplication: the error of a rounded product, from halves of 26 bits (T. J. Dekker, "A floating-point
 * technique for extending the available precision", 1971). Half as fast, the same on every machine.
 */
export const splitProduct: LimbProductKind = (local, constants) => {
  const { sub, add, mul } = f64x2;
  const high = constants.double(HIGH);
  const variable = (): Local => local(V128);
  const [hi, low, rounded, up] = [variable(), variable(), variable(), variable()];
  const halvesOf = (value: Code): Halves => {
    const [upper, lower] = [variable(), variable()];
    const scaled = mul(value, constants.double(2 ** 27 + 1));
    const code = [
      upper.set(scaled),
      upper.set(sub(upper.get, sub(upper.get, value))),
      lower.set(sub(value, upper.get)),
    ];
    return { code, upper: upper.get, lower: lower.get };
  };
  return (a, b) => {
    const [x, y] = [halvesOf(a), halvesOf(b)];
    const crossed = add(sub(mul(x.upper, y.upper), rounded.get), mul(x.upper, y.lower));
    const error = add(add(crossed, mul(x.lower, y.upper)), mul(x.lower, y.lower));
    const code = [
      [x.code, y.code, rounded.set(mul(a, b)), hi.set(add(rounded.get, high))],
      low.set(add(sub(rounded.get, sub(hi.get, high)), error)),
      up.set(sub(add(low.get, high), high)), // the error may have pushed low beyond 2^51
      [low.set(sub(low.get, up.get)), hi.set(add(hi.get, up.get))],
    ];
    return { code, hi: hi.get, low: low.get };
  };
};

type Halves = { readonly code: Code; readonly upper: Code; readonly lower: Code };
