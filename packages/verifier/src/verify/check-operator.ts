import type { Manifest } from '../format/manifest.ts';
import { manifestPath, manifestSignaturePath } from '../format/paths.ts';
import { manifestEvidence } from './bundle.ts';
import type { JudgedSignature, JudgeSignature } from './judge.ts';
import { type CheckName, type CheckResult, failed, passed } from './report.ts';

/**
 * The manifest is signed by the operator. Whose key counts comes from outside: the trust behind `judge` says which
 * certificates are real, `operators` (BINs) says which company may speak for the platform.
 */
export async function checkManifestSignature(
  files: ReadonlyMap<string, Uint8Array>,
  { operator }: Manifest,
  { judge, operators, at }: { judge: JudgeSignature; operators: readonly string[]; at: Date },
): Promise<CheckResult[]> {
  const [content, cms] = [files.get(manifestPath)!, files.get(manifestSignaturePath)];
  if (!cms) return [failed(manifestSignaturePath, 'manifest-is-signed', 'missing from the bundle')];
  const judged = await judge({ cms, content, evidence: manifestEvidence(files), at });
  return [
    ...operatorSigned(manifestSignaturePath, 'manifest-is-signed', judged, operator.bin),
    operatorIsKnown(operator.bin, operators),
  ];
}

/** A signature that only the operator may make: valid, and every signer's certificate names the operator's BIN. */
export function operatorSigned(
  part: string,
  check: CheckName,
  judged: JudgedSignature,
  bin: string,
): CheckResult[] {
  const strangers = judged.signers.filter((signer) => signer.bin !== bin);
  if (judged.signers.length === 0 || strangers.length > 0) {
    const names = strangers.map((signer) => `${signer.commonName} (BIN ${signer.bin ?? 'none'})`).join(', ');
    return [failed(part, check, `not signed by the operator BIN ${bin}, but by ${names || 'nobody'}`)];
  }
  return [judgement(part, check, judged)];
}

/** The judge's indication as a check. */
export function judgement(
  part: string,
  check: CheckName,
  { indication, reason, signers }: JudgedSignature,
): CheckResult {
  const who = signers.map(({ commonName, organization }) => organization ?? commonName).join(', ');
  const message = `${indication}: ${reason}${who ? `; signed by ${who}` : ''}`;
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
