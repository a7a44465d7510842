import { generateKeyPairSync } from 'node:crypto';
import { addRevocationData } from '@edo/eds';
import {
  canonicalJson,
  ed25519Signer,
  formatTlogProof,
  parseCanonicalJson,
  parseTlogProof,
} from '@edo/journal';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Part } from '../src/format/manifest.ts';
import { edsJudge } from '../src/verify/eds-judge.ts';
import { verifyBundle } from '../src/verify/verify-bundle.ts';
import { type Draft, keyParts, makeDraft, seal, TestJournal, withPart } from './draft.ts';
import { askOcsp, makeWorld, now, operator, origin, sign, signForLong, type World } from './world.ts';

/** What even the operator cannot do: its signature pins parts that contradict each other, and the part is named. */
let world: World;
let draft: Draft;
let other: Draft;

beforeAll(async () => {
  world = makeWorld();
  draft = await makeDraft(world);
  other = await makeDraft(world, 'letter');
});

const bytesOf = (path: string, from = draft) => from.parts.find((part) => part.path === path)!.bytes;
const replaced = (parts: readonly Part[]): Draft => ({
  about: draft.about,
  parts: draft.parts.map((part) => parts.find(({ path }) => path === part.path) ?? part),
});
const without = (...paths: string[]): Draft => ({
  about: draft.about,
  parts: draft.parts.filter(({ path }) => !paths.includes(path)),
});
const edited = (path: string, change: Record<string, unknown>): Uint8Array =>
  canonicalJson({ ...(parseCanonicalJson(bytesOf(path)) as Record<string, unknown>), ...change });
const otherKey = () => ed25519Signer(origin, 'ed25519', generateKeyPairSync('ed25519').privateKey);

/** A receipt with other words, signed by the operator all the same. */
async function receiptWith(change: Record<string, unknown>): Promise<Draft> {
  const bytes = edited('receipt/receipt.json', change);
  const signature = await signForLong(world, world.operator, bytes);
  return withPart(withPart(draft, 'receipt/receipt.json', bytes), 'receipt/receipt.cms', signature);
}

/** The operator's signature with the answer about its key, but nothing that proves its time. */
async function unstamped(content: Uint8Array): Promise<Uint8Array> {
  return addRevocationData(await sign(world.operator, content), {
    ocspResponses: [askOcsp(world, world.operator)],
  });
}

/** A checkpoint over the first `size` leaves of a journal that is not the bundle's. */
function foreignCheckpoint(size: number, signer = world.journalKey): Promise<Uint8Array> {
  const journal = new TestJournal();
  for (let at = 0; at < size; at += 1) journal.add(Uint8Array.of(at));
  return journal.checkpoint(signer);
}

