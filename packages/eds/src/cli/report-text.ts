import type { ContainerReport } from '../container/validate-container.ts';
import type { CheckResult, CheckStatus, Verdict } from '../validation/checks.ts';
import type { Report, SignatureReport } from '../validation/report.ts';
import { SENTENCES } from '../validation/sentences/sentences.ts';
import { printable } from './text.ts';

const MARK: Readonly<Record<CheckStatus, string>> = {
  passed: 'ok',
  failed: 'FAILED',
  indeterminate: 'OPEN',
  warning: 'warning',
  skipped: '-',
};

/** A report for people. */
export function reportText(report: Report | ContainerReport): string {
  const objects = 'objects' in report ? report.objects : [];
  return printable(
    [
      verdictLine(report),
      `judged at ${report.at} under ${report.basis.trustList}`,
      ...objects.map(({ name, status }) => `  ${status.padEnd(10)} ${name}`),
      ...report.signatures.flatMap((one, index) => ['', `Signature ${index + 1}`, ...signatureLines(one)]),
    ].join('\n'),
  );
}

/** The verdict with its sentence. */
export const verdictLine = ({ indication, subIndication }: Verdict): string =>
  `${indication}${subIndication ? ` / ${subIndication}` : ''}: ${SENTENCES.en[subIndication ?? indication]}`;

function signatureLines(signature: SignatureReport): string[] {
  const { signer, algorithm, signingTime, bestSignatureTime, timestamps, checks } = signature;
  const lines: [string, string | null | undefined][] = [
    ['verdict', verdictLine(signature)],
    ['signer', signer?.commonName],
    ['IIN', signer?.iin],
    ['BIN', signer?.bin],
    ['organization', signer?.organization],
    ['role', signer?.role],
    ['algorithm', algorithm],
    ['claimed signing time', signingTime],
    ['best signature time', bestSignatureTime],
    ...timestamps.map(({ genTime, indication }): [string, string] => [
      'timestamp',
      `${genTime} ${indication}`,
    ]),
  ];
  return [
    ...lines.flatMap(([name, text]) => (text ? [`  ${`${name}:`.padEnd(22)}${text}`] : [])),
    ...checkLines(checks),
  ];
}

/** One line per check. */
export const checkLines = (checks: readonly CheckResult[]): string[] =>
  checks.map(({ name, status, code, message }) => {
    const why = status === 'failed' || status === 'indeterminate' || status === 'warning' ? `${code}: ` : '';
    return `  ${MARK[status].padEnd(8)}${name.padEnd(24)}${why}${message}`;
  });
