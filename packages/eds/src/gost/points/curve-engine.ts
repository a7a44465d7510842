import { randomBytes } from 'node:crypto';
import { type Curve, type Point, subtractPoints } from '../curves.ts';
import { fromBigEndian, invert } from '../integers.ts';
import { type Accumulate, accumulator, type PointTable } from './accumulator.ts';
import { startCurveModule } from './curve-module.ts';
import { type ElementMemory, elementMemory } from './element-memory.ts';
import { baseShape, keyShape, type MemoryPlan, planMemory } from './memory-plan.ts';
import { buildTable, type TableBuilder, tableLength } from './point-tables.ts';

/** Arithmetic on one curve. Variable time: what it computes with may be learned by measuring. */
export type CurveEngine = {
  /**
   * The table of a point on the curve, cut into 1 or MANY_PIECES. Undefined where one of its multiples there is
   * infinite, so that its order is not q; the order of other points is not looked at.
   */
  tableOf(point: Point, pieces: number): PointTable | undefined;
  /** z1·G + z2·Q, exactly; undefined is the point at infinity. */
  sum(z1: bigint, z2?: bigint, q?: PointTable): Point | undefined;
  /** Whether the x of z1·G + z2·Q is r modulo q. */
  sumHasX(r: bigint, z1: bigint, z2: bigint, q: PointTable): boolean;
};

/** The engine of a curve; one for all who ask in this thread. */
export function curveEngine(curve: Curve): CurveEngine {
  const found = engines.get(curve.name);
  const engine = found ?? createEngine(curve);
  if (!found) engines.set(curve.name, engine);
  return engine;
}
const engines = new Map<string, CurveEngine>();

/** A running module: how to start a sum in it, and how to read the result. */
type Running = {
  readonly curve: Curve;
  readonly elements: ElementMemory;
  readonly accumulate: Accumulate;
  /** Addresses of X, Y, Z of the last sum. */
  readonly sum: readonly [number, number, number];
};

function createEngine(curve: Curve): CurveEngine {
  const plan = planMemory(curve);
  const exports = startCurveModule(curve, plan.pages);
  const elements = elementMemory(curve, exports);
  const { layout, keyTable, room } = plan;
  const builder: TableBuilder = { curve, exports, elements, layout, room };
  putConstants(curve, plan, elements);
  buildTable(builder, baseShape, curve, plan.baseTable);
  const { sum, element } = layout;
  const accumulate = accumulator(curve, plan, exports);
  const running: Running = { curve, elements, accumulate, sum: [sum, sum + element, sum + 2 * element] };
  return {
    tableOf(point, pieces) {
      const shape = keyShape(pieces);
      if (!buildTable(builder, shape, point, keyTable)) return undefined;
      const bytes = new Uint8Array(exports.memory.buffer, keyTable, tableLength(shape, element)).slice();
      return { shape, bytes };
    },
    sum: (z1, z2, q) => exactSum(running, z1, z2, q),
    sumHasX: (r, z1, z2, q) => sumHasX(running, r, z1, z2, q),
  };
}

function putConstants({ a }: Curve, { layout }: MemoryPlan, elements: ElementMemory): void {
  elements.put(layout.zero, 0n);
  elements.put(layout.one, 1n);
  elements.put(layout.a, a);
}

function exactSum(running: Running, z1: bigint, z2?: bigint, q?: PointTable): Point | undefined {
  if (!running.accumulate(z1, z2, q)) return undefined;
  return affineSum(running) ?? shiftedSum(running, z1, z2, q);
}

/** The last sum in affine coordinates; undefined where it is infinite, or an addition was exceptional. */
function affineSum({ curve: { p }, elements, sum: [x, y, z] }: Running): Point | undefined {
  const inverse = invert(elements.get(z), p);
  if (inverse === 0n) return undefined;
  const square = (inverse * inverse) % p;
  return { x: (elements.get(x) * square) % p, y: (((elements.get(y) * square) % p) * inverse) % p };
}

/** (z1 + t)·G + z2·Q − t·G for a random t: no addition is exceptional but by a chance of 2^-240. */
function shiftedSum(running: Running, z1: bigint, z2?: bigint, q?: PointTable): Point | undefined {
  const { curve, accumulate } = running;
  for (;;) {
    const t = fromBigEndian(randomBytes(curve.byteLength)) % curve.q;
    const shifted = accumulate((z1 + t) % curve.q, z2, q) ? affineSum(running) : undefined;
    const shift = accumulate(t) ? affineSum(running) : undefined;
    if (shifted && shift) return subtractPoints(curve, shifted, shift);
  }
}

/** Compares X with x·Z² for every x below p that is r modulo q: no inversion. */
function sumHasX(running: Running, r: bigint, z1: bigint, z2: bigint, table: PointTable): boolean {
  const { curve, elements, accumulate, sum } = running;
  const { p, q } = curve;
  const z = accumulate(z1, z2, table) ? elements.get(sum[2]) : 0n;
  if (z === 0n) return (exactSum(running, z1, z2, table)?.x ?? -1n) % q === r;
  const [x, zz] = [elements.get(sum[0]), (z * z) % p];
  for (let candidate = r; candidate < p; candidate += q) if ((candidate * zz) % p === x) return true;
  return false;
}
