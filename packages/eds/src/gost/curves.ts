import { invert, modulo } from './integers.ts';

/** A curve y² = x³ + ax + b over GF(p), in the form of Weierstrass, with a base point of prime order q. */
export type Curve = {
  readonly name: CurveName;
  /** Length of a coordinate, of a scalar and of each half of a signature, in bytes. */
  readonly byteLength: 32 | 64;
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly q: bigint;
  /** Points of the curve = cofactor · q. */
  readonly cofactor: 1 | 4;
  /** The base point. */
  readonly x: bigint;
  readonly y: bigint;
};

/** The curves of НУЦ РК, by the names that their parameters have in RFC 4357 and RFC 7836. */
export type CurveName =
  | 'id-GostR3410-2001-CryptoPro-A'
  | 'id-tc26-gost-3410-2012-256-paramSetA'
  | 'id-tc26-gost-3410-2012-512-paramSetA';

const P256 = 2n ** 256n - 617n;
const P512 = 2n ** 512n - 569n;

/** RFC 4357, 11.4: the curve of ГОСТ 34.310-2004 at НУЦ РК (1.2.398.3.10.1.1.1.1.1). */
export const cryptoProA: Curve = {
  name: 'id-GostR3410-2001-CryptoPro-A',
  byteLength: 32,
  p: P256,
  a: P256 - 3n,
  b: 166n,
  q: 0xffffffffffffffffffffffffffffffff6c611070995ad10045841b09b761b893n,
  cofactor: 1,
  x: 1n,
  y: 0x8d91e471e0989cda27df505a453f2b7635294f2ddf23e3b122acc99c9e9f1e14n,
};

/** RFC 7836, A.2: the curve of ГОСТ 34.10-2015 with 256 bits (1.2.398.3.10.1.1.2.1.1). */
export const tc26A256: Curve = {
  name: 'id-tc26-gost-3410-2012-256-paramSetA',
  byteLength: 32,
  p: P256,
  a: 0xc2173f1513981673af4892c23035a27ce25e2013bf95aa33b22c656f277e7335n,
  b: 0x295f9bae7428ed9ccc20e7c359a9d41a22fccd9108e17bf7ba9337a6f8ae9513n,
  q: 0x400000000000000000000000000000000fd8cddfc87b6635c115af556c360c67n,
  cofactor: 4,
  x: 0x91e38443a5e82c0d880923425712b2bb658b9196932e02c78b2582fe742daa28n,
  y: 0x32879423ab1a0375895786c4bb46e9565fde0b5344766740af268adb32322e5cn,
};

/** RFC 7836, A.1: the curve of ГОСТ 34.10-2015 with 512 bits (1.2.398.3.10.1.1.2.2.1). */
export const tc26A512: Curve = {
  name: 'id-tc26-gost-3410-2012-512-paramSetA',
  byteLength: 64,
  p: P512,
  a: P512 - 3n,
  b: 0xe8c2505dedfc86ddc1bd0b2b6667f1da34b82574761cb0e879bd081cfd0b6265ee3cb090f30d27614cb4574010da90dd862ef9d4ebee4761503190785a71c760n,
  q: 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff27e69532f48d89116ff22b8d4e0560609b4b38abfad2b85dcacdb1411f10b275n,
  cofactor: 1,
  x: 3n,
  y: 0x7503cfe87a836ae3a61b8816e25450e6ce5e1c93acf1abc1778064fdcbefa921df1626be4fd036e93d75e6a50e3a41e98028fe5fc235f5b889a589cb5215f2a4n,
};

/** A point in affine coordinates. */
export type Point = { readonly x: bigint; readonly y: bigint };

/** Whether both coordinates are below p and satisfy the equation of the curve. */
export function isOnCurve({ p, a, b }: Curve, { x, y }: Point): boolean {
  return x >= 0n && x < p && y >= 0n && y < p && (y * y - ((x * x + a) * x + b)) % p === 0n;
}

/** left − right, exactly; undefined is the point at infinity. */
export function subtractPoints({ p, a }: Curve, left: Point, right: Point): Point | undefined {
  const y2 = p - right.y;
  const same = left.x === right.x;
  if (same && (left.y + y2) % p === 0n) return undefined;
  const slope = same
    ? (3n * left.x * left.x + a) * invert(2n * left.y, p)
    : (y2 - left.y) * invert(right.x - left.x, p);
  const x = modulo(slope * slope - left.x - right.x, p);
  return { x, y: modulo(slope * (left.x - x) - left.y, p) };
}
