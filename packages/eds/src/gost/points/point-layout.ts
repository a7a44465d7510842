/** Where things lie in the memory, in bytes. */
export type PointLayout = {
  /** Length of an element. */
  readonly element: number;
  /** Room for `SCRATCH_ELEMENTS`. */
  readonly scratch: number;
  readonly zero: number;
  readonly one: number;
  /** Coefficient a of the curve. */
  readonly a: number;
  /** The sum of `accumulate`: X, Y, Z. */
  readonly sum: number;
};
export const SCRATCH_ELEMENTS = 6;
