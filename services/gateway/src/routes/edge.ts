import type { Ask } from '@edo/kit';
import type { Limits } from '../limits.ts';
import type { Sessions } from '../sessions.ts';

/** What every route stands on. */
export interface EdgeDependencies {
  readonly ask: Ask;
  readonly sessions: Sessions;
  readonly limits: Limits;
}
