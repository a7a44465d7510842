import { type Curve, isOnCurve, type Point } from './curves.ts';
import { fromLittleEndian, invert, modulo } from './integers.ts';
import type { PointTable } from './points/accumulator.ts';
import { curveEngine } from './points/curve-engine.ts';
import { MANY_PIECES } from './points/memory-plan.ts';

/*
 * ГОСТ 34.10-2015 and 34.310-2004 (RFC 7091) in the byte order of НУЦ РК: a public key is x‖y, a signature r‖s, each
 * number `curve.byteLength` bytes, least significant first; a digest is read the same way.
 */

/** A public key, checked to be a point of order q. It remembers what makes the next verification faster. */
export type GostPublicKey = {
  readonly curve: Curve;
  /**
   * RFC 7091, 6.2: whether `signature` (r‖s) is the signature of this digest. Wrong lengths and numbers out of range
   * are `false`, as any other wrong signature.
   */
  verify(digest: Uint8Array, signature: Uint8Array): boolean;
};

/** The number e of RFC 7091, 6.1, step 2. */
export function digestNumber({ q }: Curve, digest: Uint8Array): bigint {
  return fromLittleEndian(digest) % q || 1n;
}

/** Reads x‖y; undefined where it is not a point of order q of the curve. */
export function readGostPublicKey(curve: Curve, bytes: Uint8Array): GostPublicKey | undefined {
  const { byteLength } = curve;
  if (bytes.length !== 2 * byteLength) return undefined;
  const point = {
    x: fromLittleEndian(bytes.subarray(0, byteLength)),
    y: fromLittleEndian(bytes.subarray(byteLength)),
  };
  if (!isOnCurve(curve, point)) return undefined;
  const first = curveEngine(curve).tableOf(point, 1);
  if (!first || !hasOrderQ(curve, first)) return undefined;
  const table = tableForUse(curve, point, first);
  return { curve, verify: (digest, signature) => verify(curve, table, digest, signature) };
}

function hasOrderQ(curve: Curve, table: PointTable): boolean {
  return curve.cofactor === 1 || curveEngine(curve).sum(0n, curve.q, table) === undefined;
}

/** A small table at first; from the second use on a large one, which costs one verification and saves half of each. */
function tableForUse(curve: Curve, point: Point, first: PointTable): () => PointTable {
  let uses = 0;
  let large: PointTable | undefined;
  return () => {
    uses += 1;
    if (uses > 1) large ??= curveEngine(curve).tableOf(point, MANY_PIECES);
    return large ?? first;
  };
}

function verify(curve: Curve, table: () => PointTable, digest: Uint8Array, signature: Uint8Array): boolean {
  const { byteLength, q } = curve;
  if (digest.length !== byteLength || signature.length !== 2 * byteLength) return false;
  const r = fromLittleEndian(signature.subarray(0, byteLength));
  const s = fromLittleEndian(signature.subarray(byteLength));
  if (r === 0n || r >= q || s === 0n || s >= q) return false;
  const v = invert(digestNumber(curve, digest), q);
  return curveEngine(curve).sumHasX(r, (s * v) % q, modulo(-r * v, q), table());
}
