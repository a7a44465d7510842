import { documentFacts, journal, Receipt, Refusal, signature } from '@edo/contracts';
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
import { nextTry, type Outcome, outcomeOfAll } from './domain/admission.ts';
import { type Document, receive, record, refuse, register, wait } from './domain/document.ts';
import { registerNumber, registerYear } from './domain/numbers.ts';
import { objectIdsOf } from './domain/parts.ts';
import type { Recorder } from './recorder.ts';
import type { DocumentStore } from './store.ts';
import {
  holderOf,
  type Judged,
  judgeAtReceipt,
  keepObjects,
  keptVerdict,
  objectIdsOfVerdicts,
  reportDigest,
} from './verification.ts';

export interface Deps {
  readonly store: DocumentStore;
  readonly recorder: Recorder;
  readonly transaction: Transaction;
  readonly facts: Facts;
  readonly ask: Ask;
  readonly objects: ObjectClient;
  readonly clock: Clock;
  readonly log: Log;
}

const BY = 'service:documents';
/** Takes documents further that wait for the platform itself. */
export const processingOf = (deps: Deps): DueWork =>
  dueWork({
    name: 'document',
    claim: (documentId) => deps.store.claim(deps.clock.millis(), documentId),
    step: (document) => goOn(document, deps),
    log: deps.log,
  });

async function goOn(document: Document, deps: Deps): Promise<void> {
  if (document.status === 'verifying') return verifyAtReceipt(document, deps);
  if (document.status === 'registered') return giveReceipt(document, deps);
}

/** Format was checked at creation; here the signatures and the authority of the signers decide (5.3.5, 5.3.6). */
async function verifyAtReceipt(document: Document, deps: Deps): Promise<void> {
  const at = deps.clock.now();
  const judged = await judgeAtReceipt(document, deps.ask, at).catch((error) => unanswered(error));
  const outcome =
    judged === null
      ? ({ act: 'wait', reason: 'SERVICE_UNAVAILABLE' } as const)
      : outcomeWithAuthority(judged);
  if (outcome.act === 'wait') return waitOrRefuse(document, outcome.reason, deps);
  if (outcome.act === 'refuse') return refuseDocument(document, outcome, deps);
  return registerDocument(document, judged!, deps);
}

/** One of our own services that does not answer is waited for like an authority; any other refusal is a defect and is repeated. */
function unanswered(error: unknown): null {
  if (error instanceof Refusal && error.code === 'SERVICE_UNAVAILABLE') return null;
  throw error;
}

function outcomeWithAuthority(judged: readonly Judged[]): Outcome {
  const outcome = outcomeOfAll(judged.map(({ verdict }) => verdict));
  if (outcome.act !== 'register') return outcome;
  const without = judged.find(({ decision }) => !decision?.allowed);
  if (!without) return outcome;
  const reason = without.decision?.reason ?? 'unknown';
  return {
    act: 'refuse',
    code: 'AUTHORITY_MISSING',
    message: `the signer may not sign this document: ${reason}`,
    mayBeSentAgain: false,
  };
}

async function waitOrRefuse(document: Document, reason: string, deps: Deps): Promise<void> {
  const now = deps.clock.millis();
  const since = document.waiting?.since ?? new Date(now).toISOString();
  const tries = document.waiting?.tries ?? 0;
  const next = nextTry(Date.parse(since), tries, now);
  if (next === null)
    return refuseDocument(
      document,
      {
        act: 'refuse',
        code: 'AUTHORITY_UNAVAILABLE',
        message: `no answer within 72 hours: ${reason}`,
        mayBeSentAgain: true,
      },
      deps,
    );
  const waiting = { reason, since, nextTryAt: new Date(next).toISOString(), tries: tries + 1 };
  await deps.store.save(wait(document, waiting), deps.clock.now());
}

async function refuseDocument(
  document: Document,
  { code, message, mayBeSentAgain }: Extract<Outcome, { act: 'refuse' }>,
  { transaction, recorder, clock }: Deps,
): Promise<void> {
  const at = clock.now();
  const { documentId, senderClientId, receiverClientId } = document;
  const refused = refuse(document, { code, message, mayBeSentAgain, at });
  await transaction(() =>
    recorder.save(
      refused,
      documentFacts.refused,
      { documentId, senderClientId, receiverClientId, code, at },
      BY,
      at,
    ),
  );
}

