import type { Curve } from '../curves.ts';
import { type CurveLayout, layoutOf, shapeOf } from './curve-module.ts';
import { type TableShape, tableLength, workLength } from './point-tables.ts';

/** Cut into 16 pieces a scalar of 512 bits needs 32 doublings. */
export const MANY_PIECES = 16;
/** The table of the base point: made once. */
export const baseShape: TableShape = { width: 8, pieces: MANY_PIECES };
/** Tables of keys: narrower, since they are made for every key. */
export const keyShape = (pieces: number): TableShape => ({ width: 5, pieces });

/** Where things lie in the memory of a curve's module, in bytes; elements and tables at multiples of 16. */
export type MemoryPlan = {
  readonly layout: CurveLayout;
  /** Addresses of the rows of tables, one word a stream. */
  readonly pointers: number;
  readonly digits: number;
  readonly digitsLength: number;
  readonly keyTable: number;
  readonly baseTable: number;
  /** What tables are built in. */
  readonly room: number;
  readonly pages: number;
};

/** The plan for a curve. */
export function planMemory(curve: Curve): MemoryPlan {
  const layout = layoutOf(shapeOf(curve));
  const { element, end: pointers } = layout;
  const digits = pointers + 2 * MANY_PIECES * 4;
  const digitsLength = 2 * (8 * curve.byteLength + MANY_PIECES);
  const keyTable = digits + digitsLength;
  const baseTable = keyTable + tableLength(keyShape(MANY_PIECES), element);
  const room = baseTable + tableLength(baseShape, element);
  const pages = Math.ceil((room + workLength(baseShape, element)) / 65536);
  return { layout, pointers, digits, digitsLength, keyTable, baseTable, room, pages };
}
