import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { sumOfProducts } from '../../../test/oracle/point.ts';
import { verifiesByTheBook, verifiesBytesByTheBook } from '../../../test/oracle/signature.ts';
import {
  type Curve,
  cryptoProA,
  isOnCurve,
  type Point,
  subtractPoints,
  tc26A256,
  tc26A512,
} from '../curves.ts';
import { fromBigEndian, toLittleEndian } from '../integers.ts';
import { publicKeyOf, randomPrivateKey, signDigest } from '../private-key.ts';
import { readGostPublicKey } from '../public-key.ts';
import { curveEngine } from './curve-engine.ts';
import { MANY_PIECES } from './memory-plan.ts';

const curves = [cryptoProA, tc26A256, tc26A512].map((curve) => [curve.name, curve] as const);
const random = ({ q }: Curve): bigint => fromBigEndian(randomBytes(72)) % q;
const multiple = (curve: Curve, z: bigint): Point => sumOfProducts(curve, [[z, curve]])!;

describe('the oracle', () => {
  it('verifies the example of RFC 7091, 7.1', () => {
    const curve = {
      p: 0x8000000000000000000000000000000000000000000000000000000000000431n,
      a: 7n,
      q: 0x8000000000000000000000000000000150fe8a1892976154c59cfc193accf5b3n,
      x: 2n,
      y: 0x8e2a8a0e65147d4bd6316030e16d19c85c97f0a9ca267122b96abbcea7e8fc8n,
    };
    const key = {
      x: 0x7f2b49e270db6d90d8595bec458b50c58585ba1d4e9b788f6689dbd8e56fd80bn,
      y: 0x26f1b489d6701dd185c8413a977b3cbbaf64d1c593d26627dffb101a87ff77dan,
    };
    const e = 0x2dfbc1b372d89a1188c09c52e0eec61fce52032ab1022e8e67ece6672b043ee5n;
    const r = 0x41aa28d2f1ab148280cd9ed56feda41974053554a42767b83ad043fd39dc0493n;
    const s = 0x1456c64ba4642a1653c235a98a60249bcd6d3f746b631df928014f6c5bf9c40n;
    expect(verifiesByTheBook(curve, key, e, r, s)).toBe(true);
    expect(verifiesByTheBook(curve, key, e + 1n, r, s)).toBe(false);
  });
});

describe.each(curves)('%s', (_, curve) => {
  const engine = curveEngine(curve);
  const { q } = curve;

  it('has its base point on the curve, of order q', () => {
    expect(isOnCurve(curve, curve)).toBe(true);
    expect(sumOfProducts(curve, [[q, curve]])).toBeUndefined();
    expect(engine.sum(q - 1n)).toEqual({ x: curve.x, y: curve.p - curve.y });
  });

  it.each([1, MANY_PIECES])(
    'sums random multiples as the oracle does, with tables of %i pieces',
    (pieces) => {
      for (let i = 0; i < 8; i++) {
        const [point, z1, z2] = [multiple(curve, random(curve)), random(curve), random(curve)];
        expect(engine.sum(z1, z2, engine.tableOf(point, pieces))).toEqual(
          sumOfProducts(curve, [
            [z1, curve],
            [z2, point],
          ]),
        );
      }
    },
  );

  it.each([1, MANY_PIECES])('sums in spite of exceptional additions, with tables of %i pieces', (pieces) => {
    const few = [0n, 1n, 2n, q - 1n, 1n << 32n, (q - 1n) / 2n];
    for (const multiplier of [1n, 2n, q - 1n, 1n << 32n]) {
      const point = multiple(curve, multiplier);
      const table = engine.tableOf(point, pieces)!;
      for (const z1 of few) {
        for (const z2 of few) {
          const expected = (z1 + z2 * multiplier) % q;
          expect(engine.sum(z1, z2, table)).toEqual(expected === 0n ? undefined : engine.sum(expected));
        }
      }
    }
  });

  it('verifies and refuses as the oracle does, on first use of a key and later', () => {
    for (let i = 0; i < 6; i++) {
      const d = randomPrivateKey(curve);
      const publicKey = publicKeyOf(curve, d);
      const key = readGostPublicKey(curve, publicKey)!;
      for (let use = 0; use < 3; use++) {
        const digest = randomBytes(curve.byteLength);
        const signature = signDigest(curve, d, digest);
        const changed = signature.map((value, at) => (at === 7 * use ? value ^ 4 : value));
        for (const candidate of [signature, changed]) {
          expect(key.verify(digest, candidate)).toBe(
            verifiesBytesByTheBook(curve, publicKey, digest, candidate),
          );
        }
      }
    }
  });

  it('verifies under keys that collide with the base point', () => {
    for (const d of [1n, 2n, q - 1n]) {
      const bytes = toLittleEndian(d, curve.byteLength);
      const key = readGostPublicKey(curve, publicKeyOf(curve, bytes))!;
      const digest = randomBytes(curve.byteLength);
      const signature = signDigest(curve, bytes, digest);
      expect([1, 2, 3].map(() => key.verify(digest, signature))).toEqual([true, true, true]);
    }
  });

  it('takes a digest of 0 for 1 (RFC 7091, 6.1, step 2)', () => {
    const d = randomPrivateKey(curve);
    const key = readGostPublicKey(curve, publicKeyOf(curve, d))!;
    const [zero, one] = [new Uint8Array(curve.byteLength), new Uint8Array(curve.byteLength).fill(1, 0, 1)];
    expect(key.verify(zero, signDigest(curve, d, one))).toBe(true);
  });

  it('refuses r and s that are 0 or not below q, and wrong lengths', () => {
    const d = randomPrivateKey(curve);
    const key = readGostPublicKey(curve, publicKeyOf(curve, d))!;
    const digest = randomBytes(curve.byteLength);
    const signature = signDigest(curve, d, digest);
    const half = curve.byteLength;
    const order = toLittleEndian(q, half);
    for (const bad of [new Uint8Array(half), order, new Uint8Array(half).fill(255)]) {
      expect(key.verify(digest, Buffer.concat([bad, signature.subarray(half)]))).toBe(false);
      expect(key.verify(digest, Buffer.concat([signature.subarray(0, half), bad]))).toBe(false);
    }
    expect(key.verify(digest, signature.subarray(1))).toBe(false);
    expect(key.verify(digest.subarray(1), signature)).toBe(false);
    expect(key.verify(new Uint8Array(), new Uint8Array())).toBe(false);
  });
});

describe('a point whose order is not q', () => {
  const bytesOf = ({ x, y }: Point): Uint8Array =>
    Buffer.concat([toLittleEndian(x, 32), toLittleEndian(y, 32)]);
  /** The point of order 2 that the cofactor 4 implies: the root of x³ + ax + b. */
  const order2 = { x: 0x100fe73f595ff158e974b44d478d9588744fe5c192ac47ea63075dce7a14aaan, y: 0n };

  it('is refused as a public key on the curve with cofactor 4', () => {
    expect(isOnCurve(tc26A256, order2)).toBe(true);
    expect(readGostPublicKey(tc26A256, bytesOf(order2))).toBeUndefined();
    const mixed = subtractPoints(tc26A256, multiple(tc26A256, 12345n), order2)!; // order 2q
    expect(isOnCurve(tc26A256, mixed)).toBe(true);
    expect(readGostPublicKey(tc26A256, bytesOf(mixed))).toBeUndefined();
  });
});
