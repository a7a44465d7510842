/** The part of jest's JSON report (`--json`) that counts. */
export type JestReport = {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numRuntimeErrorTestSuites: number;
};

export type Tally = { passed: number; failed: number };

/**
 * Tests as jest counts them. A skipped test, a test to be written and a file that could not be loaded are failures,
 * and so is a run that says it failed without naming a test (or left no report).
 */
export function tallyOf(report: JestReport | undefined): Tally {
  if (!report) return { passed: 0, failed: 1 };
  const { numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = report;
  const failed = numFailedTests + numPendingTests + numTodoTests + numRuntimeErrorTestSuites;
  return { passed: report.numPassedTests, failed: failed === 0 && !report.success ? 1 : failed };
}
