import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { i32, i64, repeatWhile, select, signed, unsigned, when } from './instructions.ts';
import { I32, I64, instantiate, moduleBuilder } from './module.ts';

describe('LEB128', () => {
  // the examples of the DWARF 4 standard, 7.6
  it.each([
    [2, '02'],
    [127, '7f'],
    [128, '8001'],
    [129, '8101'],
    [12857, 'b964'],
    [2 ** 32 - 1, 'ffffffff0f'],
  ])('writes %i unsigned', (value, hex) => expect(Buffer.from(unsigned(value)).toString('hex')).toBe(hex));
  it.each([
    [2, '02'],
    [-2, '7e'],
    [63, '3f'],
    [64, 'c000'],
    [127, 'ff00'],
    [-127, '817f'],
    [128, '8001'],
    [-128, '807f'],
    [-64, '40'],
    [-65, 'bf7f'],
  ])('writes %i signed', (value, hex) => expect(Buffer.from(signed(value)).toString('hex')).toBe(hex));

  it('gives back every constant through a module', () => {
    fc.assert(
      fc.property(fc.integer(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (small, large) => {
        const module = moduleBuilder(0);
        module.define({ name: 'small', parameters: [], result: I32, body: () => i32.const(small) });
        module.define({ name: 'large', parameters: [], result: I64, body: () => i64.const(large) });
        const exports = instantiate<{ small(): number; large(): bigint }>(module.build());
        expect([exports.small(), exports.large()]).toEqual([small, large]);
      }),
    );
  });
});

describe('a module', () => {
  it('calls, loops, chooses, keeps globals and data', () => {
    const module = moduleBuilder(1);
    module.data(8, Uint8Array.of(5, 0, 0, 0));
    const calls = module.global(0);
    const triangle = module.define({
      parameters: [I32],
      result: I32,
      body: ([n], local) => {
        const sum = local(I32);
        const step = [sum.set(i32.add(sum.get, n!.get)), n!.set(i32.sub(n!.get, i32.const(1)))];
        return [
          calls.set(i32.add(calls.get, i32.const(1))),
          when(n!.get, repeatWhile(step, n!.get)),
          sum.get,
        ];
      },
    });
    module.define({
      name: 'larger',
      parameters: [I32],
      result: I32,
      body: ([n]) => select(triangle(n!.get), i32.load(i32.const(0), 8), i32.lts(i32.const(2), n!.get)),
    });
    module.define({ name: 'calls', parameters: [], result: I32, body: () => calls.get });
    const exports = instantiate<{ larger(n: number): number; calls(): number }>(module.build());
    expect([0, 2, 3, 100].map(exports.larger)).toEqual([5, 5, 6, 5050]);
    expect(exports.calls()).toBe(4);
  });
});
