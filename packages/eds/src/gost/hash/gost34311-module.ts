import { type Code, i32 } from '../../wasm/instructions.ts';
import { I32, type Local, moduleBuilder, V128, type ValueType } from '../../wasm/module.ts';
import { v128 } from '../../wasm/simd.ts';
import { addLongCode, defineCompress } from './block-code.ts';
import type { BlockModuleLayout } from './block-module.ts';

/*
 * ГОСТ 34.311-95 (= ГОСТ Р 34.11-94, RFC 5831) in WebAssembly, with the substitution "D-TEST" of RFC 4357, 11.2
 * (id-GostR3411-94-TestParamSet). A 256-bit number is 32 bytes, least significant first.
 */

const TABLES = 0; // four of 256 words
const H = 0x1000;
const SUM = 0x1020;
const KEYS = 0x1040; // K_1 … K_4

export const gost34311Layout: BlockModuleLayout = {
  state: H,
  stateLength: 64,
  block: 32,
  buffer: 0x4000,
  bufferLength: 0x8000,
};

/** K1 … K8 of the test parameter set: row i substitutes the i-th half byte, the lowest first. */
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
/** C_3 of RFC 5831, 5.1, as two halves. */
const C3 = ['00ff00ff00ff00ffff00ff00ff00ff00', '00ffff00ff0000ffff000000ffff00ff'];

const four = [0, 1, 2, 3] as const;
const sixteen = Array.from({ length: 16 }, (_, i) => i);
const none = i32.const(0);
type Declare = (type: ValueType) => Local;

/** The module, emitted: `compress(count)` takes blocks from the buffer, `finish()` the block of the length there. */
export function emitGost34311Module(): Uint8Array<ArrayBuffer> {
  const module = moduleBuilder(1);
  module.data(TABLES, roundTables());
  const step = module.define({
    parameters: [I32],
    body: ([m], local) => [keysCode(m!.get, local), cipherAndMixCode(m!.get, local)],
  });
  const takeBlock = module.define({
    parameters: [I32],
    body: ([m], local) => [step(m!.get), addLongCode(4, i32.const(SUM), m!.get, local)],
  });
  defineCompress(module, gost34311Layout, takeBlock);
  module.define({
    name: 'finish',
    parameters: [],
    body: () => [step(i32.const(gost34311Layout.buffer)), step(i32.const(SUM))],
  });
  return module.build();
}

/** For each byte of a word: its two substitutions and the rotation by 11. */
function roundTables(): Uint8Array {
  const halfByte = (row: number, value: number): number =>
    Number.parseInt(substitution[row]!.charAt(value), 16);
  const entry = (j: number, value: number): number => {
    const word = (halfByte(2 * j, value & 15) | (halfByte(2 * j + 1, value >> 4) << 4)) << (8 * j);
    return (word << 11) | (word >>> 21);
  };
  return new Uint8Array(Int32Array.from({ length: 1024 }, (_, i) => entry(i >> 8, i & 255)).buffer);
}

/** The four keys of the step (RFC 5831, 5.1): K_1 = P(U ⊕ V), then U := A(U) ⊕ C_i and V := A(A(V)). */
function keysCode(m: Code, local: Declare): Code {
  const [u, v] = [
    [local(V128), local(V128)],
    [local(V128), local(V128)],
  ] as [Halves, Halves];
  const t = local(V128);
  const putKey = (e: number): Code =>
    [0, 1].map((half) =>
      v128.store(
        none,
        transposed(half, v128.xor(u[0].get, v[0].get), v128.xor(u[1].get, v[1].get)),
        KEYS + 32 * e + 16 * half,
      ),
    );
  const constant = (e: number): Code =>
    e === 2 ? u.map((half, i) => half.set(v128.xor(half.get, v128.const(C3[i]!)))) : [];
  return [
    [0, 1].map((i) => [u[i]!.set(v128.load(none, H + 16 * i)), v[i]!.set(v128.load(m, 16 * i))]),
    four.map((e) => [e > 0 ? [stepA(u, t), constant(e), stepA(v, t), stepA(v, t)] : [], putKey(e)]),
  ];
}
type Halves = [Local, Local];

