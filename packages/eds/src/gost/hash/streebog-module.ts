import { type Code, i32, i64, repeatWhile } from '../../wasm/instructions.ts';
import { I32, I64, type Local, moduleBuilder } from '../../wasm/module.ts';
import { addLongCode, defineCompress } from './block-code.ts';
import type { BlockModuleLayout } from './block-module.ts';
import { A, C, PI } from './streebog-constants.ts';

/*
 * Streebog (RFC 6986) in WebAssembly. A 512-bit number is eight words of 64 bits, least significant first, as it lies
 * in the message. Row i of LPS(t) is then the sum over j of T_j[byte i of word j of t]: S, P and L are one look-up.
 */

const TABLES = 0; // T_0 … T_7, 256 words each
const ROUND_CONSTANTS = 0x4000; // C_1 … C_12
const H = 0x4400;
const N = 0x4440; // bits taken
const SUM = 0x4480; // Σ of the blocks
const ZERO = 0x44c0;
const ROUNDS_LENGTH = 12 * 64;

export const streebogLayout: BlockModuleLayout = {
  state: H,
  stateLength: 192,
  block: 64,
  buffer: 0x8000,
  bufferLength: 0x8000,
};

const words = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const none = i32.const(0);

/** The module, emitted: `compress(count)` takes blocks from the buffer, `finish(bits)` the last one, padded there. */
export function emitStreebogModule(): Uint8Array<ArrayBuffer> {
  const module = moduleBuilder(1);
  module.data(TABLES, lookupTables());
  for (const [i, hex] of C.entries()) {
    module.data(ROUND_CONSTANTS + 64 * i, Uint8Array.from(Buffer.from(hex, 'hex')).reverse());
  }
  const g = module.define({
    parameters: [I32, I32],
    body: ([m, n], local) => gCode(m!.get, n!.get, () => local(I64), local(I32)),
  });
  const takeBlock = module.define({
    parameters: [I32, I64],
    body: ([m, bits], local) => [
      g(m!.get, i32.const(N)),
      i64.store(none, i64.add(i64.load(none, N), bits!.get), N),
      addLongCode(8, i32.const(SUM), m!.get, local),
    ],
  });
  defineCompress(module, streebogLayout, (m) => takeBlock(m!, i64.const(512)));
  module.define({
    name: 'finish',
    parameters: [I32],
    body: ([bits]) => [
      takeBlock(i32.const(streebogLayout.buffer), i64.extendU(bits!.get)),
      g(i32.const(N), i32.const(ZERO)),
      g(i32.const(SUM), i32.const(ZERO)),
    ],
  });
  return module.build();
}

/** T_j[value]: the linear transformation of π(value) as byte j of a word (RFC 6986, 6.4: row 0 is the highest bit). */
function lookupTables(): Uint8Array {
  const rows = A.map((hex) => BigInt(`0x${hex}`));
  const substituted = Buffer.from(PI, 'hex');
  const table = new BigUint64Array(8 * 256);
  for (const j of words) {
    for (let value = 0; value < 256; value++) {
      for (let bit = 0; bit < 8; bit++) {
        if ((substituted[value]! >> bit) & 1) table[256 * j + value]! ^= rows[63 - 8 * j - bit]!;
      }
    }
  }
  return new Uint8Array(table.buffer);
}

/** out := LPS(t) */
function lpsCode(t: readonly Local[], out: readonly Local[]): Code {
  const lookUp = (j: number, i: number): Code => {
    const scaled = i === 0 ? i64.shl(t[j]!.get, i64.const(3)) : i64.shru(t[j]!.get, i64.const(8 * i - 3));
    return i64.load(i32.and(i32.wrap(scaled), i32.const(0xff << 3)), TABLES + 2048 * j);
  };
  return words.map((i) => out[i]!.set(words.map((j) => lookUp(j, i)).reduce(i64.xor)));
}

/** The compression g_N(h, m) of RFC 6986, 8; m and N by their addresses, the result in H. */
function gCode(m: Code, n: Code, word: () => Local, round: Local): Code {
  const [t, key, state] = [words.map(word), words.map(word), words.map(word)];
  const mix = (left: (i: number) => Code, right: (i: number) => Code): Code =>
    words.map((i) => t[i]!.set(i64.xor(left(i), right(i))));
  const load =
    (address: Code, offset: number) =>
    (i: number): Code =>
      i64.load(address, offset + 8 * i);
  const get =
    (vector: readonly Local[]) =>
    (i: number): Code =>
      vector[i]!.get;
  const eachRound = [
    [mix(get(state), get(key)), lpsCode(t, state)],
    [mix(get(key), load(round.get, ROUND_CONSTANTS)), lpsCode(t, key)],
  ];
  const nextRound = round.tee(i32.add(round.get, i32.const(64)));
  const result = (i: number): Code =>
    [i64.load(none, H + 8 * i), i64.load(m, 8 * i), state[i]!.get, key[i]!.get].reduce(i64.xor);
  return [
    [mix(load(none, H), load(n, 0)), lpsCode(t, key), words.map((i) => state[i]!.set(i64.load(m, 8 * i)))],
    repeatWhile(eachRound, i32.ltu(nextRound, i32.const(ROUNDS_LENGTH))),
    words.map((i) => i64.store(none, result(i), H + 8 * i)),
  ];
}
