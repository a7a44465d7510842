import type { Curve, Point } from '../curves.ts';
import { invert } from '../integers.ts';
import type { CurveExports, CurveLayout } from './curve-module.ts';
import type { ElementMemory } from './element-memory.ts';

/**
 * A table of points for `accumulate`: `pieces` rows, row j with the 2^(width − 2) odd multiples of
 * 2^(j·bits/pieces)·P, affine. With many pieces a scalar is cut in as many, and few doublings remain.
 */
export type TableShape = { readonly width: number; readonly pieces: number };

/** Points in one row of a table. */
const pointsInRow = ({ width }: TableShape): number => 2 ** (width - 2);
/** Length of a row in bytes, for elements of this length. */
export const rowLength = (shape: TableShape, element: number): number => pointsInRow(shape) * 2 * element;
/** Length of a table in bytes. */
export const tableLength = (shape: TableShape, element: number): number =>
  shape.pieces * rowLength(shape, element);
/** What building a table needs beside it, in bytes: three coordinates and a running product for every point. */
export const workLength = (shape: TableShape, element: number): number => 2 * tableLength(shape, element);

/** What tables are built with: a running module, and room for `workLength` bytes. */
export type TableBuilder = {
  readonly curve: Curve;
  readonly exports: CurveExports;
  readonly elements: ElementMemory;
  readonly layout: CurveLayout;
  readonly room: number;
};

/** Builds the table of a point at an address. False where the point has no order q: there a multiple was infinite. */
export function buildTable(builder: TableBuilder, shape: TableShape, point: Point, address: number): boolean {
  const { element } = builder.layout;
  const row = pointsInRow(shape);
  const place = (j: number, i: number): number => address + (j * row + i) * 2 * element;
  builder.elements.put(place(0, 0), point.x);
  builder.elements.put(place(0, 0) + element, point.y);
  return putPowers(builder, shape, place) && putOddMultiples(builder, shape, place);
}

type Place = (j: number, i: number) => number;

/** First points of the rows: 2^(j·bits/pieces)·P. */
function putPowers(builder: TableBuilder, { pieces }: TableShape, place: Place): boolean {
  const { curve, exports, elements, layout, room } = builder;
  const p = layout.work;
  setJacobian(builder, p, place(0, 0));
  for (let j = 1; j < pieces; j++) {
    for (let bit = 0; bit < (8 * curve.byteLength) / pieces; bit++) exports.double(p);
    elements.copy(room + (j - 1) * 3 * layout.element, p, 3);
  }
  return toAffine(builder, pieces - 1, (i) => place(i + 1, 0));
}

/**
 * The rest of the rows. With D = 2P in Jacobian coordinates, (x, y) → (x·Z_D², y·Z_D³) leads to a curve on which D is
 * affine, so that adding it again and again is cheap; multiplying Z by Z_D leads back.
 */
function putOddMultiples(builder: TableBuilder, shape: TableShape, place: Place): boolean {
  const { exports, elements, layout, room } = builder;
  const { element } = layout;
  const [p, d, zz] = [layout.work, layout.work + 3 * element, layout.work + 6 * element];
  const row = pointsInRow(shape);
  let target = room;
  for (let j = 0; j < shape.pieces; j++) {
    setJacobian(builder, d, place(j, 0));
    exports.double(d);
    setJacobian(builder, p, place(j, 0));
    const zd = d + 2 * element;
    exports.square(zz, zd);
    exports.multiply(p, p, zz);
    exports.multiply(zz, zz, zd);
    exports.multiply(p + element, p + element, zz);
    for (let i = 1; i < row; i++, target += 3 * element) {
      exports.add(p, d, 1);
      elements.copy(target, p, 2);
      exports.multiply(target + 2 * element, p + 2 * element, zd);
    }
  }
  return toAffine(builder, shape.pieces * (row - 1), (i) =>
    place(Math.floor(i / (row - 1)), 1 + (i % (row - 1))),
  );
}

function setJacobian({ elements, layout }: TableBuilder, to: number, affine: number): void {
  elements.copy(to, affine, 2);
  elements.copy(to + 2 * layout.element, layout.one);
}

/** Brings `count` points from `room` to their places in affine coordinates, with one inversion; false where one is infinite. */
function toAffine(
  { curve, exports, elements, layout, room }: TableBuilder,
  count: number,
  place: (i: number) => number,
): boolean {
  if (count === 0) return true;
  const { element } = layout;
  const [inverse, z, zz] = [layout.work, layout.work + element, layout.work + 2 * element];
  const pointAt = (i: number): number => room + i * 3 * element;
  const productTo = (i: number): number => room + (count * 3 + i) * element; // Z_0 · … · Z_i
  elements.copy(productTo(0), pointAt(0) + 2 * element);
  for (let i = 1; i < count; i++) exports.multiply(productTo(i), productTo(i - 1), pointAt(i) + 2 * element);
  const product = elements.get(productTo(count - 1));
  if (product === 0n) return false;
  elements.put(inverse, invert(product, curve.p));
  for (let i = count - 1; i >= 0; i--) {
    if (i > 0) exports.multiply(z, inverse, productTo(i - 1));
    else elements.copy(z, inverse);
    exports.multiply(inverse, inverse, pointAt(i) + 2 * element);
    exports.square(zz, z);
    exports.multiply(place(i), pointAt(i), zz);
    exports.multiply(zz, zz, z);
    exports.multiply(place(i) + element, pointAt(i) + element, zz);
  }
  return true;
}
