import { createHash, randomUUIDv7 } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BundlePart, documentFacts, type FactContract, journal, signature } from '@edo/contracts';
import { digest, importPrivateKey, memorySigner, parseCertificate, signDetached } from '@edo/eds';
import { canonicalJson } from '@edo/journal';
import { objectClient } from '@edo/kit';
import type { RunningSandbox } from '@edo/sandbox';
import type { Neighbour, TestPlatform } from './platform.fixture.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const numbers = { outgoingNumber: '2026/1', incomingNumber: '2026/7' };
const sender = { commonName: 'ТЕСТОВ ТЕСТ', surname: 'ТЕСТОВ', iin: '123456789011' };
const company = { organization: 'ТОО "Тест"', bin: '123456789032' };

/** A document as `documents` leaves it when it is received: signed, registered, with its receipt, all of it stored. */
export async function receivedDocument(platform: TestPlatform, documents: Neighbour, nca: RunningSandbox) {
  const objects = objectClient({ baseUrl: platform.objectsUrl, assertions: documents.assertions });
  const [documentId, clientId] = [randomUUIDv7(), randomUUIDv7()];
  const content = Buffer.from('%PDF-1.7 a contract of the tests');
  const { cms, fingerprint } = await signed(content, nca);
  const report = canonicalJson({ indication: 'TOTAL-PASSED' });
  const at = new Date().toISOString();
  const parties = { senderClientId: clientId, receiverClientId: clientId };
  const common = { documentId, contentSha256: sha256(content), ...numbers };
  const cmsSha256 = sha256(cms);
  const registered = await tell(documents, documentFacts.registered, documentId, 1, {
    ...common,
    ...parties,
    kind: 'contract',
    signatures: [{ cmsSha256, reportSha256: sha256(report), authorityId: clientId }],
    at,
  });
  const receipt = await makeReceipt(common, registered.factId, documents);
  const put = (bytes: Uint8Array) => objects.put(bytes, { mediaType: 'application/octet-stream' });
  const receiptObject = await put(receipt.bytes);
  const receiptCms = await documents.ask(signature.actions.signAsOperator, {
    objectId: receiptObject.objectId,
    why: 'receipt',
  });
  const received = await tell(documents, documentFacts.received, documentId, 2, {
    documentId,
    ...parties,
    receiptSha256: receiptObject.sha256,
    receiptCmsSha256: receiptCms.sha256,
    registeredIndex: receipt.registration.journalIndex,
    at,
  });
  const part = async (role: BundlePart['role'], path: string, bytes: Uint8Array): Promise<BundlePart> => ({
    role,
    path,
    objectId: (await put(bytes)).objectId,
  });
  return {
    objects,
    request: {
      documentId,
      parts: [
        await part('content', 'content/document.pdf', content),
        await part('signature', 'signatures/1/signature.cms', cms),
        await part('verdict', 'signatures/1/1-receipt/verdict.json', report),
        { role: 'receipt' as const, path: 'receipt/receipt.json', objectId: receiptObject.objectId },
        { role: 'receipt-signature' as const, path: 'receipt/receipt.cms', objectId: receiptCms.cmsObjectId },
      ],
      factIds: [registered.factId, received.factId],
      about: {
        kind: 'contract',
        registration: receipt.registration,
        signatures: [{ role: 'sender', clientId, cmsSha256, signer: { fingerprint }, signedAt: at }],
      },
    },
  };
}

async function signed(content: Uint8Array, { sandbox }: RunningSandbox) {
  const { key, certificate } = sandbox.issue({ profile: 'head', subject: { ...sender, ...company } });
  const signer = memorySigner(importPrivateKey(key.pkcs8), certificate);
  const cms = await signDetached(digest(signer.digestOid, content), signer, { signingTime: new Date() });
  return { cms, fingerprint: parseCertificate(certificate).fingerprint };
}

async function makeReceipt(common: object, factId: string, { ask }: Neighbour) {
  const { entry, proof, checkpoint } = await ask(journal.actions.proof, { factId });
  const place = { journalIndex: entry.index, registeredAt: entry.recordedAt };
  const bytes = canonicalJson({
    format: 'edo-receipt/1',
    ...common,
    ...place,
    registeredFactId: factId,
    checkpoint: checkpoint.note,
    inclusionProof: proof,
    at: entry.recordedAt,
  });
  return { bytes, registration: { factId, ...place, ...numbers } };
}

/** Hands a fact of `documents` over until the journal has it. */
export async function tell(
  { ask }: Neighbour,
  { type, v, aggregate }: FactContract,
  documentId: string,
  version: number,
  data: Record<string, unknown>,
): Promise<{ factId: string }> {
  const factId = randomUUIDv7();
  const at = new Date().toISOString();
  const envelope = {
    id: factId,
    type,
    v,
    source: 'documents',
    aggregate: { type: aggregate, id: documentId },
  };
  const bytes = canonicalJson({ ...envelope, version, at, by: 'service:documents', data });
  const facts = [{ factId, bytes: Buffer.from(bytes).toString('base64') }];
  for (;;) {
    const answer = await ask(journal.actions.append, { facts }).catch(() => null);
    const [result] = answer?.results ?? [];
    if (result?.outcome === 'refused') throw new Error(result.message);
    if (result) return { factId };
    await sleep(50);
  }
}
