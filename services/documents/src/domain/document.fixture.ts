import type { Document, Signature } from './document.ts';

export const SENDER = '019ad000-0000-7000-8000-000000000001';
export const RECEIVER = '019ad000-0000-7000-8000-000000000002';
export const STRANGER = '019ad000-0000-7000-8000-000000000003';
export const AT = '2026-11-23T09:00:00.000Z';

/** A created document, for tests of the domain. */
export const created: Document = {
  documentId: '019ad000-0000-7000-8000-0000000000d1',
  version: 1,
  kind: 'contract',
  title: 'Supply contract',
  number: '17',
  date: '2026-11-23',
  status: 'created',
  senderClientId: SENDER,
  receiverClientId: RECEIVER,
  content: {
    objectId: '019ad000-0000-7000-8000-0000000000c1',
    size: 10,
    sha256: 'a'.repeat(64),
    fileName: 'contract.pdf',
    mediaType: 'application/pdf',
  },
  detailsSalt: 'c2FsdA==',
  signatures: [],
  registration: null,
  receipt: null,
  refusal: null,
  waiting: null,
  factIds: [],
  createdAt: AT,
};

export const signatureBy = (role: Signature['role'], digit: string): Signature => ({
  signatureId: `019ad000-0000-7000-8000-0000000000${digit}1`,
  role,
  clientId: role === 'sender' ? SENDER : RECEIVER,
  userId: '019ad000-0000-7000-8000-0000000000f1',
  authorityId: '019ad000-0000-7000-8000-0000000000f2',
  signer: null,
  algorithm: '1.2.398.3.10.1.1.2.3.2',
  cms: { objectId: `019ad000-0000-7000-8000-0000000000${digit}2`, size: 5, sha256: digit.repeat(64) },
  signedAt: AT,
  verdicts: [],
});

export const registration = {
  outgoingNumber: 'OUT-2026-000001',
  incomingNumber: 'IN-2026-000001',
  factId: '019ad000-0000-7000-8000-0000000000a1',
  decidedAt: AT,
  journalIndex: null,
  registeredAt: null,
};
