import { addTimestamp, parseCertificate, readSignedData } from '@edo/eds';
import {
  append,
  canonicalJson,
  consistencyProof,
  emptyRange,
  encodeBase64,
  formatKeyBinding,
  formatTlogProof,
  formatVerifierKey,
  type Hash,
  inclusionProof,
  leafHash,
  type NoteSigner,
  parseTlogProof,
  type ReadTile,
  rootOf,
  signCheckpoint,
} from '@edo/journal';
import type { Identity } from '@edo/sandbox';
import { buildBundle } from '../src/format/build-bundle.ts';
import { checkpointPath, consistencyPart, entryParts } from '../src/format/journal-parts.ts';
import { type Manifest, makeManifest, type Part, sha256 } from '../src/format/manifest.ts';
import { readmePath, readmeText } from '../src/format/readme.ts';
import { askOcsp, now, operator, origin, sign, signForLong, stamp, type World } from './world.ts';

/** A bundle before the operator signs its manifest: a test changes what it wants to change. */
export type Draft = { about: Omit<Manifest, 'format' | 'parts'>; parts: Part[] };

const at = now.toISOString();
const utf8 = (text: string) => new TextEncoder().encode(text);

/** A journal in memory that answers for every size it had. */
export class TestJournal {
  readonly leaves: Hash[] = [];
  readonly readTile: ReadTile = async ({ level, first, count }) => {
    const { stored } = append(emptyRange, this.leaves);
    const row =
      level === 0 ? this.leaves : stored.filter((kept) => kept.level === level).map(({ hash }) => hash);
    return row.slice(first, first + count);
  };

  add(bytes: Uint8Array): number {
    return this.leaves.push(leafHash(bytes)) - 1;
  }

  checkpoint(signer: NoteSigner, size = this.leaves.length): Promise<Uint8Array> {
    const root = rootOf(append(emptyRange, this.leaves.slice(0, size)).range);
    return signCheckpoint({ origin, size, root }, signer);
  }
}

const fact = (id: string, type: string, data: Record<string, unknown>) =>
  canonicalJson({ id, type, v: 1, source: 'documents', at, by: 'service:documents', data });

/** What the fact, the receipt and the manifest say of one document, in one place. */
function describe(name: string, content: Uint8Array) {
  const documentId = `0198a0c4-0000-7000-8000-${sha256(utf8(name)).slice(0, 12)}`;
  const numbers = { outgoingNumber: '2026/1', incomingNumber: '2026/7' };
  return { documentId, numbers, contentSha256: sha256(content), factId: `${documentId}-registered` };
}

/** A whole document on its way: signed by a company (ГОСТ), registered, received, counter-signed by a person (RSA). */
export async function makeDraft(
  world: World,
  name = 'contract',
  journal = new TestJournal(),
): Promise<Draft> {
  const content = utf8(`%PDF-1.7 the ${name}`);
  const { documentId, numbers, contentSha256, factId } = describe(name, content);
  const sent = await signed(world.sender, content, 'sender', 1);
  const answered = await signed(world.receiver, content, 'receiver', 2);
  const verdict = {
    path: 'signatures/1/1-receipt/verdict.json',
    role: 'verdict' as const,
    bytes: utf8(`{"of":"${name}"}`),
  };
  const data = { documentId, contentSha256, ...numbers };
  for (let before = 0; before < 5; before += 1) journal.add(utf8(`entry of others ${before}`));
  const registered = fact(factId, 'document.registered', {
    ...data,
    signatures: [{ cmsSha256: sent.sha256, reportSha256: sha256(verdict.bytes) }],
  });
  const journalIndex = journal.add(registered);
  const receipt = await makeReceipt(world, journal, {
    documentId,
    contentSha256,
    numbers,
    factId,
    journalIndex,
  });
  const received = fact(`${documentId}-received`, 'document.received', {
    documentId,
    receiptSha256: sha256(receipt[0]!.bytes),
    receiptCmsSha256: sha256(receipt[1]!.bytes),
  });
  const countersigned = fact(`${documentId}-signed`, 'document.signed', {
    documentId,
    cmsSha256: answered.sha256,
  });
  const later = [received, countersigned].map((bytes) => ({ index: journal.add(bytes), bytes }));
  for (let after = 0; after < 300; after += 1) journal.add(utf8(`later entry of others ${after}`));
  const registration = { factId, journalIndex, registeredAt: at, decidedAt: at, ...numbers };
  return {
    about: {
      documentId,
      madeAt: at,
      operator,
      about: { kind: 'contract', registration, signatures: [sent.about, answered.about] },
    },
    parts: [
      { path: 'content/document.pdf', role: 'content', bytes: content },
      sent.part,
      verdict,
      {
        path: 'signatures/1/1-receipt/ocsp-response-1.ocsp',
        role: 'ocsp-response',
        bytes: askOcsp(world, world.sender),
      },
      {
        path: 'signatures/1/1-receipt/timestamp-1.tst',
        role: 'timestamp',
        bytes: stamp(world, sent.part.bytes),
      },
      answered.part,
      {
        path: 'signatures/2/1-signing/ocsp-response-1.ocsp',
        role: 'ocsp-response',
        bytes: askOcsp(world, world.receiver),
      },
      {
        path: 'signatures/2/1-signing/timestamp-1.tst',
        role: 'timestamp',
        bytes: stamp(world, answered.part.bytes),
      },
      ...receipt,
      ...(await journalParts(world, journal, [{ index: journalIndex, bytes: registered }, ...later])),
      ...(await keyParts(world, world.operator)),
      { path: readmePath, role: 'readme', bytes: utf8(readmeText) },
    ],
  };
}

