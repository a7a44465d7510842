import type { Manifest } from '../format/manifest.ts';
import { manifestPath, manifestSignaturePath } from '../format/paths.ts';
import { type JudgedSignature, type JudgeSignature, noEvidence } from './judge.ts';
import { type CheckName, type CheckResult, failed, passed } from './report.ts';

/**
 * The manifest is signed by the operator; the signature carries all that proves it, since no part of the bundle may. Whose key counts comes from outside: the trust behind `judge` says which
 * certificates are real, `operators` (BINs) says which company may speak for the platform.
 */
export async function checkManifestSignature(
  files: ReadonlyMap<string, Uint8Array>,
  { operator }: Manifest,
  { judge, operators, at }: { judge: JudgeSignature; operators: readonly string[]; at: Date },
): Promise<CheckResult[]> {
  const [content, cms] = [files.get(manifestPath)!, files.get(manifestSignaturePath)];
  if (!cms) return [failed(manifestSignaturePath, 'manifest-is-signed', 'missing from the bundle')];
  const judged = await judge({ cms, content, evidence: noEvidence, at });
  return [
    ...operatorSigned(manifestSignaturePath, 'manifest-is-signed', judged, operator.bin),
    operatorIsKnown(operator.bin, operators),
  ];
}

/** Who may speak for a legal entity without a power of attorney: an employee's key of the operator may not. */
const operatorRoles = ['head', 'right-to-sign', 'information-system'];

/**
 * Where the verifier was told whom to trust, these are refusals and not open questions: nobody it was told of signed.
 */
const notTrusted = [
  'NO_SIGNING_CERTIFICATE_FOUND',
  'NO_CERTIFICATE_CHAIN_FOUND',
  'CERTIFICATE_CHAIN_GENERAL_FAILURE',
  'CHAIN_CONSTRAINTS_FAILURE',
  'SIG_CONSTRAINTS_FAILURE',
];

/** A signature that only the operator may make: valid, timestamped, and by a key that speaks for its BIN. */
export function operatorSigned(
  part: string,
  check: CheckName,
  judged: JudgedSignature,
  bin: string,
): CheckResult[] {
  const { signers, subIndication, reason } = judged;
  const strangers = signers.filter(
    (signer) => signer.bin !== bin || !operatorRoles.some((role) => signer.roles.includes(role)),
  );
  if (signers.length === 0 || strangers.length > 0) {
    const names = strangers.map(
      ({ commonName, bin: theirs, roles }) => `${commonName} (${theirs ?? 'no BIN'}, ${roles.join()})`,
    );
    return [
      failed(part, check, `not signed for the operator BIN ${bin}, but by ${names.join('; ') || 'nobody'}`),
    ];
  }
  if (notTrusted.includes(subIndication ?? '')) return [failed(part, check, `${subIndication}: ${reason}`)];
  if (judged.indication === 'TOTAL-PASSED' && !judged.timestamped) {
    return [
      {
        part,
        check,
        status: 'indeterminate',
        message: 'nothing proves when it was signed: no valid timestamp',
      },
    ];
  }
  return [judgement(part, check, judged)];
}

/** The judge's indication as a check. */
export function judgement(
  part: string,
  check: CheckName,
  { indication, subIndication, reason, signers }: JudgedSignature,
): CheckResult {
  const who = signers.map(({ commonName, organization }) => organization ?? commonName).join(', ');
  const message = `${[indication, subIndication].filter(Boolean).join('/')}: ${reason}${who ? `; signed by ${who}` : ''}`;
  if (indication === 'TOTAL-PASSED') return passed(part, check, message);
  return { part, check, status: indication === 'TOTAL-FAILED' ? 'failed' : 'indeterminate', message };
}

function operatorIsKnown(bin: string, operators: readonly string[]): CheckResult {
  const check = 'operator-is-known';
  if (operators.length === 0) {
    const message = `the bundle speaks for BIN ${bin}: name the operator that you trust with --operator`;
    return { part: manifestSignaturePath, check, status: 'indeterminate', message };
  }
  return operators.includes(bin)
    ? passed(manifestSignaturePath, check, `BIN ${bin} is the operator that you trust`)
    : failed(
        manifestSignaturePath,
        check,
        `BIN ${bin} is not the operator that you trust (${operators.join(', ')})`,
      );
}
