import { randomBytes, randomUUIDv7 } from 'node:crypto';
import {
  archive,
  documentFacts,
  type documents,
  identity,
  type ObjectRef,
  objects,
  Refusal,
  signature,
} from '@edo/contracts';
import { commitTo, SALT_BYTES } from '@edo/journal';
import type { Ask, DueWork, Request } from '@edo/kit';
import { fileTypeFromBuffer } from 'file-type';
import { admitSignature } from './domain/admission.ts';
import {
  addSignature,
  type Document,
  refuseUnlessMaySign,
  type Signature,
  send,
  sideOf,
} from './domain/document.ts';
import { partsOf } from './domain/parts.ts';
import { viewOf } from './domain/view.ts';
import type { Deps } from './processing.ts';
import {
  holderOf,
  keepObjects,
  keptVerdict,
  mayDo,
  objectIdsOfVerdicts,
  reportDigest,
} from './verification.ts';

type Actions = typeof documents.actions;
/** Formats that a document may have, told by content and never by name (2.28, 2.29). */
const ACCEPTED_MEDIA_TYPES = ['application/pdf', 'image/jpeg', 'image/png'];
const HEAD_BYTES = 4100;

export async function createDocument(
  request: Request<Actions['create']>,
  { transaction, recorder, objects: store, clock }: Deps,
) {
  const { params, actor, ask } = request;
  const { kind, title, number, date, receiverClientId, contentObjectId, fileName } = params;
  if (receiverClientId === actor.clientId)
    throw new Refusal('STEP_FORBIDDEN', 'a document is sent to another client, not to oneself', {
      receiverClientId,
    });
  const { objectId, size, sha256 } = await ownObject(contentObjectId, actor.clientId, ask);
  const mediaType = mediaTypeOf(
    await fileTypeFromBuffer(await head(await store.get(objectId))),
    contentObjectId,
  );
  await ask(identity.actions.contacts, { clientId: receiverClientId });
  const at = clock.now();
  const detailsSalt = randomBytes(SALT_BYTES).toString('base64');
  const document: Document = {
    documentId: randomUUIDv7(),
    version: 1,
    kind,
    title,
    number,
    date,
    status: 'created',
    senderClientId: actor.clientId,
    receiverClientId,
    content: { objectId, size, sha256, fileName, mediaType },
    detailsSalt,
    signatures: [],
    registration: null,
    receipt: null,
    refusal: null,
    waiting: null,
    factIds: [],
    createdAt: at,
  };
  const details = commitTo({ title, number, date, fileName }, Buffer.from(detailsSalt, 'base64'));
  const data = {
    documentId: document.documentId,
    kind,
    senderClientId: actor.clientId,
    receiverClientId,
    contentSha256: sha256,
    detailsCommitment: details,
    at,
  };
  return transaction(async () => {
    const kept = await recorder.insert(document, documentFacts.created, data, `user:${actor.userId}`, at);
    return request.remember(viewOf(kept));
  });
}

function mediaTypeOf(found: { mime: string } | undefined, objectId: string): string {
  if (found && ACCEPTED_MEDIA_TYPES.includes(found.mime)) return found.mime;
  throw new Refusal(
    'FORMAT_NOT_ACCEPTED',
    `the content is ${found?.mime ?? 'of no known format'}; accepted are ${ACCEPTED_MEDIA_TYPES.join(', ')}`,
    { objectId, accepted: ACCEPTED_MEDIA_TYPES },
  );
}

async function head(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    parts.push(part);
    size += part.length;
    if (size >= HEAD_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, HEAD_BYTES);
}

/** An object that the client itself holds: naming another's would make it a holder of what it never had. */
async function ownObject(objectId: string, clientId: string, ask: Ask): Promise<ObjectRef> {
  const { holders, size, sha256 } = await ask(objects.actions.describe, { objectId });
  if (holders.some(({ holder }) => holder === holderOf(clientId))) return { objectId, size, sha256 };
  throw new Refusal('NOT_FOUND', `there is no object ${objectId}`, { objectId });
}

