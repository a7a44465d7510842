import { type Plans, sandboxPlans } from './plans.ts';
import type { ExpectedRefusal } from './refusals.ts';

/** Who walks the road, and which keys must be refused on it. */
export interface Cast {
  readonly plans: Plans;
  readonly refusals: readonly ExpectedRefusal[];
}

export const sandboxCast = (): Cast => ({ plans: sandboxPlans(), refusals: [] });
