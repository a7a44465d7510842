import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { kazakhstan } from '@edo/calendar';
import { disputeFacts, type disputes, documents, Refusal } from '@edo/contracts';
import { commitTo, SALT_BYTES } from '@edo/journal';
import type { DueWork, Handlers, Request } from '@edo/kit';
import { type Dispute, isParty } from './domain/dispute.ts';
import { termsOfNotice } from './domain/terms.ts';
import { viewOf } from './domain/view.ts';
import type { Deps } from './examining.ts';

export const disputesService = (deps: Deps, examining: DueWork): Handlers<typeof disputes> => ({
  open: (request) => openDispute(request, deps, examining),

  async view({ params, actor }) {
    const dispute = await deps.store.get(params.disputeId);
    if (!isParty(dispute, actor.clientId))
      throw new Refusal('NOT_FOUND', `there is no dispute ${params.disputeId}`, {
        disputeId: params.disputeId,
      });
    return viewOf(dispute);
  },

  async list({ params, actor }) {
    const found = await deps.store.ofClient(actor.clientId, params.after, params.limit + 1);
    const shown = found.slice(0, params.limit);
    return { items: shown.map(viewOf), next: found.length > params.limit ? shown.at(-1)!.disputeId : null };
  },
});

/** A client's notice (9.3, 9.5, 9.6): the terms start to run, the platform examines by itself. */
async function openDispute(
  request: Request<typeof disputes.actions.open>,
  { store, transaction, facts, clock }: Deps,
  examining: DueWork,
) {
  const { params, actor, ask } = request;
  const document = await ask(documents.actions.view, { documentId: params.documentId });
  if (!document.registration?.registeredAt)
    throw new Refusal('STEP_FORBIDDEN', 'a document that is not registered cannot be disputed', {
      status: document.status,
    });
  const at = clock.now();
  const terms = termsOfNotice(params.discoveredOn, at, kazakhstan);
  const { documentId, kind, substance, circumstances, discoveredOn, contacts } = params;
  const notice = { substance, circumstances, discoveredOn, contacts };
  const salt = randomBytes(SALT_BYTES);
  const otherClientId =
    document.senderClientId === actor.clientId ? document.receiverClientId : document.senderClientId;
  const dispute: Dispute = {
    disputeId: randomUUIDv7(),
    version: 1,
    kind,
    status: 'opened',
    documentId,
    openedByClientId: actor.clientId,
    otherClientId,
    notice,
    noticeSalt: salt.toString('base64'),
    noticeOnTime: terms.noticeOnTime,
    deadlines: [terms.notice, terms.answer],
    conclusion: null,
    openedAt: at,
  };
  const { disputeId, openedByClientId } = dispute;
  const answerDueAt = new Date(terms.answer.due.instant).toISOString();
  const data = {
    disputeId,
    documentId,
    kind,
    openedByClientId,
    otherClientId,
    noticeCommitment: commitTo(notice, salt),
    answerDueAt,
    at,
  };
  const view = await transaction(async () => {
    await facts.record(disputeFacts.opened, {
      aggregateId: disputeId,
      version: 1,
      by: `user:${actor.userId}`,
      at,
      data,
    });
    await store.insert(dispute, at);
    return request.remember(viewOf(dispute));
  });
  void examining.advance(disputeId);
  return view;
}
