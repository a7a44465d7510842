/** `warning`: worth reading, decides nothing. `indeterminate`: not wrong, not provable with what is at hand. */
export type CheckStatus = 'passed' | 'failed' | 'indeterminate' | 'warning';

/** One check of one part; `check` is stable, `message` is for people. */
export type CheckResult = { part: string; check: CheckName; status: CheckStatus; message: string };

/** Every check there is, as docs/bundle-format.md numbers them. */
export const checkNames = [
  'manifest-is-well-formed',
  'parts-are-as-pinned',
  'nothing-is-added',
  'manifest-is-signed',
  'operator-is-known',
  'journal-key-is-bound',
  'checkpoint-is-signed',
  'checkpoint-is-witnessed',
  'entry-is-in-the-journal',
  'receipt-is-signed',
  'receipt-is-of-this-document',
  'receipt-is-in-the-journal',
  'journal-only-grew',
  'registration-names-the-parts',
  'signature-is-valid',
  'description-agrees',
] as const;

export type CheckName = (typeof checkNames)[number];

export type Outcome = 'passed' | 'failed' | 'indeterminate';

export type BundleReport = {
  outcome: Outcome;
  documentId: string | null;
  operator: { bin: string; name: string } | null;
  checks: readonly CheckResult[];
};

export function outcomeOf(checks: readonly CheckResult[]): Outcome {
  if (checks.some(({ status }) => status === 'failed')) return 'failed';
  return checks.some(({ status }) => status === 'indeterminate') ? 'indeterminate' : 'passed';
}

export const passed = (part: string, check: CheckName, message: string): CheckResult => ({
  part,
  check,
  status: 'passed',
  message,
});

export const failed = (part: string, check: CheckName, message: string): CheckResult => ({
  part,
  check,
  status: 'failed',
  message,
});

/** Passed when `holds`, else failed with what is wrong. */
export const verdictOf = (
  part: string,
  check: CheckName,
  holds: boolean,
  good: string,
  bad: string,
): CheckResult => (holds ? passed(part, check, good) : failed(part, check, bad));

/** The check's result; an error inside it (an unreadable part) is a failed check of `part`, never a crash. */
export function guarded(part: string, check: CheckName, examine: () => CheckResult[]): CheckResult[] {
  try {
    return examine();
  } catch (error) {
    return [failed(part, check, (error as Error).message)];
  }
}
