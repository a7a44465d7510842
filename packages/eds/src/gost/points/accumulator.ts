import type { Curve } from '../curves.ts';
import { toLittleEndian } from '../integers.ts';
import type { CurveExports } from './curve-module.ts';
import { baseShape, MANY_PIECES, type MemoryPlan } from './memory-plan.ts';
import { putNonAdjacentForm } from './non-adjacent-form.ts';
import { rowLength, type TableShape } from './point-tables.ts';

/** Multiples of a point, ready for use; many pieces for a point that comes again, one for a point seen once. */
export type PointTable = { readonly shape: TableShape; readonly bytes: Uint8Array };

/** Leaves z1·G + z2·Q in the module, for scalars below 2^bits; false where both are 0. */
export type Accumulate = (z1: bigint, z2?: bigint, q?: PointTable) => boolean;

/** Prepares digits and tables for `accumulate` of a running module. */
export function accumulator(curve: Curve, plan: MemoryPlan, exports: CurveExports): Accumulate {
  const { layout, pointers, keyTable, baseTable } = plan;
  const { buffer } = exports.memory;
  const memory = new Uint8Array(buffer);
  const digits = new Int8Array(buffer, plan.digits, plan.digitsLength);
  const rows = new Int32Array(buffer, pointers, 2 * MANY_PIECES);
  const bits = 8 * curve.byteLength;

  /** Streams from `first` on: one for each piece of the scalar, with its row of the table. */
  const putStreams = (scalar: bigint, shape: TableShape, table: number, place: StreamPlace): void => {
    const { first, pieces, stride } = place;
    const words = new Uint32Array(toLittleEndian(scalar, curve.byteLength + 4).buffer);
    for (let j = 0; j < pieces; j++) {
      const [from, to] = [(j * bits) / pieces, ((j + 1) * bits) / pieces];
      putNonAdjacentForm(words, from, to, shape.width, { digits, offset: first + j, stride });
      rows[first + j] = table + j * rowLength(shape, layout.element);
    }
  };
  return (z1, z2 = 0n, q) => {
    const pieces = q?.shape.pieces ?? MANY_PIECES;
    const stride = q ? 2 * pieces : pieces;
    digits.fill(0);
    putStreams(z1, baseShape, baseTable, { first: 0, pieces, stride });
    if (q) {
      memory.set(q.bytes, keyTable);
      putStreams(z2, q.shape, keyTable, { first: pieces, pieces, stride });
    }
    return exports.accumulate(bits / pieces + 1, stride, pointers, plan.digits) === 1;
  };
}

type StreamPlace = { readonly first: number; readonly pieces: number; readonly stride: number };
