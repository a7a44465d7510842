import { describe, expect, it } from '@jest/globals';
import { AT, created, RECEIVER, registration, SENDER, STRANGER, signatureBy } from './document.fixture.ts';
import {
  addSignature,
  type Document,
  dueAt,
  receive,
  record,
  refuse,
  register,
  send,
  sideOf,
  wait,
} from './document.ts';

const signed = addSignature(created, signatureBy('sender', 'b'));
const verifying = send(signed);
const registering = register(verifying, registration, new Map());
const registered = record(registering, 41, AT);
const received = receive(registered, {
  object: created.content,
  cmsObjectId: created.content.objectId,
  evidence: [],
  at: AT,
});
const refusal = { code: 'CERT_REVOKED', message: 'revoked', mayBeSentAgain: false, at: AT };

describe('the way of a document', () => {
  it('[5.2.3] leads from creation over registration to receipt, one version a step', () => {
    const way = [created, signed, verifying, registering, registered, received];
    expect(way.map(({ status }) => status)).toEqual([
      'created',
      'signed',
      'verifying',
      'registering',
      'registered',
      'received',
    ]);
    expect(way.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each<[string, () => Document]>([
    ['an unsigned document is not sent', () => send(created)],
    ['a sent document is not sent twice', () => send(verifying)],
    [
      'a document in verification takes no signature',
      () => addSignature(verifying, signatureBy('sender', 'c')),
    ],
    [
      'a document that is not registered takes no counter-signature',
      () => addSignature(verifying, signatureBy('receiver', 'c')),
    ],
    [
      'a received document takes no further signature of the sender',
      () => addSignature(received, signatureBy('sender', 'c')),
    ],
    ['a registered document is not refused', () => refuse(registered, refusal)],
    [
      'a document is not received before its registration is in the journal',
      () => receive(registering, received.receipt!),
    ],
  ])('[5.3.1] %s', (_, step) => expect(step).toThrow(expect.objectContaining({ code: 'STEP_FORBIDDEN' })));

  it('[5.3.1] the receiver counter-signs a received document', () => {
    expect(addSignature(received, signatureBy('receiver', 'c'))).toMatchObject({
      status: 'received',
      signatures: [{ role: 'sender' }, { role: 'receiver' }],
    });
  });

  it('takes eight signatures of a side and no ninth', () => {
    const digits = [...'12345678'];
    const full = digits.reduce(
      (document, digit) => addSignature(document, signatureBy('sender', digit)),
      created,
    );
    expect(full.signatures).toHaveLength(8);
    expect(() => addSignature(full, signatureBy('sender', '9'))).toThrow(
      expect.objectContaining({ code: 'STEP_FORBIDDEN' }),
    );
  });

  it('takes the very same signature once', () => {
    expect(() => addSignature(signed, signatureBy('sender', 'b'))).toThrow(
      expect.objectContaining({ code: 'ALREADY_EXISTS' }),
    );
  });

  it('[5.3.6] a refused document is sent again only when the refusal allows it', () => {
    expect(() => send(refuse(verifying, refusal))).toThrow(/was refused/);
    expect(send(refuse(verifying, { ...refusal, mayBeSentAgain: true }))).toMatchObject({
      status: 'verifying',
      refusal: null,
    });
  });

  it('waits for an authority until the next try, and then for nobody else', () => {
    const waiting = wait(verifying, {
      reason: 'OCSP',
      since: AT,
      nextTryAt: '2026-11-23T09:00:05.000Z',
      tries: 1,
    });
    expect(dueAt(waiting, AT)).toBe('2026-11-23T09:00:05.000Z');
    expect([created, signed, registering, received].map((document) => dueAt(document, AT))).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(dueAt(registered, AT)).toBe(AT);
  });
});

describe('who sees a document', () => {
  it('[5.3.6] the receiver knows of it only when it is registered', () => {
    expect([created, signed, verifying, registering].map((document) => sideOf(document, RECEIVER))).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect([registered, received].map((document) => sideOf(document, RECEIVER))).toEqual([
      'receiver',
      'receiver',
    ]);
  });

  it('the sender always, a stranger never', () => {
    expect([created, received].map((document) => sideOf(document, SENDER))).toEqual(['sender', 'sender']);
    expect([created, received].map((document) => sideOf(document, STRANGER))).toEqual([null, null]);
  });
});