type Case = [what: string, part: string, check: string, make: () => Draft | Promise<Draft>];
// biome-ignore format: a row reads as a row
const cases: Case[] = [
  ['a signature over another content', 'signatures/1/signature.cms', 'signature-is-valid',
    () => withPart(draft, 'signatures/1/signature.cms', bytesOf('signatures/1/signature.cms', other))],
  ['a signature made by another', 'signatures/1/signature.cms', 'registration-names-the-parts',
    async () => withPart(draft, 'signatures/1/signature.cms', await sign(world.stranger, bytesOf('content/document.pdf')))],
  ['another content', 'receipt/receipt.json', 'receipt-is-of-this-document',
    () => withPart(draft, 'content/document.pdf', Uint8Array.of(1))],
  ['another verdict', 'signatures/1/1-receipt/verdict.json', 'registration-names-the-parts',
    () => withPart(draft, 'signatures/1/1-receipt/verdict.json', canonicalJson({ of: 'nothing' }))],
  ['a registered verdict left out', 'journal/entries/5.json', 'registration-names-the-parts',
    () => without('signatures/1/1-receipt/verdict.json')],
  ['the answer about revocation left out', 'signatures/1/signature.cms', 'signature-is-valid',
    () => without('signatures/1/1-receipt/ocsp-response-1.ocsp')],
  ["another's answer about revocation", 'signatures/1/signature.cms', 'signature-is-valid',
    () => withPart(draft, 'signatures/1/1-receipt/ocsp-response-1.ocsp', bytesOf('signatures/2/1-signing/ocsp-response-1.ocsp'))],
  ['the receipt of another document', 'receipt/receipt.json', 'receipt-is-of-this-document',
    () => replaced(other.parts.filter(({ path }) => path.startsWith('receipt/')))],
  ["the operator's signature over another receipt", 'receipt/receipt.cms', 'receipt-is-signed',
    () => withPart(draft, 'receipt/receipt.cms', bytesOf('receipt/receipt.cms', other))],
  ["a stranger's signature over the receipt", 'receipt/receipt.cms', 'receipt-is-signed',
    async () => withPart(draft, 'receipt/receipt.cms', await signForLong(world, world.stranger, bytesOf('receipt/receipt.json')))],
  ['a receipt without timestamp', 'receipt/receipt.cms', 'receipt-is-signed',
    async () => withPart(draft, 'receipt/receipt.cms', await unstamped(bytesOf('receipt/receipt.json')))],
  ['a receipt with another number', 'journal/entries/5.json', 'registration-names-the-parts',
    () => receiptWith({ outgoingNumber: '2026/999' })],
  ['a receipt of another registration', 'journal/entries/5.json', 'registration-names-the-parts',
    () => receiptWith({ registeredFactId: 'another' })],
  ['a receipt of another place', 'receipt/receipt.json', 'receipt-is-in-the-journal', () => receiptWith({ journalIndex: 6 })],
  ['a receipt whose checkpoint does not cover its entry', 'receipt/receipt.json', 'receipt-is-in-the-journal',
    async () => receiptWith({ checkpoint: new TextDecoder().decode(await foreignCheckpoint(5)) })],
  ['a receipt whose checkpoint is signed by another key', 'receipt/receipt.json', 'receipt-is-in-the-journal',
    async () => receiptWith({ checkpoint: new TextDecoder().decode(await foreignCheckpoint(6, otherKey())) })],
  ['a receipt that the journal does not name', 'receipt/receipt.json', 'registration-names-the-parts',
    () => receiptWith({ at: '2026-11-22T13:00:00.000Z' })],
  ['a statement for the key by an employee', 'journal/key.cms', 'journal-key-is-bound',
    async () => replaced(await keyParts(world, world.employee))],
  ['a statement for another key', 'journal/checkpoint.txt', 'checkpoint-is-signed',
    async () => replaced(await keyParts(world, world.operator, otherKey().key))],
  ['a statement of another operator', 'journal/key.json', 'journal-key-is-bound',
    () => withPart(draft, 'journal/key.json', edited('journal/key.json', { operator: { bin: '123456789032', name: 'x' } }))],
  ['a key that is younger than the bundle', 'journal/key.json', 'journal-key-is-bound',
    () => withPart(draft, 'journal/key.json', edited('journal/key.json', { validFrom: '2027-01-01T00:00:00.000Z' }))],
  ['a checkpoint by another key', 'journal/checkpoint.txt', 'checkpoint-is-signed',
    async () => withPart(draft, 'journal/checkpoint.txt', await foreignCheckpoint(308, otherKey()))],
  ['a checkpoint that does not cover an entry', 'journal/entries/7.tlog-proof', 'entry-is-in-the-journal',
    async () => withPart(draft, 'journal/checkpoint.txt', await foreignCheckpoint(7))],
  ['a checkpoint of another history', 'journal/entries/5.tlog-proof', 'entry-is-in-the-journal',
    async () => withPart(draft, 'journal/checkpoint.txt', await foreignCheckpoint(308))],
  ['a proof under another checkpoint', 'journal/entries/6.tlog-proof', 'entry-is-in-the-journal',
    async () => withProof('journal/entries/6.tlog-proof', { checkpoint: await foreignCheckpoint(308) })],
  ['a proof of another index', 'journal/entries/6.tlog-proof', 'entry-is-in-the-journal',
    () => withProof('journal/entries/6.tlog-proof', { index: 7 })],
  ['a proof cut short', 'journal/entries/6.tlog-proof', 'entry-is-in-the-journal',
    () => withProof('journal/entries/6.tlog-proof', { proof: [] })],
  ['an entry that was changed', 'journal/entries/6.tlog-proof', 'entry-is-in-the-journal',
    () => withPart(draft, 'journal/entries/6.json', edited('journal/entries/6.json', { type: 'document.refused' }))],
  ['an entry without proof', 'journal/entries/6.json', 'entry-is-in-the-journal', () => without('journal/entries/6.tlog-proof')],
  ['a proof without entry', 'journal/entries/6.tlog-proof', 'entry-is-in-the-journal', () => without('journal/entries/6.json')],
  ['no proof that the journal only grew', 'journal/checkpoint.txt', 'journal-only-grew', () => without('journal/consistency.json')],
  ['a proof of growth between other sizes', 'journal/consistency.json', 'journal-only-grew',
    () => withPart(draft, 'journal/consistency.json', edited('journal/consistency.json', { from: 7 }))],
  ['a description with another number', 'manifest.json', 'description-agrees',
    () => describedAs({ registration: { ...(draft.about.about['registration'] as object), incomingNumber: '2026/8' } })],
  ['a description of one signature less', 'manifest.json', 'description-agrees',
    () => describedAs({ signatures: [(draft.about.about['signatures'] as object[])[0]!] })],
  ['a description that names another signer', 'signatures/2/signature.cms', 'description-agrees',
    () => describedAs({ signatures: (draft.about.about['signatures'] as object[]).map((one) => ({ ...one, signer: { fingerprint: 'ff' } })) })],
];

function withProof(path: string, change: Partial<ReturnType<typeof parseTlogProof>>): Draft {
  return withPart(draft, path, formatTlogProof({ ...parseTlogProof(bytesOf(path)), ...change }));
}

function describedAs(change: Record<string, unknown>): Draft {
  const about = { ...draft.about.about, ...change } as Draft['about']['about'];
  return { about: { ...draft.about, about }, parts: draft.parts };
}

describe('a bundle that the operator signed is refused, and the part named,', () => {
  it.each(cases)('for %s: %s', async (_, part, check, make) => {
    const trust = { judge: edsJudge(world.trust), operators: [operator.bin], witnesses: [] };
    const { outcome, checks } = await verifyBundle(await seal(world, await make()), trust, now);
    const refused = checks.filter(({ status }) => status === 'failed' || status === 'indeterminate');
    expect(outcome).not.toBe('passed');
    expect(refused).toContainEqual(expect.objectContaining({ part, check }));
  });
});
