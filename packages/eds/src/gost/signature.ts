import { randomBytes } from 'node:crypto';
import { EdsError } from '../errors.ts';
import type { Curve } from './curves.ts';
import { fromBigEndian, fromLittleEndian, invert, modulo, toLittleEndian } from './integers.ts';
import { deterministicNonces } from './nonce.ts';
import { isOnCurve, type Point, sumOfProducts } from './point.ts';

/*
 * ГОСТ 34.10-2015 and 34.310-2004 (RFC 7091) in the byte order of НУЦ РК: a public key is x‖y, a signature r‖s,
 * a private key d, each number `curve.byteLength` bytes, least significant first; a digest is read the same way.
 */

/** Reads x‖y; undefined where it is not a point of order q. */
function readPoint(curve: Curve, publicKey: Uint8Array): Point | undefined {
  const { byteLength, q, cofactor } = curve;
  if (publicKey.length !== 2 * byteLength) return undefined;
  const point = {
    x: fromLittleEndian(publicKey.subarray(0, byteLength)),
    y: fromLittleEndian(publicKey.subarray(byteLength)),
  };
  if (!isOnCurve(curve, point)) return undefined;
  return cofactor === 1 || sumOfProducts(curve, [[q, point]]) === undefined ? point : undefined;
}

/** Whether `publicKey` (x‖y) is a point of the curve that has order q. */
export function isPublicKey(curve: Curve, publicKey: Uint8Array): boolean {
  return readPoint(curve, publicKey) !== undefined;
}

/** The number e of RFC 7091, 6.1, step 2. */
function digestNumber({ q }: Curve, digest: Uint8Array): bigint {
  return modulo(fromLittleEndian(digest), q) || 1n;
}

/**
 * RFC 7091, 6.2: whether `signature` (r‖s) is the signature of this digest under this public key (x‖y).
 * Wrong lengths, numbers out of range and points off the curve are `false`, as any other wrong signature.
 */
export function verifyDigest(
  curve: Curve,
  publicKey: Uint8Array,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { byteLength, q } = curve;
  if (digest.length !== byteLength || signature.length !== 2 * byteLength) return false;
  const r = fromLittleEndian(signature.subarray(0, byteLength));
  const s = fromLittleEndian(signature.subarray(byteLength));
  if (r === 0n || r >= q || s === 0n || s >= q) return false;
  const point = readPoint(curve, publicKey);
  if (point === undefined) return false;
  const v = invert(digestNumber(curve, digest), q);
  const sum = sumOfProducts(curve, [
    [(s * v) % q, curve],
    [modulo(-r * v, q), point],
  ]);
  return sum !== undefined && sum.x % q === r;
}

/** A new private key d, 0 < d < q, from the system's random numbers. */
export function randomPrivateKey({ byteLength, q }: Curve): Uint8Array {
  const d = (fromBigEndian(randomBytes(byteLength + 16)) % (q - 1n)) + 1n;
  return toLittleEndian(d, byteLength);
}

function readPrivateKey({ byteLength, q, name }: Curve, privateKey: Uint8Array): bigint {
  const d = fromLittleEndian(privateKey);
  if (privateKey.length !== byteLength || d === 0n || d >= q) {
    throw new EdsError(
      'KEY_MALFORMED',
      `the private key is not a number below the order of ${name} in ${byteLength} bytes`,
    );
  }
  return d;
}

/** The public key x‖y of a private key; error: KEY_MALFORMED. */
export function publicKeyOf(curve: Curve, privateKey: Uint8Array): Uint8Array {
  const point = sumOfProducts(curve, [[readPrivateKey(curve, privateKey), curve]])!;
  return Buffer.concat([
    toLittleEndian(point.x, curve.byteLength),
    toLittleEndian(point.y, curve.byteLength),
  ]);
}

/**
 * RFC 7091, 6.1, with deterministic nonces (`deterministicNonces`): the signature r‖s of a digest.
 * NOT constant time: who can measure it closely may learn the key. For development and tests; a key that matters
 * belongs in a token. Errors: KEY_MALFORMED.
 */
export function signDigest(curve: Curve, privateKey: Uint8Array, digest: Uint8Array): Uint8Array {
  const { byteLength, q } = curve;
  const d = readPrivateKey(curve, privateKey);
  const e = digestNumber(curve, digest);
  for (const k of deterministicNonces(curve, d, e)) {
    const r = sumOfProducts(curve, [[k, curve]])!.x % q;
    const s = (r * d + k * e) % q;
    if (r === 0n || s === 0n) continue;
    return Buffer.concat([toLittleEndian(r, byteLength), toLittleEndian(s, byteLength)]);
  }
  throw new Error('unreachable: the nonces do not end');
}
