import { type Code, i32, i64, repeatWhile } from '../../wasm/instructions.ts';
import {
  type Callable,
  I32,
  I64,
  type Local,
  type ModuleBuilder,
  type ValueType,
} from '../../wasm/module.ts';
import type { BlockModuleLayout } from './block-module.ts';

/** Exports `compress(count)`: takes so many blocks from the buffer, by `takeBlock(address)`. */
export function defineCompress(module: ModuleBuilder, layout: BlockModuleLayout, takeBlock: Callable): void {
  module.define({
    name: 'compress',
    parameters: [I32],
    body: ([count], local) => {
      const block = local(I32);
      const eachBlock = [
        takeBlock(block.get),
        block.set(i32.add(block.get, i32.const(layout.block))),
        count!.set(i32.sub(count!.get, i32.const(1))),
      ];
      return [block.set(i32.const(layout.buffer)), repeatWhile(eachBlock, count!.get)];
    },
  });
}

/** sum := sum + addend modulo 2^(64·words); numbers of `words` words of 64 bits, by their addresses. */
export function addLongCode(words: number, sum: Code, addend: Code, local: (type: ValueType) => Local): Code {
  const [carry, before, after] = [local(I64), local(I64), local(I64)];
  const overflow = i32.or(
    i64.ltu(after.get, before.get),
    i32.and(i64.eq(after.get, before.get), i32.wrap(carry.get)),
  );
  return Array.from({ length: words }, (_, i) => [
    before.set(i64.load(sum, 8 * i)),
    after.set(i64.add(i64.add(before.get, i64.load(addend, 8 * i)), carry.get)),
    carry.set(i64.extendU(overflow)),
    i64.store(sum, after.get, 8 * i),
  ]);
}
