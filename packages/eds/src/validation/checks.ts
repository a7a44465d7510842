import { type CheckCode, FAILURES, GRAVITY, type Indication, MEANING, type SubIndication } from './codes.ts';

export type CheckStatus = 'passed' | 'failed' | 'indeterminate' | 'warning' | 'skipped';

/** How one check ended. `message` is for people who look into it; `code` is what to act upon. */
export type Outcome = {
  readonly status: CheckStatus;
  readonly code: CheckCode;
  readonly message: string;
  /** what it rests on, by name: hashes, times, identifiers */
  readonly evidence?: Readonly<Record<string, string>>;
};

export type CheckResult = Outcome & { readonly name: string };

/** A check looks at facts that were gathered before, and decides; it asks nobody. */
export type Check<Facts> = (facts: Facts) => Outcome;

export type Verdict = { readonly indication: Indication; readonly subIndication: SubIndication | null };

const outcome = (
  status: CheckStatus,
  code: CheckCode,
  message: string,
  evidence: Outcome['evidence'] | undefined,
): Outcome => (evidence ? { status, code, message, evidence } : { status, code, message });

export const passed = (message: string, evidence?: Outcome['evidence']): Outcome =>
  outcome('passed', 'PASSED', message, evidence);

export const skipped = (message: string): Outcome => ({ status: 'skipped', code: 'SKIPPED', message });

export const warning = (code: CheckCode, message: string): Outcome => ({ status: 'warning', code, message });

/** Something is wrong: whether that is a failure or leaves the verdict open lies in the code. */
export function refused(code: CheckCode, message: string, evidence?: Outcome['evidence']): Outcome {
  const meaning = MEANING[code];
  const status = meaning !== undefined && FAILURES.includes(meaning) ? 'failed' : 'indeterminate';
  return outcome(status, code, message, evidence);
}

/** Runs every check of a table, in its order; none is left out because another did not pass. */
export function runChecks<Facts>(table: Readonly<Record<string, Check<Facts>>>, facts: Facts): CheckResult[] {
  return Object.entries(table).map(([name, check]) => {
    const { status, code, message, evidence } = check(facts);
    return evidence ? { name, status, code, message, evidence } : { name, status, code, message };
  });
}

/** The verdict of EN 319 102-1 over all checks: the gravest sub-indication, or TOTAL-PASSED where none remains. */
export function conclude(checks: readonly Outcome[]): Verdict {
  const open = checks.filter(({ status }) => status === 'failed' || status === 'indeterminate');
  const found = open.map(({ code }) => MEANING[code]);
  const subIndication = GRAVITY.find((candidate) => found.includes(candidate)) ?? null;
  if (subIndication === null) return { indication: 'TOTAL-PASSED', subIndication };
  return { indication: FAILURES.includes(subIndication) ? 'TOTAL-FAILED' : 'INDETERMINATE', subIndication };
}
