import { createHash } from 'node:crypto';
import {
  identity,
  objects,
  type Result,
  type SignatureVerdict,
  signature,
  type Verdict,
} from '@edo/contracts';
import type { Ask, ObjectClient } from '@edo/kit';
import type { Document, KeptVerdict, Signature } from './domain/document.ts';

/** What `signature` and `identity` say of one signature at receipt. */
export interface Judged {
  readonly signature: Signature;
  readonly verdict: Verdict;
  readonly decision: Result<typeof identity.actions.decide> | null;
}

/** Judges every signature of the sender at the time of receipt (5.2.3.2) and asks whether its holder may sign this, now (4.2–4.10). */
export async function judgeAtReceipt(document: Document, ask: Ask, at: string): Promise<Judged[]> {
  const bySender = document.signatures.filter(({ role }) => role === 'sender');
  return Promise.all(
    bySender.map(async (signed) => {
      const verdict = await ask(signature.actions.validate, {
        cmsObjectId: signed.cms.objectId,
        contentObjectId: document.content.objectId,
        purpose: 'receipt',
      });
      const passed = verdict.indication === 'TOTAL-PASSED';
      const decision = passed
        ? await mayDo(ask, document, signed.clientId, verdict.signatures[0]?.signer ?? null, 'sign', at)
        : null;
      return { signature: signed, verdict, decision };
    }),
  );
}

export async function mayDo(
  ask: Ask,
  document: Document,
  clientId: string,
  signer: SignatureVerdict['signer'],
  act: 'sign' | 'countersign',
  at: string,
) {
  if (!signer) return { allowed: false, reason: 'SIGNER_UNKNOWN', userId: null, authorityId: null };
  return ask(identity.actions.decide, {
    clientId,
    fingerprint: signer.fingerprint,
    act,
    documentKind: document.kind,
    at,
  });
}

export const keptVerdict = ({ signatures: _checks, ...kept }: Verdict): KeptVerdict => kept;

/** A party as a holder of objects. */
export const holderOf = (clientId: string): string => `client:${clientId}`;

/** Everything that verdicts rest on. */
export const objectIdsOfVerdicts = (verdicts: readonly Verdict[]): string[] =>
  verdicts.flatMap(({ reportObjectId, evidence }) => [
    reportObjectId,
    ...evidence.map(({ objectId }) => objectId),
  ]);

/** Largest validation report that is read. */
const MOST_REPORT_BYTES = 5_000_000;

/** SHA-256 of a stored validation report, as facts name it. */
export async function reportDigest(objectId: string, store: Pick<ObjectClient, 'bytes'>): Promise<string> {
  return createHash('sha256')
    .update(await store.bytes(objectId, MOST_REPORT_BYTES))
    .digest('hex');
}

/** As many as one act of keeping takes. */
const AT_ONCE = 80;

/** Names holders of objects (5.3.11, 5.3.12): whoever signs, of what the signature rests on; both parties once it is registered. */
export async function keepObjects(
  ask: Ask,
  holders: readonly string[],
  objectIds: readonly string[],
): Promise<void> {
  const each = [...new Set(objectIds)];
  for (let i = 0; i < each.length; i += AT_ONCE)
    await ask(objects.actions.keep, { objectIds: each.slice(i, i + AT_ONCE), holders: [...holders] });
}
