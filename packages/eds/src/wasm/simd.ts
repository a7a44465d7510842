import { type Code, i32, unsigned } from './instructions.ts';

/** Instructions on vectors of two 64-bit lanes (Core Specification 2.0 and the relaxed SIMD of 3.0). */
const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)];
const binary =
  (opcode: number) =>
  (left: Code, right: Code): Code => [left, right, simd(opcode)];

export const v128 = {
  load: (address: Code, offset = 0): Code => [address, simd(0x00), 4, ...unsigned(offset)],
  /** One 64-bit value into both lanes. */
  load64Splat: (address: Code, offset = 0): Code => [address, simd(0x0a), 3, ...unsigned(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [
    address,
    value,
    simd(0x0b),
    4,
    ...unsigned(offset),
  ],
  and: binary(0x4e),
  or: binary(0x50),
  xor: binary(0x51),
  /** Sixteen bytes, as hexadecimal in the order in which they lie in memory. */
  const: (hex: string): Code => [simd(0x0c), ...Buffer.from(hex, 'hex')],
  /** Byte i of the result is byte `places[i]` of left‖right. */
  shuffle: (left: Code, right: Code, places: readonly number[]): Code => [left, right, simd(0x0d), places],
  /** The vector of lane `i` of `left` and lane `j` of `right`. */
  pair: (left: Code, i: 0 | 1, right: Code, j: 0 | 1): Code =>
    v128.shuffle(left, right, [...eight(8 * i), ...eight(16 + 8 * j)]),
};

const eight = (first: number): number[] => Array.from({ length: 8 }, (_, i) => first + i);

export const i64x2 = {
  shru: (value: Code, bits: number): Code => [value, i32.const(bits), simd(0xcd)],
  add: binary(0xce),
};

export const f64x2 = {
  splat: (value: Code): Code => [value, simd(0x14)],
  add: binary(0xf0),
  sub: binary(0xf1),
  mul: binary(0xf2),
  /** a·b + c with one rounding, where the processor has it (fused multiply-add); with two elsewhere. */
  relaxedMadd: (a: Code, b: Code, c: Code): Code => [a, b, c, simd(0x107)],
};

/** f64 constants take eight bytes, least significant first. */
export const f64 = {
  const: (value: number): Code => [0x44, ...new Uint8Array(Float64Array.of(value).buffer)],
  neg: (value: Code): Code => [value, 0x9a],
};