/** A of RFC 5831, 5.1: y4‖y3‖y2‖y1 → (y1 ⊕ y2)‖y4‖y3‖y2. */
function stepA([low, high]: Halves, t: Local): Code {
  return [
    t.set(v128.xor(low.get, v128.pair(low.get, 1, low.get, 0))),
    low.set(v128.pair(low.get, 1, high.get, 0)),
    high.set(v128.pair(high.get, 1, t.get, 0)),
  ];
}

/** Half of P of RFC 5831, 5.1: byte i + 4k of the key is byte 8i + k of the argument. */
function transposed(half: number, low: Code, high: Code): Code {
  return v128.shuffle(
    low,
    high,
    sixteen.map((at) => 8 * (at & 3) + 4 * half + (at >> 2)),
  );
}

/** Enciphers the four parts of H under their keys side by side, and mixes: ψ^61(H ⊕ ψ(M ⊕ ψ^12(S))), RFC 5831, 5.3. */
function cipherAndMixCode(m: Code, local: Declare): Code {
  const [n1, n2, s, mixed] = [
    four.map(() => local(I32)),
    four.map(() => local(I32)),
    sixteen.map(() => local(I32)),
    sixteen.map(() => local(I32)),
  ];
  const f = local(I32);
  const round = (r: number, e: number): Code => {
    const [from, to] = r % 2 === 0 ? [n1[e]!, n2[e]!] : [n2[e]!, n1[e]!];
    const key = i32.load(none, KEYS + 32 * e + 4 * (r < 24 ? r % 8 : 7 - (r % 8)));
    return [f.set(i32.add(from.get, key)), to.set(four.map((j) => lookUp(j, f.get)).reduce(i32.xor, to.get))];
  };
  const half = (word: Local, i: number): Code =>
    i === 0 ? i32.and(word.get, i32.const(0xffff)) : i32.shru(word.get, i32.const(16));
  const sum = (words: readonly Local[], mask: number): Code =>
    sixteen
      .filter((i) => (mask >> i) & 1)
      .map((i) => words[i]!.get)
      .reduce(i32.xor);
  const message = sixteen.map((i) => i32.load16u(m, 2 * i));
  const psiOfMessage = psiPower(1).map((mask) =>
    sixteen
      .filter((i) => (mask >> i) & 1)
      .map((i) => message[i]!)
      .reduce(i32.xor),
  );
  return [
    four.map((e) => [n1[e]!.set(i32.load(none, H + 8 * e)), n2[e]!.set(i32.load(none, H + 8 * e + 4))]),
    Array.from({ length: 32 }, (_, r) => four.map((e) => round(r, e))),
    sixteen.map((i) => s[i]!.set(half(i % 4 < 2 ? n2[i >> 2]! : n1[i >> 2]!, i % 2))),
    psiPower(13).map((mask, i) =>
      mixed[i]!.set([sum(s, mask), psiOfMessage[i]!, i32.load16u(none, H + 2 * i)].reduce(i32.xor)),
    ),
    psiPower(61).map((mask, i) => i32.store16(none, sum(mixed, mask), H + 2 * i)),
  ];
}

const lookUp = (j: number, word: Code): Code => {
  const scaled = j === 0 ? i32.shl(word, i32.const(2)) : i32.shru(word, i32.const(8 * j - 2));
  return i32.load(i32.and(scaled, i32.const(0xff << 2)), TABLES + 1024 * j);
};

/** ψ^n as a matrix: bit j of row i says whether word j of the argument goes into word i of the result. */
function psiPower(n: number): number[] {
  const rows = sixteen.map((i) => 1 << i);
  for (let step = 0; step < n; step++) {
    const [w0, w1, w2, w3] = rows as [number, number, number, number];
    rows.push(w0 ^ w1 ^ w2 ^ w3 ^ rows[12]! ^ rows[15]!);
    rows.shift();
  }
  return rows;
}
