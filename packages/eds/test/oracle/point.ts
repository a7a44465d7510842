import type { Point } from '../../src/gost/curves.ts';
import { invert, modulo } from '../../src/gost/integers.ts';

/*
 * Sums of points by the schoolbook, in big integers, on any curve y² = x³ + ax + b: what the fast arithmetic is
 * compared with.
 */

/** A curve over GF(p) with a base point (x, y) of order q. */
export type OracleCurve = Point & { readonly p: bigint; readonly a: bigint; readonly q: bigint };

/** A point as (X/Z², Y/Z³); z = 0 is the point at infinity. */
type Jacobian = { readonly x: bigint; readonly y: bigint; readonly z: bigint };

const INFINITY: Jacobian = { x: 1n, y: 1n, z: 0n };

function double({ p, a }: OracleCurve, { x, y, z }: Jacobian): Jacobian {
  const yy = modulo(y * y, p);
  const s = modulo(4n * x * yy, p);
  const m = modulo(3n * x * x + a * modulo(z * z, p) ** 2n, p);
  const x3 = modulo(m * m - 2n * s, p);
  return { x: x3, y: modulo(m * (s - x3) - 8n * yy * yy, p), z: modulo(2n * y * z, p) };
}

function add(curve: OracleCurve, left: Jacobian, right: Jacobian): Jacobian {
  if (left.z === 0n) return right;
  if (right.z === 0n) return left;
  const { p } = curve;
  const z1z1 = modulo(left.z * left.z, p);
  const z2z2 = modulo(right.z * right.z, p);
  const u1 = modulo(left.x * z2z2, p);
  const s1 = modulo(left.y * right.z * z2z2, p);
  const h = modulo(right.x * z1z1 - u1, p);
  const r = modulo(right.y * left.z * z1z1 - s1, p);
  if (h === 0n) return r === 0n ? double(curve, left) : INFINITY;
  const hh = modulo(h * h, p);
  const v = modulo(u1 * hh, p);
  const x = modulo(r * r - h * hh - 2n * v, p);
  return { x, y: modulo(r * (v - x) - s1 * h * hh, p), z: modulo(left.z * right.z * h, p) };
}

/** The sum of scalar · point over the terms; undefined is the point at infinity. */
export function sumOfProducts(
  curve: OracleCurve,
  terms: readonly (readonly [bigint, Point])[],
): Point | undefined {
  const { p } = curve;
  let sum = INFINITY;
  for (let bit = BigInt(p.toString(2).length); bit >= 0n; bit--) {
    sum = double(curve, sum);
    for (const [scalar, { x, y }] of terms) if ((scalar >> bit) & 1n) sum = add(curve, sum, { x, y, z: 1n });
  }
  if (sum.z === 0n) return undefined;
  const zInverse = invert(sum.z, p);
  const zz = modulo(zInverse * zInverse, p);
  return { x: modulo(sum.x * zz, p), y: modulo(sum.y * zz * zInverse, p) };
}
