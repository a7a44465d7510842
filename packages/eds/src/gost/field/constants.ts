import { type Code, i32 } from '../../wasm/instructions.ts';
import type { ModuleBuilder } from '../../wasm/module.ts';
import { v128 } from '../../wasm/simd.ts';

/** Vector constants of a module; they lie in its memory, from where they load faster than V8 makes them. */
export type Constants = {
  /** Two 64-bit lanes; the second is the first where it is not given. */
  lanes(low: bigint, high?: bigint): Code;
  /** One double in both lanes. */
  double(value: number): Code;
};

/** Keeps constants of 16 bytes from `address` on, each once. */
export function constantsAt(module: ModuleBuilder, address: number): Constants {
  const known = new Map<string, Code>();
  const lanes = (low: bigint, high = low): Code => {
    const bytes = new Uint8Array(BigUint64Array.of(low, high).buffer);
    const place = address + 16 * known.size;
    const key = bytes.join();
    const found = known.get(key) ?? v128.load(i32.const(0), place);
    if (!known.has(key)) module.data(place, bytes);
    known.set(key, found);
    return found;
  };
  return { lanes, double: (value) => lanes(bitsOf(value)) };
}

/** The 64 bits of a double. */
export function bitsOf(value: number): bigint {
  return new BigUint64Array(Float64Array.of(value).buffer)[0]!;
}
