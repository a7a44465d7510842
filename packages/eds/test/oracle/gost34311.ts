import { blockHasher, type Hasher } from '../../src/gost/hash/hasher.ts';

/*
 * ГОСТ 34.311-95 (= ГОСТ Р 34.11-94, RFC 5831) with the substitution "D-TEST" of RFC 4357, 11.2
 * (id-GostR3411-94-TestParamSet) and a zero starting vector: what НУЦ РК signs with in 34.310-2004.
 * A 256-bit number is held as 32 bytes, least significant first.
 */

/** K1 … K8 of the test parameter set, RFC 4357, 11.2: row i substitutes the i-th half byte, the lowest first. */
const substitution = [
  '4a92d80e6b1c7f53',
  'eb4c6dfa23810759',
  '581da342efc7609b',
  '7da1089fe46cb253',
  '6c715fd84a9e03b2',
  '4ba0721d36859cfe',
  'db413f590ae7682c',
  '1fd057a4923e6b8c',
];
/** The constant of the second key, RFC 5831, 5.1 (C_3), least significant byte first. */
const C3 = Uint8Array.from(
  Buffer.from('00ff00ff00ff00ffff00ff00ff00ff0000ffff00ff0000ffff000000ffff00ff', 'hex'),
);

const row = (i: number, halfByte: number): number => Number.parseInt(substitution[i]!.charAt(halfByte), 16);

/** For each of the four bytes of a word: two substitutions and the rotation by 11, in one table. */
const tables = [0, 1, 2, 3].map((j) =>
  Int32Array.from({ length: 256 }, (_, value) => {
    const word = (row(2 * j, value & 15) | (row(2 * j + 1, value >> 4) << 4)) << (8 * j);
    return (word << 11) | (word >>> 21);
  }),
);

const xor = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((value, i) => value ^ b[i]!);

/** A, RFC 5831, 5.1: y4‖y3‖y2‖y1 → (y1 ⊕ y2)‖y4‖y3‖y2, words of 64 bits. */
function transformA(y: Uint8Array): Uint8Array {
  const out = new Uint8Array(32);
  out.set(y.subarray(8));
  for (let i = 0; i < 8; i++) out[24 + i] = y[i]! ^ y[8 + i]!;
  return out;
}

/** P, RFC 5831, 5.1: byte i + 4k of the key is byte 8i + k of the argument. */
function transformP(y: Uint8Array): Uint8Array {
  const out = new Uint8Array(32);
  for (let i = 0; i < 4; i++) for (let k = 0; k < 8; k++) out[i + 4 * k] = y[8 * i + k]!;
  return out;
}

/** ψ repeated: the mixing shift register of RFC 5831, 5.3, over 16 words of 16 bits. */
function psi(y: Uint8Array, times: number): Uint8Array {
  const w = new Uint16Array(16 + times);
  w.set(new Uint16Array(y.slice().buffer));
  for (let i = 0; i < times; i++)
    w[16 + i] = w[i]! ^ w[i + 1]! ^ w[i + 2]! ^ w[i + 3]! ^ w[i + 12]! ^ w[i + 15]!;
  return new Uint8Array(w.slice(times).buffer);
}

/** ГОСТ 28147-89 in simple substitution: one block of 8 bytes under a key of 32. */
function encipher(key: Uint8Array, block: Uint8Array): Uint8Array {
  const words = new Int32Array(key.buffer);
  let [n1, n2] = new Int32Array(block.slice().buffer) as unknown as [number, number];
  for (let round = 0; round < 32; round++) {
    const x = n1 + words[round < 24 ? round & 7 : 7 - (round & 7)]!;
    const f =
      tables[0]![x & 255]! ^
      tables[1]![(x >>> 8) & 255]! ^
      tables[2]![(x >>> 16) & 255]! ^
      tables[3]![x >>> 24]!;
    [n1, n2] = [n2 ^ f, n1];
  }
  return new Uint8Array(Int32Array.of(n2, n1).buffer);
}

/** The step function χ(m, h) of RFC 5831, 5. */
function step(h: Uint8Array, m: Uint8Array): Uint8Array {
  const s = new Uint8Array(32);
  let u = h;
  let v = m;
  for (let i = 0; i < 4; i++) {
    if (i > 0) {
      u = i === 2 ? xor(transformA(u), C3) : transformA(u);
      v = transformA(transformA(v));
    }
    s.set(encipher(transformP(xor(u, v)), h.subarray(8 * i, 8 * i + 8)), 8 * i);
  }
  return psi(xor(psi(xor(psi(s, 12), m), 1), h), 61);
}

/** sum := sum + m modulo 2^256. */
function add(sum: Uint8Array, m: Uint8Array): void {
  let carry = 0;
  for (let i = 0; i < 32; i++) {
    carry += sum[i]! + m[i]!;
    sum[i] = carry;
    carry >>= 8;
  }
}

/** ГОСТ 34.311-95 as НУЦ РК uses it; the digest is 32 bytes, least significant first. */
export function createGost34311(): Hasher {
  let h: Uint8Array = new Uint8Array(32);
  const sum = new Uint8Array(32);
  let length = 0;

  const take = (block: Uint8Array, blockLength: number): void => {
    h = step(h, block);
    add(sum, block);
    length += blockLength;
  };

  return blockHasher({
    blockLength: 32,
    compress(blocks) {
      for (let offset = 0; offset < blocks.length; offset += 32)
        take(blocks.subarray(offset, offset + 32), 32);
    },
    finish(rest) {
      if (rest.length > 0) {
        const padded = new Uint8Array(32);
        padded.set(rest);
        take(padded, rest.length);
      }
      const bits = new Uint8Array(32);
      new DataView(bits.buffer).setBigUint64(0, 8n * BigInt(length), true);
      return step(step(h, bits), sum);
    },
  });
}
