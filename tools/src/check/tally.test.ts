import { expect, it } from '@jest/globals';
import { tallyOf } from './tally.ts';

const clean = {
  success: true,
  numPassedTests: 7,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
};

it.each([
  ['a clean run', clean, { passed: 7, failed: 0 }],
  ['failed tests', { ...clean, success: false, numFailedTests: 2 }, { passed: 7, failed: 2 }],
  ['a skipped test, as failed', { ...clean, numPendingTests: 1 }, { passed: 7, failed: 1 }],
  [
    'a file that does not load, as failed',
    { ...clean, success: false, numRuntimeErrorTestSuites: 1 },
    { passed: 7, failed: 1 },
  ],
  ['a failure outside of any test', { ...clean, success: false }, { passed: 7, failed: 1 }],
  ['no report at all, as failed', undefined, { passed: 0, failed: 1 }],
])('counts %s', (_, report, tally) => expect(tallyOf(report)).toEqual(tally));