async function signed(identity: Identity, content: Uint8Array, role: string, number: number) {
  const bytes = await sign(identity, content);
  const part: Part = { path: `signatures/${number}/signature.cms`, role: 'signature', bytes };
  const { fingerprint } = parseCertificate(identity.certificate);
  const about = { role, cmsSha256: sha256(bytes), signer: { fingerprint }, signedAt: at };
  return { part, about, sha256: sha256(bytes) };
}

type Registered = Omit<ReturnType<typeof describe>, 'content'> & { journalIndex: number };

async function makeReceipt(world: World, journal: TestJournal, registered: Registered): Promise<Part[]> {
  const { documentId, contentSha256, numbers, factId, journalIndex } = registered;
  const checkpoint = await journal.checkpoint(world.journalKey);
  const proof = await inclusionProof(journalIndex, journal.leaves.length, journal.readTile);
  const bytes = canonicalJson({
    format: 'edo-receipt/1',
    documentId,
    contentSha256,
    ...numbers,
    registeredFactId: factId,
    journalIndex,
    registeredAt: at,
    checkpoint: new TextDecoder().decode(checkpoint),
    inclusionProof: proof.map(encodeBase64),
    at,
  });
  return [
    { path: 'receipt/receipt.json', role: 'receipt', bytes },
    {
      path: 'receipt/receipt.cms',
      role: 'receipt-signature',
      bytes: await signForLong(world, world.operator, bytes),
    },
  ];
}

async function journalParts(
  world: World,
  journal: TestJournal,
  entries: { index: number; bytes: Uint8Array }[],
) {
  const size = journal.leaves.length;
  const checkpoint = await journal.checkpoint(world.journalKey);
  const from = entries[0]!.index + 1;
  const consistency = { from, to: size, proof: await consistencyProof(from, size, journal.readTile) };
  const proven = await Promise.all(
    entries.map(async (entry) => {
      const proof = await inclusionProof(entry.index, size, journal.readTile);
      return entryParts({ ...entry, proof }, checkpoint);
    }),
  );
  const checkpointPart: Part = { path: checkpointPath, role: 'checkpoint', bytes: checkpoint };
  return [...proven.flat(), checkpointPart, consistencyPart(consistency)];
}

/** The statement that binds the journal's key, signed by `signer`. */
export async function keyParts(world: World, signer: Identity, key = world.journalKey.key): Promise<Part[]> {
  const binding = { origin, key: formatVerifierKey(key), operator, validFrom: '2026-01-01T00:00:00.000Z' };
  const bytes = formatKeyBinding(binding);
  return [
    { path: 'journal/key.json', role: 'journal-key', bytes },
    {
      path: 'journal/key.cms',
      role: 'journal-key-signature',
      bytes: await signForLong(world, signer, bytes),
    },
  ];
}

/** The draft with other bytes in one part; in a checkpoint's case also in the proofs that repeat it. */
export function withPart({ about, parts }: Draft, path: string, bytes: Uint8Array): Draft {
  const before = parts.find((part) => part.path === path)!;
  const changed = parts.map((part) => {
    if (part.path === path) return { ...part, bytes };
    if (before.role !== 'checkpoint' || part.role !== 'journal-proof') return part;
    return { ...part, bytes: formatTlogProof({ ...parseTlogProof(part.bytes), checkpoint: bytes }) };
  });
  return { about, parts: changed };
}

/** The bundle of a draft, its manifest signed by `signer`. */
export async function seal(
  world: World,
  { about, parts }: Draft,
  signer = world.operator,
): Promise<Uint8Array> {
  const manifest = makeManifest(about, parts);
  const cms = await sign(signer, manifest);
  const manifestSignature = addTimestamp(cms, 0, stamp(world, readSignedData(cms).signers[0]!.signature));
  const manifestEvidence = { certificates: [], ocspResponses: [askOcsp(world, signer)], crls: [] };
  return buildBundle({ manifest, manifestSignature, manifestEvidence, parts });
}
