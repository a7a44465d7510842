import { blockHasher, type Hasher } from '../../src/gost/hash/hasher.ts';
import { A, C, PI } from '../../src/gost/hash/streebog-constants.ts';

/*
 * A 512-bit vector is held as it lies in the message: 64 bytes, least significant first, seen as 16 words of 32 bits.
 * With the bytes in that order S, P and L together are, for each row i of 8 bytes of the result,
 * the sum of T[j][byte i of row j] over j: eight tables of 256 words of 64 bits, here as a low and a high half.
 */
const WORDS = 16;
const ROUNDS = 12;
const low = Array.from({ length: 8 }, () => new Uint32Array(256));
const high = Array.from({ length: 8 }, () => new Uint32Array(256));
for (let j = 0; j < 8; j++) {
  for (let value = 0; value < 256; value++) {
    const word = linear(j, Number.parseInt(PI.slice(2 * value, 2 * value + 2), 16));
    low[j]![value] = Number(word & 0xffffffffn);
    high[j]![value] = Number(word >> 32n);
  }
}
const roundConstants = C.map(
  (hex) => new Uint32Array(Uint8Array.from(Buffer.from(hex, 'hex')).reverse().buffer),
);

/** What the linear transformation makes of byte `j` of a word when it has this value and the others are 0. */
function linear(j: number, value: number): bigint {
  let sum = 0n;
  for (let bit = 0; bit < 8; bit++) if ((value >> bit) & 1) sum ^= BigInt(`0x${A[63 - 8 * j - bit]}`);
  return sum;
}

const mixed = new Uint32Array(WORDS);
const mixedBytes = new Uint8Array(mixed.buffer);
const roundKey = new Uint32Array(WORDS);
const state = new Uint32Array(WORDS);

/** LPS of RFC 6986, section 7, from `mixed` to `out`. */
function lps(out: Uint32Array): void {
  for (let i = 0; i < 8; i++) {
    let sumLow = 0;
    let sumHigh = 0;
    for (let j = 0; j < 8; j++) {
      const value = mixedBytes[8 * j + i]!;
      sumLow ^= low[j]![value]!;
      sumHigh ^= high[j]![value]!;
    }
    out[2 * i] = sumLow;
    out[2 * i + 1] = sumHigh;
  }
}

function mix(a: Uint32Array, b: Uint32Array): void {
  for (let i = 0; i < WORDS; i++) mixed[i] = a[i]! ^ b[i]!;
}

/** The compression g_N(h, m) of RFC 6986, section 8; the result is left in `h`. */
function compress(h: Uint32Array, m: Uint32Array, n: Uint32Array): void {
  mix(h, n);
  lps(roundKey);
  state.set(m);
  for (let round = 0; round < ROUNDS; round++) {
    mix(state, roundKey);
    lps(state);
    mix(roundKey, roundConstants[round]!);
    lps(roundKey);
  }
  for (let i = 0; i < WORDS; i++) h[i]! ^= state[i]! ^ roundKey[i]! ^ m[i]!;
}

/** a := a + b modulo 2^512. */
function add(a: Uint32Array, b: Uint32Array): void {
  let carry = 0;
  for (let i = 0; i < WORDS; i++) {
    const sum = a[i]! + b[i]! + carry;
    a[i] = sum;
    carry = sum > 0xffffffff ? 1 : 0;
  }
}

/**
 * Streebog, ГОСТ Р 34.11-2012 (RFC 6986), with a digest of 512 or 256 bits.
 * The digest comes as the standard's number, least significant byte first, as НУЦ РК and gost-engine write it.
 */
export function createStreebog(bits: 256 | 512): Hasher {
  const h = new Uint32Array(WORDS).fill(bits === 512 ? 0 : 0x01010101);
  const count = new Uint32Array(WORDS); // N: the bits taken so far
  const sum = new Uint32Array(WORDS); // Σ: the sum of the blocks
  const block = new Uint32Array(WORDS);
  const blockBytes = new Uint8Array(block.buffer);
  const blockBits = new Uint32Array(WORDS);
  const zero = new Uint32Array(WORDS);

  const take = (bitLength: number): void => {
    compress(h, block, count);
    blockBits[0] = bitLength;
    add(count, blockBits);
    add(sum, block);
  };

  return blockHasher({
    blockLength: 64,
    compress(blocks) {
      for (let offset = 0; offset < blocks.length; offset += 64) {
        blockBytes.set(blocks.subarray(offset, offset + 64));
        take(512);
      }
    },
    finish(rest) {
      blockBytes.fill(0).set(rest);
      blockBytes[rest.length] = 1;
      take(8 * rest.length);
      compress(h, count, zero);
      compress(h, sum, zero);
      return new Uint8Array(h.buffer.slice(64 - bits / 8));
    },
  });
}
