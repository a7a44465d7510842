/**
 * Instructions of WebAssembly (Core Specification 2.0, chapter 5: binary format) as functions that put their operands
 * before them. Only those that the library's modules use.
 */

/** Bytes of instructions, nested as they were put together. */
export type Code = readonly (number | Code)[];

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

/** Signed LEB128. */
export function signed(value: bigint | number): number[] {
  const bytes: number[] = [];
  for (let rest = BigInt(value); ; ) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    if (rest === (low & 0x40 ? -1n : 0n)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

const binary =
  (opcode: number) =>
  (left: Code, right: Code): Code => [left, right, opcode];
const unary =
  (opcode: number) =>
  (operand: Code): Code => [operand, opcode];
/** A load from `address + offset`, both in bytes. */
const load =
  (opcode: number, align: number) =>
  (address: Code, offset = 0): Code => [address, opcode, align, ...unsigned(offset)];
/** A store of `value` to `address + offset`. */
const store =
  (opcode: number, align: number) =>
  (address: Code, value: Code, offset = 0): Code => [address, value, opcode, align, ...unsigned(offset)];

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  load: load(0x28, 2),
  load8s: load(0x2c, 0),
  load16u: load(0x2f, 1),
  store16: store(0x3b, 1),
  lts: binary(0x48),
  ltu: binary(0x49),
  add: binary(0x6a),
  sub: binary(0x6b),
  mul: binary(0x6c),
  and: binary(0x71),
  or: binary(0x72),
  xor: binary(0x73),
  shl: binary(0x74),
  shru: binary(0x76),
  wrap: unary(0xa7),
};

export const i64 = {
  const: (value: bigint | number): Code => [0x42, ...signed(value)],
  load: load(0x29, 3),
  store: store(0x37, 3),
  eq: binary(0x51),
  ltu: binary(0x54),
  add: binary(0x7c),
  xor: binary(0x85),
  shl: binary(0x86),
  shru: binary(0x88),
  extendU: unary(0xad),
};

/** `condition ? whenTrue : whenFalse`, both computed. */
export const select = (whenTrue: Code, whenFalse: Code, condition: Code): Code => [
  whenTrue,
  whenFalse,
  condition,
  0x1b,
];

/** `if (condition) body`, without results. */
export const when = (condition: Code, body: Code, otherwise: Code = []): Code =>
  otherwise.length > 0
    ? [condition, 0x04, 0x40, body, 0x05, otherwise, 0x0b]
    : [condition, 0x04, 0x40, body, 0x0b];

/** `do body while (condition)`. */
export const repeatWhile = (body: Code, condition: Code): Code => [
  0x03,
  0x40,
  body,
  condition,
  0x0d,
  0,
  0x0b,
];
