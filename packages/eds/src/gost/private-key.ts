import { randomBytes } from 'node:crypto';
import { EdsError } from '../errors.ts';
import type { Curve } from './curves.ts';
import { fromBigEndian, fromLittleEndian, toLittleEndian } from './integers.ts';
import { deterministicNonces } from './nonce.ts';
import { curveEngine } from './points/curve-engine.ts';
import { digestNumber } from './public-key.ts';

/*
 * Private keys of ГОСТ 34.10-2015 and 34.310-2004: d in `curve.byteLength` bytes, least significant first.
 * NOT constant time: who can measure closely may learn the key. For development and tests; a key that matters belongs
 * in a token.
 */

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
  const point = curveEngine(curve).sum(readPrivateKey(curve, privateKey))!;
  return Buffer.concat([
    toLittleEndian(point.x, curve.byteLength),
    toLittleEndian(point.y, curve.byteLength),
  ]);
}

/**
 * RFC 7091, 6.1, with deterministic nonces (`deterministicNonces`): the signature r‖s of a digest.
 * Error: KEY_MALFORMED.
 */
export function signDigest(curve: Curve, privateKey: Uint8Array, digest: Uint8Array): Uint8Array {
  const { byteLength, q } = curve;
  const d = readPrivateKey(curve, privateKey);
  const e = digestNumber(curve, digest);
  for (const k of deterministicNonces(curve, d, e)) {
    const r = curveEngine(curve).sum(k)!.x % q;
    const s = (r * d + k * e) % q;
    if (r === 0n || s === 0n) continue;
    return Buffer.concat([toLittleEndian(r, byteLength), toLittleEndian(s, byteLength)]);
  }
  throw new Error('unreachable: the nonces do not end');
}
