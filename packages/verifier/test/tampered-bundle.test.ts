import { beforeAll, describe, expect, it } from '@jest/globals';
import { readZip } from '../src/format/read-zip.ts';
import { writeZip } from '../src/format/write-zip.ts';
import { edsJudge } from '../src/verify/eds-judge.ts';
import { verifyBundle } from '../src/verify/verify-bundle.ts';
import { type Draft, makeDraft, seal } from './draft.ts';
import { makeWorld, now, operator, type World } from './world.ts';

/** What someone without the operator's key can do to a bundle: every file, in every way. */
let world: World;
let draft: Draft;
let files: Map<string, Uint8Array>;
let others: Map<string, Uint8Array>;

// The same in every run, so that each is a test of its own name.
const paths = [
  'manifest.json',
  'manifest.cms',
  'content/document.pdf',
  'signatures/1/signature.cms',
  'signatures/1/1-receipt/verdict.json',
  'signatures/1/1-receipt/ocsp-response-1.ocsp',
  'signatures/1/1-receipt/timestamp-1.tst',
  'signatures/2/signature.cms',
  'signatures/2/1-signing/ocsp-response-1.ocsp',
  'signatures/2/1-signing/timestamp-1.tst',
  'receipt/receipt.json',
  'receipt/receipt.cms',
  'journal/entries/5.json',
  'journal/entries/5.tlog-proof',
  'journal/entries/6.json',
  'journal/entries/6.tlog-proof',
  'journal/entries/7.json',
  'journal/entries/7.tlog-proof',
  'journal/checkpoint.txt',
  'journal/consistency.json',
  'journal/key.json',
  'journal/key.cms',
  'README.txt',
];

const ocspResponses = paths.filter((path) => path.endsWith('.ocsp'));
/** What says nothing of the document: two bundles have it in common. */
const sameInBoth = ['README.txt', 'journal/key.json', ...ocspResponses];

/** Under what name a refusal of this file is told: a changed manifest may be told under its signature. */
const toldAs = (path: string) => (path === 'manifest.json' ? [path, 'manifest.cms'] : [path]);

beforeAll(async () => {
  world = makeWorld();
  draft = await makeDraft(world);
  files = readZip(await seal(world, draft));
  others = readZip(await seal(world, await makeDraft(world, 'letter')));
});

async function refusalsOf(changed: ReadonlyMap<string, Uint8Array>) {
  const zip = writeZip([...changed].map(([path, bytes]) => ({ path, bytes })));
  const trust = { judge: edsJudge(world.trust), operators: [operator.bin], witnesses: [] };
  const { outcome, checks } = await verifyBundle(zip, trust, now);
  const refused = checks.filter(({ status }) => status === 'failed' || status === 'indeterminate');
  return { outcome, parts: refused.map(({ part }) => part) };
}

async function expectRefused(path: string, changed: ReadonlyMap<string, Uint8Array>) {
  const { outcome, parts } = await refusalsOf(changed);
  expect(outcome).not.toBe('passed');
  expect(toldAs(path)).toContain(parts[0]);
}

it('these are all the files of the bundle', () => expect([...files.keys()]).toEqual(paths));

it('the bundle passes when nothing is changed', async () => {
  expect(await refusalsOf(files)).toEqual({ outcome: 'passed', parts: [] });
});

describe.each(paths)('%s', (path) => {
  it('is named when one of its bits is changed', async () => {
    const bytes = Uint8Array.from(files.get(path)!);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = bytes[middle]! ^ 1;
    await expectRefused(path, new Map(files).set(path, bytes));
  });

  it('is named when it is emptied', () => expectRefused(path, new Map(files).set(path, new Uint8Array())));

  it('is named when it is missing', async () => {
    const changed = new Map(files);
    changed.delete(path);
    await expectRefused(path, changed);
  });

  it("is named when it is another bundle's", async () => {
    const other = others.get(path)!;
    const isSame = Buffer.from(other).equals(files.get(path)!);
    expect(isSame).toBe(sameInBoth.includes(path));
    if (!isSame) await expectRefused(path, new Map(files).set(path, other));
  });
});

describe('a file that is added', () => {
  it.each(['more.txt', 'manifest.tst', 'content/copy.pdf', 'journal/entries/8.json'])(
    'is named: %s',
    (path) => expectRefused(path, new Map(files).set(path, Uint8Array.of(1))),
  );
});

describe('a manifest for changed parts', () => {
  const cheat = (parts: Draft['parts']) =>
    parts.map((part) => (part.role === 'content' ? { ...part, bytes: Uint8Array.of(1) } : part));

  it.each(['employee', 'stranger', 'sender', 'receiver'] as const)(
    'is refused when it is signed by: %s',
    async (who) => {
      const sealed = await seal(world, { about: draft.about, parts: cheat(draft.parts) }, world[who]);
      const { outcome, parts } = await refusalsOf(readZip(sealed));
      expect([outcome, parts]).toEqual(['failed', ['manifest.cms']]);
    },
  );

  it('is refused when it is signed under the same names by a НУЦ that nobody trusts', async () => {
    const false_ = makeWorld();
    const { outcome, parts } = await refusalsOf(readZip(await seal(false_, await makeDraft(false_))));
    expect([outcome, parts]).toEqual(['failed', ['manifest.cms']]);
  });

  it('is refused when a company signs for itself as an operator', async () => {
    const about = { ...draft.about, operator: { bin: '123456789032', name: 'ТОО "ДРУГОЙ ТЕСТ"' } };
    const sealed = await seal(world, { about, parts: cheat(draft.parts) }, world.stranger);
    const { outcome, parts } = await refusalsOf(readZip(sealed));
    expect([outcome, parts]).toEqual(['failed', ['manifest.cms']]);
  });

  it('is refused with the signature that the operator made for another bundle', async () => {
    const changed = new Map(files).set('manifest.cms', others.get('manifest.cms')!);
    expect(await refusalsOf(changed)).toEqual({ outcome: 'failed', parts: ['manifest.cms'] });
  });
});
