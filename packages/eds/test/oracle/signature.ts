import type { Point } from '../../src/gost/curves.ts';
import { fromLittleEndian, invert, modulo } from '../../src/gost/integers.ts';
import { type OracleCurve, sumOfProducts } from './point.ts';

/** RFC 7091, 6.2, word for word, on any curve: e is the number of the digest. */
export function verifiesByTheBook(curve: OracleCurve, key: Point, e: bigint, r: bigint, s: bigint): boolean {
  const { q } = curve;
  if (r <= 0n || r >= q || s <= 0n || s >= q) return false;
  const v = invert(modulo(e, q) || 1n, q);
  const sum = sumOfProducts(curve, [
    [(s * v) % q, curve],
    [modulo(-r * v, q), key],
  ]);
  return sum !== undefined && sum.x % q === r;
}

/** The same for bytes as НУЦ РК lays them out. */
export function verifiesBytesByTheBook(
  curve: OracleCurve & { byteLength: number },
  publicKey: Uint8Array,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const halves = (bytes: Uint8Array): [bigint, bigint] => [
    fromLittleEndian(bytes.subarray(0, curve.byteLength)),
    fromLittleEndian(bytes.subarray(curve.byteLength)),
  ];
  const [[x, y], [r, s]] = [halves(publicKey), halves(signature)];
  return verifiesByTheBook(curve, { x, y }, fromLittleEndian(digest), r, s);
}