/** Takes the next numbers of both registers and writes `document.registered` in one transaction (5.2.3.3, 5.3.7). */
async function registerDocument(document: Document, judged: readonly Judged[], deps: Deps): Promise<void> {
  const { store, transaction, facts, ask, clock } = deps;
  const judgedNow = judged.map(({ verdict }) => verdict);
  await keepObjects(ask, [holderOf(document.senderClientId)], objectIdsOfVerdicts(judgedNow));
  const reports = await Promise.all(
    judged.map(({ verdict }) => reportDigest(verdict.reportObjectId, deps.objects)),
  );
  const at = clock.now();
  const year = registerYear(at);
  const { documentId, kind, senderClientId, receiverClientId, content } = document;
  await transaction(async () => {
    refuseOldVerdicts(judgedNow, clock.millis());
    const outgoing = await store.nextCount(senderClientId, 'outgoing', year);
    const incoming = await store.nextCount(receiverClientId, 'incoming', year);
    const outgoingNumber = registerNumber('outgoing', year, outgoing);
    const incomingNumber = registerNumber('incoming', year, incoming);
    const signatures = judged.map(({ signature: { cms }, decision }, i) => ({
      cmsSha256: cms.sha256,
      reportSha256: reports[i]!,
      authorityId: decision!.authorityId!,
    }));
    const data = {
      documentId,
      kind,
      senderClientId,
      receiverClientId,
      contentSha256: content.sha256,
      outgoingNumber,
      incomingNumber,
      signatures,
      at,
    };
    const { factId } = await facts.record(documentFacts.registered, {
      aggregateId: documentId,
      version: document.version + 1,
      by: BY,
      at,
      data,
    });
    const registration = {
      outgoingNumber,
      incomingNumber,
      factId,
      decidedAt: at,
      journalIndex: null,
      registeredAt: null,
    };
    const verdicts = new Map(
      judged.map(({ signature, verdict }) => [signature.signatureId, keptVerdict(verdict)]),
    );
    const registered = register(document, registration, verdicts);
    await store.save({ ...registered, factIds: [...registered.factIds, factId] }, at);
    await store.addToRegister({
      clientId: senderClientId,
      direction: 'outgoing',
      year,
      count: outgoing,
      number: outgoingNumber,
      documentId,
      decidedAt: at,
    });
    await store.addToRegister({
      clientId: receiverClientId,
      direction: 'incoming',
      year,
      count: incoming,
      number: incomingNumber,
      documentId,
      decidedAt: at,
    });
  });
}

/** The answers of НУЦ РК that a registration rests on are no older than this (5.2.3.2). */
const MOST_VERDICT_AGE_MILLIS = 5 * 60_000;

/** A process may have been stopped between the verdict and the registration: then it is verified again. */
function refuseOldVerdicts(verdicts: readonly { validatedAt: string }[], now: number): void {
  const oldest = Math.min(...verdicts.map(({ validatedAt }) => Date.parse(validatedAt)));
  if (now - oldest > MOST_VERDICT_AGE_MILLIS)
    throw new Refusal('CHANGED_MEANWHILE', 'the verdicts are too old to register by; verified again', {});
}

/** The effect of `document.registered` once it stands in the journal; inside the consumer's transaction. */
export async function markRegistered(
  documentId: string,
  index: number,
  registeredAt: string,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<void> {
  const document = await store.get(documentId);
  if (document.status !== 'registering') return;
  await store.save(record(document, index, registeredAt), clock.now());
}

/** Signs the receipt with the operator's key, its checkpoint and proof inside, and puts it before the sender (5.2.4). */
async function giveReceipt(document: Document, deps: Deps): Promise<void> {
  const { ask, objects, transaction, recorder, clock } = deps;
  const { registration, documentId, senderClientId, receiverClientId } = document;
  const { entry, proof, checkpoint } = await ask(journal.actions.proof, { factId: registration!.factId });
  const receipt = Receipt.parse({
    format: 'edo-receipt/1',
    documentId,
    contentSha256: document.content.sha256,
    outgoingNumber: registration!.outgoingNumber,
    incomingNumber: registration!.incomingNumber,
    registeredFactId: registration!.factId,
    journalIndex: entry.index,
    registeredAt: entry.recordedAt,
    checkpoint: checkpoint.note,
    inclusionProof: proof,
    at: clock.now(),
  });
  const object = await objects.put(canonicalJson(receipt), {
    mediaType: 'application/json',
  });
  const signed = await ask(signature.actions.signAsOperator, { objectId: object.objectId, why: 'receipt' });
  const parties = [holderOf(senderClientId), holderOf(receiverClientId)];
  const ofReceipt = [object.objectId, signed.cmsObjectId, ...signed.evidence.map(({ objectId }) => objectId)];
  await keepObjects(ask, parties, [...objectIdsOf(document), ...ofReceipt]);
  const at = clock.now();
  const received = receive(document, {
    object,
    cmsObjectId: signed.cmsObjectId,
    evidence: signed.evidence,
    at,
  });
  const data = {
    documentId,
    senderClientId,
    receiverClientId,
    receiptSha256: object.sha256,
    receiptCmsSha256: signed.sha256,
    registeredIndex: entry.index,
    at,
  };
  await transaction(() => recorder.save(received, documentFacts.received, data, BY, at));
}
