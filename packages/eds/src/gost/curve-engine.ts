import { randomBytes } from 'node:crypto';
import { type CurveExports, layoutOf, shapeOf, startCurveModule } from './curve-module.ts';
import { type Curve, type Point, subtractPoints } from './curves.ts';
import { elementMemory } from './element-memory.ts';
import { fromBigEndian, invert, toLittleEndian } from './integers.ts';
import { putNonAdjacentForm } from './non-adjacent-form.ts';
import {
  buildTable,
  pointsInRow,
  type TableBuilder,
  type TableShape,
  tableLength,
  workLength,
} from './point-tables.ts';

/** Multiples of a point, ready for use; `many` pieces for a point that comes again, one for a point seen once. */
export type PointTable = { readonly shape: TableShape; readonly bytes: Uint8Array };

/** Arithmetic on one curve. Variable time: what it computes with may be learned by measuring. */
export type CurveEngine = {
  /** The table of a point on the curve; undefined where its order is not q (it may be, and not be q, all the same). */
  tableOf(point: Point, pieces: TableShape['pieces']): PointTable | undefined;
  /** z1·G + z2·Q, exactly; undefined is the point at infinity. */
  sum(z1: bigint, z2?: bigint, q?: PointTable): Point | undefined;
  /** Whether the x of z1·G + z2·Q is r modulo q. */
  sumHasX(r: bigint, z1: bigint, z2: bigint, q: PointTable): boolean;
};

/** Cut into 16 pieces a scalar of 512 bits needs 32 doublings. */
export const MANY_PIECES = 16;
const baseShape: TableShape = { width: 8, pieces: MANY_PIECES };
const keyShape = (pieces: number): TableShape => ({ width: 5, pieces });

/** The engine of a curve; one for all who ask in this thread. */
export function curveEngine(curve: Curve): CurveEngine {
  const found = engines.get(curve.name);
  const engine = found ?? createEngine(curve);
  if (!found) engines.set(curve.name, engine);
  return engine;
}
const engines = new Map<string, CurveEngine>();

/** Addresses of what the engine keeps beside the elements of the module. */
function planMemory(curve: Curve) {
  const layout = layoutOf(shapeOf(curve));
  const { element, end: pointers } = layout;
  const digits = pointers + 2 * MANY_PIECES * 4;
  const keyTable = digits + 2 * (8 * curve.byteLength + MANY_PIECES);
  const baseTable = keyTable + tableLength(keyShape(MANY_PIECES), element);
  const room = baseTable + tableLength(baseShape, element);
  const end = room + workLength(baseShape, element);
  return { layout, pointers, digits, keyTable, baseTable, room, pages: Math.ceil(end / 65536) };
}

function createEngine(curve: Curve): CurveEngine {
  const plan = planMemory(curve);
  const { layout, keyTable, baseTable } = plan;
  const exports = startCurveModule(curve, plan.pages);
  const elements = elementMemory(curve, exports);
  const builder: TableBuilder = { curve, exports, elements, layout, room: plan.room };
  elements.put(layout.zero, 0n);
  elements.put(layout.one, 1n);
  elements.put(layout.a, curve.a);
  buildTable(builder, baseShape, curve, baseTable);
  const accumulate = accumulator(curve, plan, exports);
  const [sumX, sumY, sumZ] = [0, 1, 2].map((i) => layout.sum + i * layout.element) as [
    number,
    number,
    number,
  ];

  /** The affine sum of the last `accumulate`; undefined where an addition was exceptional or the sum is infinite. */
  const affineSum = (): Point | undefined => {
    const z = elements.get(sumZ);
    if (z === 0n) return undefined;
    const inverse = invert(z, curve.p);
    const square = (inverse * inverse) % curve.p;
    return {
      x: (elements.get(sumX) * square) % curve.p,
      y: (((elements.get(sumY) * square) % curve.p) * inverse) % curve.p,
    };
  };
  /** (z1 + t)·G + z2·Q − t·G for a random t: no addition is exceptional but by a chance of 2^-250. */
  const shiftedSum = (z1: bigint, z2: bigint, q?: PointTable): Point | undefined => {
    for (;;) {
      const t = fromBigEndian(randomBytes(curve.byteLength)) % curve.q;
      const shifted = accumulate((z1 + t) % curve.q, z2, q) ? affineSum() : undefined;
      const shift = accumulate(t, 0n) ? affineSum() : undefined;
      if (shifted && shift) return subtractPoints(curve, shifted, shift);
    }
  };
  const sum: CurveEngine['sum'] = (z1, z2 = 0n, q) => {
    if (!accumulate(z1, z2, q)) return undefined;
    return affineSum() ?? shiftedSum(z1, z2, q);
  };
  return {
    tableOf(point, pieces) {
      const shape = keyShape(pieces);
      if (!buildTable(builder, shape, point, keyTable)) return undefined;
      return {
        shape,
        bytes: new Uint8Array(exports.memory.buffer, keyTable, tableLength(shape, layout.element)).slice(),
      };
    },
    sum,
    sumHasX(r, z1, z2, q) {
      const z = accumulate(z1, z2, q) ? elements.get(sumZ) : 0n;
      if (z === 0n) return (sum(z1, z2, q)?.x ?? -1n) % curve.q === r;
      const [x, zz] = [elements.get(sumX), (z * z) % curve.p];
      for (let candidate = r; candidate < curve.p; candidate += curve.q) {
        if ((candidate * zz) % curve.p === x) return true;
      }
      return false;
    },
  };
}

/** Runs `accumulate` of the module on scalars below 2^bits; answers whether any was not 0. */
function accumulator(curve: Curve, plan: ReturnType<typeof planMemory>, exports: CurveExports) {
  const { layout, pointers, digits, keyTable, baseTable } = plan;
  const { buffer } = exports.memory;
  const bytes = new Uint8Array(buffer);
  const digitBytes = new Int8Array(buffer, digits, keyTable - digits);
  const tables = new Int32Array(buffer, pointers, 2 * MANY_PIECES);
  const bits = 8 * curve.byteLength;
  const rowLength = (shape: TableShape): number => pointsInRow(shape) * 2 * layout.element;

  return (z1: bigint, z2: bigint, q?: PointTable): boolean => {
    const pieces = q?.shape.pieces ?? MANY_PIECES;
    const stride = q ? 2 * pieces : pieces;
    digitBytes.fill(0);
    const put = (scalar: bigint, { width }: TableShape, first: number): void => {
      const words = new Uint32Array(toLittleEndian(scalar, curve.byteLength + 4).buffer);
      for (let j = 0; j < pieces; j++) {
        const [from, to] = [(j * bits) / pieces, ((j + 1) * bits) / pieces];
        putNonAdjacentForm(words, from, to, width, { digits: digitBytes, offset: first + j, stride });
      }
    };
    put(z1, baseShape, 0);
    for (let j = 0; j < pieces; j++) tables[j] = baseTable + j * rowLength(baseShape);
    if (q) {
      bytes.set(q.bytes, keyTable);
      put(z2, q.shape, pieces);
      for (let j = 0; j < pieces; j++) tables[pieces + j] = keyTable + j * rowLength(q.shape);
    }
    return exports.accumulate(bits / pieces + 1, stride, pointers, digits) === 1;
  };
}
