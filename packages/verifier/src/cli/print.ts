import type { BundleReport, CheckResult, CheckStatus, Outcome } from '../verify/report.ts';

const marks: Record<CheckStatus, string> = {
  passed: 'ok  ',
  failed: 'FAIL',
  indeterminate: '??  ',
  warning: 'note',
};

const outcomes: Record<Outcome, string> = {
  passed: 'PASSED · ДОКАЗАНО · ДӘЛЕЛДЕНДІ',
  failed: 'FAILED · НЕ ДОКАЗАНО · ДӘЛЕЛДЕНБЕДІ',
  indeterminate: 'INDETERMINATE · НЕ ОПРЕДЕЛЕНО · АНЫҚТАЛМАДЫ',
};

/** The report for people: a line a check, what decided at the end. */
export function printReport({ outcome, documentId, operator, checks }: BundleReport): string {
  const deciding = checks.filter(({ status }) => status === outcome && outcome !== 'passed');
  return [
    `Document ${documentId ?? 'unknown'}`,
    `Operator ${operator ? `${operator.name}, BIN ${operator.bin}` : 'unknown'}`,
    ...checks.map((check) => `${marks[check.status]} ${line(check)}`),
    '',
    outcomes[outcome],
    ...deciding.map(line),
    '',
  ].join('\n');
}

const line = ({ part, check, message }: CheckResult) => printable(`${part}: ${check}: ${message}`);

/** Names come from certificates of strangers: nothing that steers a terminal or turns text around is printed. */
const printable = (text: string) => text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '�');
