import { type Bundle, evidenceIn, type PartBytes, partOf, partsOf } from './bundle.ts';
import { judgement, operatorSigned } from './check-operator.ts';
import type { JudgedSignature, JudgeSignature } from './judge.ts';
import type { CheckResult } from './report.ts';

export type JudgedPart = { path: string; judged: JudgedSignature };

/** Judges every signature over the content again, with the evidence of the bundle alone. */
export async function checkSignatures(bundle: Bundle, judge: JudgeSignature, at: Date) {
  const content = partOf(bundle, 'content').bytes;
  const evidence = evidenceIn(bundle);
  const signatures: JudgedPart[] = [];
  for (const { path, bytes } of partsOf(bundle, 'signature')) {
    signatures.push({ path, judged: await judge({ cms: bytes, content, evidence, at }) });
  }
  const results = signatures.map(({ path, judged }) => judgement(path, 'signature-is-valid', judged));
  return { signatures, results };
}

/** The operator's signatures over the receipt and over the statement about the journal's key. */
export async function checkOperatorSignatures(
  bundle: Bundle,
  judge: JudgeSignature,
  at: Date,
): Promise<CheckResult[]> {
  const evidence = evidenceIn(bundle);
  const ofOperator = async (
    check: 'receipt-is-signed' | 'journal-key-is-bound',
    over: PartBytes,
    by: PartBytes,
  ) => {
    const judged = await judge({ cms: by.bytes, content: over.bytes, evidence, at });
    return operatorSigned(by.path, check, judged, bundle.manifest.operator.bin);
  };
  return [
    ...(await ofOperator(
      'journal-key-is-bound',
      partOf(bundle, 'journal-key'),
      partOf(bundle, 'journal-key-signature'),
    )),
    ...(await ofOperator(
      'receipt-is-signed',
      partOf(bundle, 'receipt'),
      partOf(bundle, 'receipt-signature'),
    )),
  ];
}
