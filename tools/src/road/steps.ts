import { createHash } from 'node:crypto';
import type { DisputeView, DocumentView } from '@edo/contracts';
import { digest, signDetached } from '@edo/eds';
import type { Api } from './api.ts';
import type { Letter } from './letters.ts';
import type { Party } from './parties.ts';
import type { PostBox } from './post-box.ts';
import { signerOf } from './signing-key.ts';
import { until } from './until.ts';

type Say = (line: string) => void;
const path = (documentId: string) => `/v1/documents/${documentId}`;

/** The document is created from the uploaded file. */
export async function create(
  sender: Api,
  letter: Letter,
  receiver: Party,
  day: string,
  say: Say,
): Promise<DocumentView> {
  const object = await sender.upload(letter.content, 'application/pdf');
  const { kind, title, fileName } = letter;
  const document = await sender.post<DocumentView>('/v1/documents', {
    kind,
    title,
    date: day,
    receiverClientId: receiver.clientId,
    contentObjectId: object.objectId,
    fileName,
  });
  say(`created    ${title}, SHA-256 ${document.content.sha256.slice(0, 16)}…`);
  return document;
}

/** The holder signs the content with its own key, far from the platform, and sends only the CMS. */
export async function sign(
  api: Api,
  party: Party,
  document: DocumentView,
  at: Date,
  say: Say,
): Promise<DocumentView> {
  const content = await api.download(document.content.objectId);
  if (createHash('sha256').update(content).digest('hex') !== document.content.sha256)
    throw new Error('the content to be signed is not the one that was sent');
  const signer = signerOf(party.key);
  const cms = await signDetached(digest(signer.digestOid, content), signer, { signingTime: at });
  const object = await api.upload(cms, 'application/pkcs7-signature');
  const signed = await api.post<DocumentView>(`${path(document.documentId)}/signatures`, {
    cmsObjectId: object.objectId,
  });
  const added = signed.signatures.at(-1)!;
  const verdict = added.verdicts.at(-1)!;
  const asked = [...new Set(verdict.evidence.map(({ role }) => role))].join(', ');
  say(
    `signed     by ${party.label}, ${added.signer?.commonName}: ${verdict.indication} at signing (${verdict.tool.name} ${verdict.tool.version}; evidence: ${asked})`,
  );
  return signed;
}

/** Sent, and waited for until it is received or refused. */
export async function settled(sender: Api, document: DocumentView): Promise<DocumentView> {
  await sender.post<DocumentView>(`${path(document.documentId)}/send`, {});
  return until('the receipt', 60_000, async () => {
    const now = await sender.get<DocumentView>(path(document.documentId));
    return now.status === 'received' || now.status === 'refused' ? now : undefined;
  });
}

/** Sent, verified again at receipt, registered in the journal, and the receipt put before the sender. */
export async function send(sender: Api, document: DocumentView, say: Say): Promise<DocumentView> {
  const received = await settled(sender, document);
  const { registration, receipt, signatures, refusal } = received;
  if (refusal) throw new Error(`the document was refused: ${refusal.code} ${refusal.message}`);
  const atReceipt = signatures[0]!.verdicts.find(({ purpose }) => purpose === 'receipt')!;
  say(`verified   again at receipt: ${atReceipt.indication} at ${atReceipt.validatedAt}`);
  say(
    `registered ${registration!.outgoingNumber} / ${registration!.incomingNumber}, journal entry ${registration!.journalIndex} at ${registration!.registeredAt}`,
  );
  const text = new TextDecoder().decode(await sender.download(receipt!.object.objectId));
  say(`received   receipt of ${text.length} bytes signed by the operator is before the sender`);
  return received;
}

export async function mails(
  postBox: PostBox,
  sender: Party,
  receiver: Party,
  document: DocumentView,
  say: Say,
): Promise<void> {
  const delivered = await Promise.all(
    [receiver, sender].map(({ email }) => postBox.mail(email, document.documentId)),
  );
  say(
    `mailed     ${delivered.map(({ subject }, i) => `«${subject}» to ${[receiver, sender][i]!.email}`).join('; ')}`,
  );
}

/** The receiver reads what came, and that it is kept: its content comes back from the archive bit for bit. */
export async function readInArchive(
  receiver: Api,
  document: DocumentView,
  letter: Letter,
  say: Say,
): Promise<DocumentView> {
  const seen = await receiver.get<DocumentView>(path(document.documentId));
  const kept = await receiver.download(seen.content.objectId);
  if (Buffer.compare(kept, letter.content) !== 0)
    throw new Error('the archive gives back other bytes than were sent');
  say(`kept       ${kept.length} bytes come back from the archive bit for bit`);
  return seen;
}

export async function bundle(api: Api, document: DocumentView, say: Say): Promise<Uint8Array> {
  const { object } = await api.post<{ object: { objectId: string; sha256: string } }>(
    `${path(document.documentId)}/bundle`,
    {},
  );
  const bytes = await api.download(object.objectId);
  say(`bundled    proof of ${bytes.length} bytes, SHA-256 ${object.sha256.slice(0, 16)}…`);
  return bytes;
}

/** The receiver says that the document was distorted (9.2.4); the terms run, the platform looks at everything again. */
export async function dispute(
  receiver: Api,
  document: DocumentView,
  today: string,
  say: Say,
): Promise<DisputeView> {
  const opened = await receiver.post<DisputeView>('/v1/disputes', {
    documentId: document.documentId,
    kind: '9.2.4',
    substance: 'Заявление об искажении электронного документа',
    circumstances: 'Содержание документа, по мнению получателя, отличается от согласованного.',
    discoveredOn: today,
    contacts: [
      {
        surname: 'ТЕСТОВ',
        name: 'ТЕСТ',
        position: 'Директор',
        phones: ['+77010000002'],
        email: 'buyer@example.test',
      },
    ],
  });
  const answer = opened.deadlines.find(({ clause }) => clause === '9.7')!;
  say(`disputed   by clause ${opened.kind}; the answer is due ${answer.dueDay}, clause ${answer.clause}:`);
  for (const sentence of answer.explanation.ru ?? []) say(`           ${sentence}`);
  const examined = await until('the conclusion', 60_000, async () => {
    const now = await receiver.get<DisputeView>(`/v1/disputes/${opened.disputeId}`);
    return now.status === 'examined' ? now : undefined;
  });
  const { holds, findings, holdId } = examined.conclusion!;
  for (const finding of findings) say(`           ${finding.holds ? '+' : '-'} ${finding.message}`);
  if (!holds) throw new Error('the examination found that the document does not hold');
  say(
    `concluded  the document holds in ${findings.length} findings; conclusion signed; hold ${holdId} set in the archive`,
  );
  return examined;
}
