import { disputeFacts, documents, objects as objectActions, Refusal, signature } from '@edo/contracts';
import { canonicalJson } from '@edo/journal';
import {
  type Ask,
  type Clock,
  type DueWork,
  dueWork,
  type Facts,
  type Log,
  type ObjectClient,
  type Transaction,
} from '@edo/kit';
import { type Dispute, examined } from './domain/dispute.ts';
import { awaitsAuthority, examine } from './domain/examination.ts';
import { gather } from './gathering.ts';
import type { DisputeStore } from './store.ts';

export interface Deps {
  readonly store: DisputeStore;
  readonly transaction: Transaction;
  readonly facts: Facts;
  readonly ask: Ask;
  readonly objects: ObjectClient;
  readonly clock: Clock;
  readonly log: Log;
}

const BY = 'service:disputes';

/** The platform's own examination of each dispute. */
export const examiningOf = (deps: Deps): DueWork =>
  dueWork({
    name: 'dispute',
    claim: (disputeId) => deps.store.claim(deps.clock.millis(), disputeId),
    step: (dispute) => conclude(dispute, deps),
    log: deps.log,
  });

/** Hold first, so that nothing can be destroyed meanwhile; then look again at everything; then say it, signed by the operator (9.7). */
async function conclude(dispute: Dispute, deps: Deps): Promise<void> {
  const { ask, objects, transaction, facts, store, clock } = deps;
  const { disputeId, documentId, kind, openedByClientId, otherClientId } = dispute;
  const evidence = await ask(documents.actions.evidence, { documentId });
  const objectIds = [...new Set(evidence.parts.map(({ objectId }) => objectId))];
  const { holdId } = await ask(objectActions.actions.hold, {
    objectIds,
    reference: `dispute:${disputeId}`,
    reason: `conflict ${kind} about document ${documentId}`,
  });
  const gathered = await gather(evidence, ask, objects);
  if (awaitsAuthority(gathered))
    throw new Refusal('AUTHORITY_UNAVAILABLE', 'НУЦ РК does not answer; the examination is repeated', {});
  const { holds, findings } = examine(kind, gathered);
  const at = clock.now();
  const text = {
    format: 'edo-conclusion/1',
    disputeId,
    documentId,
    kind,
    holds,
    findings: findings.map((finding) => ({ ...finding })),
    at,
  };
  const object = await objects.put(canonicalJson(text), { mediaType: 'application/json' });
  const signed = await ask(signature.actions.signAsOperator, {
    objectId: object.objectId,
    why: 'conclusion',
  });
  await keep([object.objectId, signed.cmsObjectId], dispute, ask);
  const done = examined(dispute, { object, cmsObjectId: signed.cmsObjectId, holds, findings, holdId, at });
  const data = {
    disputeId,
    documentId,
    openedByClientId,
    otherClientId,
    holds,
    conclusionSha256: object.sha256,
    holdId,
    at,
  };
  await transaction(async () => {
    await facts.record(disputeFacts.examined, {
      aggregateId: disputeId,
      version: done.version,
      by: BY,
      at,
      data,
    });
    await store.save(done, at);
  });
}

async function keep(
  objectIds: string[],
  { openedByClientId, otherClientId }: Dispute,
  ask: Ask,
): Promise<void> {
  const holders = [`client:${openedByClientId}`, `client:${otherClientId}`];
  await ask(objectActions.actions.keep, { objectIds, holders });
}