/** Signing by the sender, or counter-signing by the receiver (5.3.1). */
export async function signDocument(request: Request<Actions['sign']>, deps: Deps) {
  const { params, actor, ask } = request;
  const { transaction, recorder, clock } = deps;
  const { document, side } = await ownDocument(params.documentId, actor.clientId, deps);
  refuseUnlessMaySign(document, side);
  const cms = await ownObject(params.cmsObjectId, actor.clientId, ask);
  const verdict = await ask(signature.actions.validate, {
    cmsObjectId: params.cmsObjectId,
    contentObjectId: document.content.objectId,
    purpose: 'signing',
  });
  const judged = admitSignature(verdict, side);
  const at = clock.now();
  const decision = await mayDo(
    ask,
    document,
    actor.clientId,
    judged.signer,
    side === 'sender' ? 'sign' : 'countersign',
    at,
  );
  if (!decision.allowed)
    throw new Refusal('AUTHORITY_MISSING', `the signer may not sign this document: ${decision.reason}`, {
      reason: decision.reason,
    });
  const added: Signature = {
    signatureId: randomUUIDv7(),
    role: side,
    clientId: actor.clientId,
    userId: decision.userId!,
    authorityId: decision.authorityId!,
    signer: judged.signer,
    algorithm: judged.algorithm,
    cms: { objectId: cms.objectId, size: cms.size, sha256: cms.sha256 },
    signedAt: judged.bestSignatureTime,
    verdicts: [keptVerdict(verdict)],
  };
  const holders = side === 'sender' ? [actor.clientId] : [document.senderClientId, document.receiverClientId];
  await keepObjects(ask, holders.map(holderOf), [cms.objectId, ...objectIdsOfVerdicts([verdict])]);
  const report = await reportDigest(verdict.reportObjectId, deps.objects);
  const data = {
    documentId: document.documentId,
    signatureId: added.signatureId,
    role: side,
    clientId: actor.clientId,
    cmsSha256: cms.sha256,
    fingerprint: judged.signer!.fingerprint,
    indication: verdict.indication,
    reportSha256: report,
    at,
  };
  const signed = addSignature(document, added);
  return transaction(async () => {
    await deps.store.claimSignature(cms.sha256, document.documentId);
    const kept = await recorder.save(signed, documentFacts.signed, data, `user:${actor.userId}`, at);
    return request.remember(viewOf(kept));
  });
}

/** Sending: the platform goes on by itself; the answer waits a moment so that most callers see the end at once (5.2.3, 5.2.4). */
export async function sendDocument(
  request: Request<Actions['send']>,
  deps: Deps,
  processing: DueWork,
  limits: { waitMillis: number; maxOutboxAgeMillis: number },
) {
  const { params, actor } = request;
  const { transaction, recorder, facts, clock } = deps;
  const { document, side } = await ownDocument(params.documentId, actor.clientId, deps);
  if (side !== 'sender')
    throw new Refusal('NOT_ALLOWED', 'only the sender sends a document', { documentId: document.documentId });
  if ((await facts.oldestOpenAge(clock.millis())) > limits.maxOutboxAgeMillis)
    throw new Refusal('JOURNAL_BEHIND', 'the journal is behind; send again in a few minutes', {});
  const at = clock.now();
  const { documentId, senderClientId, receiverClientId } = document;
  await transaction(async () => {
    const sent = await recorder.save(
      send(document),
      documentFacts.sent,
      { documentId, senderClientId, receiverClientId, at },
      `user:${actor.userId}`,
      at,
    );
    return request.remember(viewOf(sent));
  });
  return viewOf(await afterAWhile(documentId, deps, processing, limits.waitMillis));
}

const ENDED = new Set<Document['status']>(['received', 'refused']);

async function afterAWhile(
  documentId: string,
  { store }: Deps,
  processing: DueWork,
  waitMillis: number,
): Promise<Document> {
  const until = Date.now() + waitMillis;
  for (;;) {
    const document = await store.get(documentId);
    if (document.status !== 'registering') void processing.advance(documentId);
    if (ENDED.has(document.status) || document.waiting || Date.now() >= until) return document;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The proof of a document that anyone verifies offline (5.3.12, 5.3.17). */
export async function bundleDocument(request: Request<Actions['bundle']>, deps: Deps) {
  const { document } = await ownDocument(request.params.documentId, request.actor.clientId, deps);
  if (!document.receipt)
    throw new Refusal('STEP_FORBIDDEN', 'a document has its proof when it is received', {
      status: document.status,
    });
  const { object } = await deps.ask(archive.actions.bundle, {
    documentId: document.documentId,
    parts: partsOf(document),
    factIds: [...document.factIds],
    about: aboutOf(document),
  });
  await deps.ask(objects.actions.keep, {
    objectIds: [object.objectId],
    holders: [holderOf(request.actor.clientId)],
  });
  return request.remember({ object });
}

function aboutOf(document: Document): Record<string, unknown> {
  const { kind, title, number, date, senderClientId, receiverClientId, registration, signatures } = document;
  return {
    kind,
    title,
    number,
    date,
    senderClientId,
    receiverClientId,
    registration,
    signatures: signatures.map(({ role, clientId, signer, signedAt, cms }) => ({
      role,
      clientId,
      signer,
      signedAt,
      cmsSha256: cms.sha256,
    })),
  };
}

/** The document of one of its parties; anyone else learns only that there is none. */
export async function ownDocument(documentId: string, clientId: string, { store }: Pick<Deps, 'store'>) {
  const document = await store.get(documentId);
  const side = sideOf(document, clientId);
  if (!side) throw new Refusal('NOT_FOUND', `there is no document ${documentId}`, { documentId });
  return { document, side };
}
