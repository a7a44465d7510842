import type { Indication } from '../validation/codes.ts';
import { EXIT } from './command.ts';

/** The indications of EN 319 102-1 for one building block, e.g. a path or an answer of revocation (clause 5.1.3). */
export type BlockIndication = 'PASSED' | 'FAILED' | 'INDETERMINATE';

const EXIT_OF: Readonly<Record<Indication | BlockIndication, number>> = {
  'TOTAL-PASSED': EXIT.passed,
  'TOTAL-FAILED': EXIT.failed,
  PASSED: EXIT.passed,
  FAILED: EXIT.failed,
  INDETERMINATE: EXIT.indeterminate,
};

/** The exit code of a verdict. */
export const exitOf = (indication: Indication | BlockIndication): number => EXIT_OF[indication];
