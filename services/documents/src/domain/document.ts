import {
  type DocumentKind,
  type DocumentStatus,
  type EvidenceRef,
  type ObjectRef,
  Refusal,
  type SignatureVerdict,
  type Verdict,
} from '@edo/contracts';

/** A dated verdict as the document keeps it; its checks stand in the report object. */
export type KeptVerdict = Omit<Verdict, 'signatures'>;

export interface Signature {
  readonly signatureId: string;
  readonly role: 'sender' | 'receiver';
  readonly clientId: string;
  readonly userId: string;
  readonly authorityId: string;
  readonly signer: SignatureVerdict['signer'];
  readonly algorithm: string;
  readonly cms: ObjectRef;
  readonly signedAt: string;
  readonly verdicts: readonly KeptVerdict[];
}

export interface Registration {
  readonly outgoingNumber: string;
  readonly incomingNumber: string;
  readonly factId: string;
  readonly decidedAt: string;
  readonly journalIndex: number | null;
  readonly registeredAt: string | null;
}

export interface Receipt {
  readonly object: ObjectRef;
  readonly cmsObjectId: string;
  readonly evidence: readonly EvidenceRef[];
  readonly at: string;
}

/** An authority that does not answer is waited for, with a growing pause between tries. */
export interface Waiting {
  readonly reason: string;
  readonly since: string;
  readonly nextTryAt: string;
  readonly tries: number;
}

/** An electronic document: its content, who signed it, and how far it has come on the way to its receiver. */
export interface Document {
  readonly documentId: string;
  readonly version: number;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly number: string | null;
  readonly date: string;
  readonly status: DocumentStatus;
  readonly senderClientId: string;
  readonly receiverClientId: string;
  readonly content: ObjectRef & { readonly fileName: string; readonly mediaType: string };
  /** Salt of the commitment to title, number and date in `document.created`, base64. */
  readonly detailsSalt: string;
  readonly signatures: readonly Signature[];
  readonly registration: Registration | null;
  readonly receipt: Receipt | null;
  readonly refusal: {
    readonly code: string;
    readonly message: string;
    readonly mayBeSentAgain: boolean;
    readonly at: string;
  } | null;
  readonly waiting: Waiting | null;
  /** Every fact of this document, in order. */
  readonly factIds: readonly string[];
  readonly createdAt: string;
}

export type Step = 'sign' | 'countersign' | 'send' | 'wait' | 'register' | 'refuse' | 'record' | 'receive';

/** The whole way of a document (5.2.3, 5.2.4, 5.3.1, 5.3.6). What is not listed is forbidden. */
// biome-ignore format: a table is read in columns
const route: Record<DocumentStatus, Partial<Record<Step, DocumentStatus>>> = {
  created:     { sign: 'signed' },
  signed:      { sign: 'signed', send: 'verifying' },
  verifying:   { wait: 'verifying', register: 'registering', refuse: 'refused' },
  registering: { record: 'registered' },
  registered:  { receive: 'received', countersign: 'registered' },
  received:    { countersign: 'received' },
  refused:     { send: 'verifying' },
};

/** The document after a step, one version on; refuses a step that the route does not have. */
function take(document: Document, step: Step, changes: Partial<Document> = {}): Document {
  const status = route[document.status][step];
  const id = document.documentId;
  if (!status)
    throw new Refusal('STEP_FORBIDDEN', `cannot ${step} a document that is ${document.status}`, {
      documentId: id,
      status: document.status,
      step,
    });
  return { ...document, ...changes, status, version: document.version + 1 };
}

/** More signatures of one side than this are nobody's need, and each costs questions to НУЦ РК. */
export const MAX_SIGNATURES_PER_SIDE = 8;

/** Refuses a signature of this side that could not be added, before anything is asked about it. */
export function refuseUnlessMaySign(document: Document, role: Signature['role']): void {
  take(document, role === 'sender' ? 'sign' : 'countersign');
  const count = document.signatures.filter((known) => known.role === role).length;
  if (count >= MAX_SIGNATURES_PER_SIDE)
    throw new Refusal(
      'STEP_FORBIDDEN',
      `a document takes ${MAX_SIGNATURES_PER_SIDE} signatures of the ${role}`,
      {
        documentId: document.documentId,
      },
    );
}

export function addSignature(document: Document, signature: Signature): Document {
  refuseUnlessMaySign(document, signature.role);
  const known = document.signatures.some(({ cms }) => cms.sha256 === signature.cms.sha256);
  if (known)
    throw new Refusal('ALREADY_EXISTS', 'this very signature is already on the document', {
      cmsSha256: signature.cms.sha256,
    });
  const step = signature.role === 'sender' ? 'sign' : 'countersign';
  return take(document, step, { signatures: [...document.signatures, signature] });
}

/** Sending; a refused document goes again only when its refusal allowed that (a certificate that was on hold). */
export function send(document: Document): Document {
  if (document.refusal && !document.refusal.mayBeSentAgain)
    throw new Refusal('STEP_FORBIDDEN', `the document was refused: ${document.refusal.code}`, {
      documentId: document.documentId,
    });
  return take(document, 'send', { refusal: null });
}

export const wait = (document: Document, waiting: Waiting): Document => take(document, 'wait', { waiting });

export function refuse(document: Document, refusal: NonNullable<Document['refusal']>): Document {
  return take(document, 'refuse', { refusal, waiting: null });
}

/** The decision to register, with the verdict at receipt for each signature of the sender. */
export function register(
  document: Document,
  registration: Registration,
  verdicts: ReadonlyMap<string, KeptVerdict>,
): Document {
  const signatures = document.signatures.map((signature) =>
    withVerdict(signature, verdicts.get(signature.signatureId)),
  );
  return take(document, 'register', { registration, signatures, waiting: null });
}

const withVerdict = (signature: Signature, verdict: KeptVerdict | undefined): Signature =>
  verdict ? { ...signature, verdicts: [...signature.verdicts, verdict] } : signature;

/** The registration has its place in the journal: from now on the document is registered (5.2.3.3). */
export function record(document: Document, journalIndex: number, registeredAt: string): Document {
  return take(document, 'record', {
    registration: { ...document.registration!, journalIndex, registeredAt },
  });
}

/** The operator's receipt is put before the sender: the document is received (5.2.4). */
export const receive = (document: Document, receipt: Receipt): Document =>
  take(document, 'receive', { receipt });

/** When the platform has to go on with the document by itself, or null while it waits for someone's act. */
export function dueAt(document: Document, now: string): string | null {
  if (document.status === 'verifying') return document.waiting?.nextTryAt ?? now;
  return document.status === 'registered' ? now : null;
}

/** The client's side of a document; a receiver knows nothing of a document before it is registered (5.3.6). */
export function sideOf(document: Document, clientId: string): 'sender' | 'receiver' | null {
  if (document.senderClientId === clientId) return 'sender';
  const delivered = document.registration?.registeredAt != null;
  return delivered && document.receiverClientId === clientId ? 'receiver' : null;
}
