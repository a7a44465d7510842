import { z } from 'zod';
import { BundlePart } from './archive.ts';
import { contract, fact } from './contract.ts';
import { EvidenceRef, SignatureVerdict, Verdict } from './signature.ts';
import { Base64, Day, Id, Instant, ObjectRef, PageParams, page, Sha256, text } from './vocabulary.ts';

/** Kinds of documents (2.4). */
export const DocumentKind = z.enum([
  'invoice',
  'completed-work-act',
  'reconciliation-act',
  'waybill',
  'contract',
  'agreement',
  'official-letter',
  'other',
]);
export type DocumentKind = z.infer<typeof DocumentKind>;

/** The life of a document until it is received (5.2.3, 5.2.4, 5.3.6). */
export const DocumentStatus = z.enum([
  'created',
  'signed',
  'verifying',
  'registering',
  'registered',
  'received',
  'refused',
]);
export type DocumentStatus = z.infer<typeof DocumentStatus>;

/** A dated verdict as the document keeps it; the whole report is a stored object. */
const KeptVerdict = z.strictObject({
  ...Verdict.pick({
    purpose: true,
    indication: true,
    subIndication: true,
    reason: true,
    validatedAt: true,
    tool: true,
    reportObjectId: true,
    evidence: true,
  }).shape,
});

const SignatureView = z.strictObject({
  signatureId: Id,
  role: z.enum(['sender', 'receiver']),
  clientId: Id,
  userId: Id,
  signer: SignatureVerdict.shape.signer,
  algorithm: z.string(),
  cms: ObjectRef,
  signedAt: Instant,
  verdicts: z.array(KeptVerdict),
});

/** Registration in the journal (5.2.3.3): the number in the sender's and receiver's registers, the index in the journal. */
const Registration = z.strictObject({
  outgoingNumber: z.string(),
  incomingNumber: z.string(),
  factId: Id,
  decidedAt: Instant,
  journalIndex: z.int().nonnegative().nullable(),
  registeredAt: Instant.nullable(),
});

export const DocumentView = z.strictObject({
  documentId: Id,
  version: z.int().positive(),
  kind: DocumentKind,
  title: z.string(),
  number: z.string().nullable(),
  date: Day,
  status: DocumentStatus,
  senderClientId: Id,
  receiverClientId: Id,
  content: ObjectRef.extend({ fileName: z.string(), mediaType: z.string() }),
  signatures: z.array(SignatureView),
  registration: Registration.nullable(),
  receipt: z
    .strictObject({ object: ObjectRef, cmsObjectId: Id, evidence: z.array(EvidenceRef), at: Instant })
    .nullable(),
  refusal: z.strictObject({ code: z.string(), message: z.string(), at: Instant }).nullable(),
  /** What is being waited for while the document is `verifying`. */
  waiting: z.strictObject({ reason: z.string(), since: Instant, nextTryAt: Instant }).nullable(),
  createdAt: Instant,
});
export type DocumentView = z.infer<typeof DocumentView>;

const ById = z.strictObject({ documentId: Id });

