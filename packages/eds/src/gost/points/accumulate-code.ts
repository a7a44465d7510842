import { type Code, i32, repeatWhile, select, when } from '../../wasm/instructions.ts';
import { type Callable, F64, type Global, I32, type ModuleBuilder } from '../../wasm/module.ts';
import { f64 } from '../../wasm/simd.ts';
import type { FieldCode } from '../field/field-code.ts';
import type { PointLayout } from './point-layout.ts';

const at = (address: number): Code => i32.const(address);

/** What a sum is made with: functions on points, and whether the sum has begun. */
type Summation = {
  readonly field: FieldCode;
  readonly layout: PointLayout;
  readonly double: Callable;
  readonly add: Callable;
  readonly begun: Global;
};

/**
 * Exports `accumulate(length, streams, rows, digits)`: sum := Σ over streams of digit·point, by Strauss' method. Digits
 * are signed bytes, odd or 0, in `length` rows of one byte per stream; the last weighs most. `rows` are addresses of
 * the affine points 1P, 3P, 5P … of each stream. Answers whether there was any digit.
 */
export function defineAccumulate(
  module: ModuleBuilder,
  field: FieldCode,
  layout: PointLayout,
  double: Callable,
  add: Callable,
): void {
  const summation = { field, layout, double, add, begun: module.global(0) };
  const addDigit = defineAddDigit(module, summation);
  module.define({
    name: 'accumulate',
    parameters: [I32, I32, I32, I32],
    result: I32,
    body: ([length, streams, rows, digits], local) => {
      const [weight, stream, digit] = [local(I32), local(I32), local(I32)];
      const place = i32.add(digits!.get, i32.add(i32.mul(weight.get, streams!.get), stream.get));
      const row = i32.load(i32.add(rows!.get, i32.shl(stream.get, i32.const(2))));
      const eachStream = when(digit.tee(i32.load8s(place)), addDigit(row, digit.get));
      const nextStream = stream.tee(i32.add(stream.get, i32.const(1)));
      const eachWeight = [
        weight.set(i32.sub(weight.get, i32.const(1))),
        when(summation.begun.get, double(at(layout.sum))),
        [stream.set(i32.const(0)), repeatWhile(eachStream, i32.ltu(nextStream, streams!.get))],
      ];
      const { begun } = summation;
      return [
        begun.set(i32.const(0)),
        weight.set(length!.get),
        repeatWhile(eachWeight, weight.get),
        begun.get,
      ];
    },
  });
}

/** A function of a row and a digit: sum := sum ± the point of the digit. */
function defineAddDigit(module: ModuleBuilder, summation: Summation): Callable {
  const { layout, add, begun } = summation;
  return module.define({
    parameters: [I32, I32],
    body: ([row, digit], local) => {
      const [point, sign] = [local(I32), local(F64)];
      const negative = i32.lts(digit!.get, i32.const(0));
      const size = select(i32.sub(i32.const(0), digit!.get), digit!.get, negative);
      const index = i32.shru(size, i32.const(1));
      return [
        point.set(i32.add(row!.get, i32.mul(index, i32.const(2 * layout.element)))),
        sign.set(select(f64.const(-1), f64.const(1), negative)),
        when(begun.get, add(at(layout.sum), point.get, sign.get), beginCode(summation, point.get, sign.get)),
      ];
    },
  });
}

/** sum := ±Q */
function beginCode({ field, layout, begun }: Summation, point: Code, sign: Code): Code {
  const { sum, element, zero, one } = layout;
  return [
    field.addScaled(at(sum), at(zero), point, f64.const(1)),
    field.addScaled(at(sum + element), at(zero), i32.add(point, i32.const(element)), sign),
    field.addScaled(at(sum + 2 * element), at(zero), at(one), f64.const(1)),
    begun.set(i32.const(1)),
  ];
}
