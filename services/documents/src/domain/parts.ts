import type { BundlePart, EvidenceRef } from '@edo/contracts';
import type { Document, KeptVerdict, Signature } from './document.ts';

const EXTENSION: Record<EvidenceRef['role'], string> = {
  certificate: 'cer',
  'ocsp-response': 'ocsp',
  crl: 'crl',
  timestamp: 'tst',
};

/** By what the content is, never by the name its sender gave it. */
const CONTENT_EXTENSION: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
};

/** Everything that proves a document, and where each piece goes in its bundle (5.3.12). */
export function partsOf(document: Document): BundlePart[] {
  const extension = CONTENT_EXTENSION[document.content.mediaType] ?? 'bin';
  return [
    { role: 'content', path: `content/document.${extension}`, objectId: document.content.objectId },
    ...document.signatures.flatMap(signatureParts),
    ...receiptParts(document),
  ];
}

function signatureParts(signature: Signature, index: number): BundlePart[] {
  const folder = `signatures/${index + 1}`;
  return [
    { role: 'signature', path: `${folder}/signature.cms`, objectId: signature.cms.objectId },
    ...signature.verdicts.flatMap((verdict, i) =>
      verdictParts(`${folder}/${i + 1}-${verdict.purpose}`, verdict),
    ),
  ];
}

const verdictParts = (folder: string, verdict: KeptVerdict): BundlePart[] => [
  { role: 'verdict', path: `${folder}/verdict.json`, objectId: verdict.reportObjectId },
  ...evidenceParts(folder, verdict.evidence),
];

const evidenceParts = (folder: string, evidence: readonly EvidenceRef[]): BundlePart[] =>
  evidence.map(({ role, objectId }, i) => ({
    role,
    path: `${folder}/${role}-${i + 1}.${EXTENSION[role]}`,
    objectId,
  }));

function receiptParts({ receipt }: Document): BundlePart[] {
  if (!receipt) return [];
  return [
    { role: 'receipt', path: 'receipt/receipt.json', objectId: receipt.object.objectId },
    { role: 'receipt-signature', path: 'receipt/receipt.cms', objectId: receipt.cmsObjectId },
    ...evidenceParts('receipt', receipt.evidence),
  ];
}

/** Every object of a document, to be kept with it. */
export const objectIdsOf = (document: Document): string[] => [
  ...new Set(partsOf(document).map(({ objectId }) => objectId)),
];