/** Documents, their signatures, exchange, registers and receipts (5.2, 5.3). */
export const documents = contract('documents', {
  create: {
    summary: 'Create a document from an uploaded file and name its receiver (5.3.1, 8.3)',
    access: 'user',
    rest: 'POST /v1/documents',
    status: 201,
    params: z.strictObject({
      kind: DocumentKind,
      title: text(300),
      number: text(80).nullable().default(null),
      date: Day,
      receiverClientId: Id,
      contentObjectId: Id,
      fileName: text(200),
    }),
    result: DocumentView,
  },
  sign: {
    timeoutMillis: 50_000,
    summary:
      'Add a signature made with ЭЦП НУЦ РК: by the sender before sending, by the receiver after receipt (5.3.1)',
    access: 'user',
    rest: 'POST /v1/documents/:documentId/signatures',
    status: 201,
    params: ById.extend({ cmsObjectId: Id }),
    result: DocumentView,
  },
  send: {
    timeoutMillis: 30_000,
    summary:
      'Send: the platform verifies, registers in the journal and delivers; the answer may come before the end (5.2.3, 5.2.4)',
    access: 'user',
    rest: 'POST /v1/documents/:documentId/send',
    status: 202,
    params: ById,
    result: DocumentView,
  },
  view: {
    summary: 'A document with its signatures, dated verdicts, registration and receipt',
    access: 'user',
    rest: 'GET /v1/documents/:documentId',
    params: ById,
    result: DocumentView,
  },
  bundle: {
    timeoutMillis: 70_000,
    summary:
      'Make the proof of a document that anyone can verify offline (5.3.12, 5.3.17); download it as an object',
    access: 'user',
    rest: 'POST /v1/documents/:documentId/bundle',
    status: 201,
    params: ById,
    result: z.strictObject({ object: ObjectRef }),
  },
  register: {
    summary:
      'The journal of outgoing or incoming documents of the client: gapless numbers per year (5.3.7, 5.3.8)',
    access: 'user',
    rest: 'GET /v1/registers/:direction',
    params: z.strictObject({ direction: z.enum(['outgoing', 'incoming']), ...PageParams }),
    result: page(
      z.strictObject({
        number: z.string(),
        documentId: Id,
        kind: DocumentKind,
        title: z.string(),
        counterpartyClientId: Id,
        registeredAt: Instant,
      }),
    ),
  },
  mayRead: {
    summary:
      'Whether a client is a party to whom this object belongs; the gateway asks before it streams an object out',
    access: 'services',
    params: z.strictObject({ objectId: Id, clientId: Id }),
    result: z.strictObject({
      allowed: z.boolean(),
      fileName: z.string().nullable(),
      mediaType: z.string().nullable(),
    }),
  },
  evidence: {
    summary: 'All that proves a document: its parts and facts, and what to verify again',
    access: 'services',
    params: ById,
    result: z.strictObject({
      document: DocumentView,
      parts: z.array(BundlePart),
      factIds: z.array(Id),
    }),
  },
});

const DocumentId = { documentId: Id };
export const documentFacts = {
  created: fact(
    'document',
    'created',
    1,
    z.strictObject({
      ...DocumentId,
      kind: DocumentKind,
      senderClientId: Id,
      receiverClientId: Id,
      contentSha256: Sha256,
      detailsCommitment: Sha256,
      at: Instant,
    }),
  ),
  signed: fact(
    'document',
    'signed',
    1,
    z.strictObject({
      ...DocumentId,
      signatureId: Id,
      role: z.enum(['sender', 'receiver']),
      clientId: Id,
      cmsSha256: Sha256,
      fingerprint: Sha256,
      indication: z.string(),
      reportSha256: Sha256,
      at: Instant,
    }),
  ),
  sent: fact(
    'document',
    'sent',
    1,
    z.strictObject({ ...DocumentId, senderClientId: Id, receiverClientId: Id, at: Instant }),
  ),
  registered: fact(
    'document',
    'registered',
    1,
    z.strictObject({
      ...DocumentId,
      kind: DocumentKind,
      senderClientId: Id,
      receiverClientId: Id,
      contentSha256: Sha256,
      outgoingNumber: z.string(),
      incomingNumber: z.string(),
      signatures: z.array(z.strictObject({ cmsSha256: Sha256, reportSha256: Sha256, authorityId: Id })),
      at: Instant,
    }),
  ),
  received: fact(
    'document',
    'received',
    1,
    z.strictObject({
      ...DocumentId,
      senderClientId: Id,
      receiverClientId: Id,
      receiptSha256: Sha256,
      receiptCmsSha256: Sha256,
      registeredIndex: z.int().nonnegative(),
      at: Instant,
    }),
  ),
  refused: fact(
    'document',
    'refused',
    1,
    z.strictObject({
      ...DocumentId,
      senderClientId: Id,
      receiverClientId: Id,
      code: z.string(),
      at: Instant,
    }),
  ),
};
/** Where the receipt pins the journal: put before the sender, signed by the operator (5.2.4). */
export const Receipt = z.strictObject({
  format: z.literal('edo-receipt/1'),
  documentId: Id,
  contentSha256: Sha256,
  outgoingNumber: z.string(),
  incomingNumber: z.string(),
  registeredFactId: Id,
  journalIndex: z.int().nonnegative(),
  registeredAt: Instant,
  checkpoint: z.string(),
  inclusionProof: z.array(Base64),
  at: Instant,
});
export type Receipt = z.infer<typeof Receipt>;
