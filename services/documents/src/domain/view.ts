import type { DocumentView } from '@edo/contracts';
import type { Document } from './document.ts';

/** A document as its parties see it. */
export function viewOf(document: Document): DocumentView {
  const { detailsSalt: _salt, factIds: _facts, refusal, waiting, signatures, receipt, ...shown } = document;
  return {
    ...shown,
    signatures: signatures.map(({ authorityId: _authority, verdicts, ...signature }) => ({
      ...signature,
      verdicts: verdicts.map((verdict) => ({ ...verdict, evidence: [...verdict.evidence] })),
    })),
    receipt: receipt && { ...receipt, evidence: [...receipt.evidence] },
    refusal: refusal && { code: refusal.code, message: refusal.message, at: refusal.at },
    waiting: waiting && { reason: waiting.reason, since: waiting.since, nextTryAt: waiting.nextTryAt },
  };
}
