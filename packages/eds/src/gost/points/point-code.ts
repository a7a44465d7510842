import { type Code, i32 } from '../../wasm/instructions.ts';
import { F64, I32, type Local, type ModuleBuilder } from '../../wasm/module.ts';
import { f64 } from '../../wasm/simd.ts';
import type { FieldCode } from '../field/field-code.ts';
import { defineAccumulate } from './accumulate-code.ts';
import type { PointLayout } from './point-layout.ts';

/*
 * Points in WebAssembly. A point in Jacobian coordinates is three elements X, Y, Z for (X/Z², Y/Z³), an affine one two.
 * Variable time, for public numbers. No case is special: adding a point to itself or to its opposite ends with Z = 0,
 * which stays so to the end, where the caller sees it and finds the sum another way (curve-engine.ts).
 */

const at = (address: number): Code => i32.const(address);
const plus = (address: Code, offset: number): Code => i32.add(address, i32.const(offset));
/** The three coordinates of the point at a pointer. */
const coordinates = ({ get }: Local, element: number): [Code, Code, Code] => [
  get,
  plus(get, element),
  plus(get, 2 * element),
];

/** Defines `double` (P := 2P), `add` (P := P ± Q, Q affine, the sign as f64) and `accumulate` in a module. */
export function definePoints(
  module: ModuleBuilder,
  field: FieldCode,
  layout: PointLayout,
  aIsMinus3: boolean,
): void {
  const double = module.define({
    name: 'double',
    parameters: [I32],
    body: ([p]) => doubleCode(field, layout, coordinates(p!, layout.element), aIsMinus3),
  });
  const add = module.define({
    name: 'add',
    parameters: [I32, I32, F64],
    body: ([p, q, sign]) =>
      addCode(field, layout, coordinates(p!, layout.element), coordinates(q!, layout.element), sign!.get),
  });
  defineAccumulate(module, field, layout, double, add);
}

/** dbl-2001-b of the Explicit-Formulas Database where a = −3, else α = 3X² + aZ⁴. */
function doubleCode(
  { multiply, square, addScaled }: FieldCode,
  layout: PointLayout,
  [x, y, z]: Code[],
  aIsMinus3: boolean,
): Code {
  const [delta, gamma, beta, alpha, t] = scratch(layout);
  const [x1, y1, z1] = [x!, y!, z!];
  const [once, twice, minus, minusTwice] = [1, 2, -1, -2].map(f64.const) as [Code, Code, Code, Code];
  const alphaCode = aIsMinus3
    ? [
        addScaled(t, x1, delta, once),
        addScaled(alpha, x1, delta, minus),
        multiply(alpha, alpha, t),
        addScaled(alpha, alpha, alpha, twice),
      ]
    : [
        square(t, x1),
        square(alpha, delta),
        multiply(alpha, alpha, at(layout.a)),
        addScaled(alpha, alpha, t, once),
        addScaled(alpha, alpha, t, twice),
      ];
  return [
    [square(delta, z1), square(gamma, y1), multiply(beta, x1, gamma), alphaCode],
    [multiply(z1, y1, z1), addScaled(z1, z1, z1, once)],
    [addScaled(beta, beta, beta, once), addScaled(beta, beta, beta, once)],
    [square(x1, alpha), addScaled(x1, x1, beta, minusTwice)],
    [addScaled(beta, beta, x1, minus), multiply(y1, alpha, beta)],
    [addScaled(gamma, gamma, gamma, once), square(gamma, gamma), addScaled(y1, y1, gamma, minusTwice)],
  ];
}

/** Mixed addition: H = x·Z² − X, R = Y ∓ y·Z³; X' = R² − H³ − 2XH², Y' = R(X' − XH²) − YH³, Z' = ZH. */
function addCode(
  { multiply, square, addScaled }: FieldCode,
  layout: PointLayout,
  [x, y, z]: Code[],
  [qx, qy]: Code[],
  sign: Code,
): Code {
  const [zz, h, r, hh, hhh] = scratch(layout);
  const v = hh;
  const [x1, y1, z1] = [x!, y!, z!];
  const [minus, minusTwice] = [f64.const(-1), f64.const(-2)];
  return [
    [square(zz, z1), multiply(h, qx!, zz), addScaled(h, h, x1, minus)],
    [multiply(zz, zz, z1), multiply(r, qy!, zz), addScaled(r, y1, r, f64.neg(sign))],
    [square(hh, h), multiply(hhh, h, hh), multiply(v, x1, hh), multiply(z1, z1, h)],
    [square(x1, r), addScaled(x1, x1, hhh, minus), addScaled(x1, x1, v, minusTwice)],
    [addScaled(v, x1, v, minus), multiply(v, r, v), multiply(hhh, y1, hhh), addScaled(y1, v, hhh, minus)],
  ];
}

function scratch({ scratch: base, element }: PointLayout): [Code, Code, Code, Code, Code] {
  return [0, 1, 2, 3, 4].map((i) => at(base + i * element)) as [Code, Code, Code, Code, Code];
}
