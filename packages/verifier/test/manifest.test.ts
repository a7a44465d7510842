import { readSignedData } from '@edo/eds';
import { canonicalJson } from '@edo/journal';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildBundle } from '../src/format/build-bundle.ts';
import { makeManifest, type Part, readManifest, sha256 } from '../src/format/manifest.ts';
import { readZip } from '../src/format/read-zip.ts';
import { askOcsp, makeWorld, sign } from './world.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const about = {
  documentId: '0198a0c4-0000-7000-8000-000000000001',
  madeAt: '2026-11-22T12:00:00.000Z',
  operator: { bin: '190640029224', name: 'Test operator' },
  about: { kind: 'contract', number: null },
};
const parts: Part[] = [
  { path: 'content/document.pdf', role: 'content', bytes: bytes('%PDF-') },
  { path: 'signatures/1/signature.cms', role: 'signature', bytes: bytes('cms') },
  { path: 'receipt/receipt.json', role: 'receipt', bytes: bytes('{}') },
  { path: 'receipt/receipt.cms', role: 'receipt-signature', bytes: bytes('cms 2') },
  { path: 'journal/entries/7.json', role: 'journal-entry', bytes: bytes('{"id":1}') },
  { path: 'journal/entries/7.tlog-proof', role: 'journal-proof', bytes: bytes('proof') },
  { path: 'journal/checkpoint.txt', role: 'checkpoint', bytes: bytes('note') },
  { path: 'journal/key.json', role: 'journal-key', bytes: bytes('{"key":1}') },
  { path: 'journal/key.cms', role: 'journal-key-signature', bytes: bytes('cms 3') },
  { path: 'README.txt', role: 'readme', bytes: bytes('how to') },
];
const refusal = (code: string) => expect.objectContaining({ name: 'BundleError', code });
const manifest = () => readManifest(makeManifest(about, parts));
const manifestEvidence = { certificates: [], ocspResponses: [], crls: [] };

describe('the manifest of a bundle', () => {
  it('pins every part by path, in order, with digest and size', () => {
    const { parts: pinned, ...rest } = manifest();
    expect(rest).toEqual({ format: 'edo-bundle/1', ...about });
    expect(pinned.map(({ path }) => path)).toEqual(parts.map(({ path }) => path).sort());
    expect(pinned[1]).toEqual({
      path: 'content/document.pdf',
      role: 'content',
      size: 5,
      sha256: sha256(bytes('%PDF-')),
    });
  });

  it('has the same bytes for the same parts in any order', () => {
    expect(makeManifest(about, parts.toReversed())).toEqual(makeManifest(about, parts));
  });

  const [first, second, ...rest] = manifest().parts;
  const sorted = (some: { path?: string }[]) => some.sort((one, other) => (one.path! < other.path! ? -1 : 1));
  it.each([
    ['another format', { format: 'edo-bundle/2' }],
    ['a member more', { comment: 'x' }],
    ['no document', { documentId: '' }],
    ['a local time', { madeAt: '2026-11-22T12:00:00' }],
    ['an operator without BIN', { operator: { bin: '19064002922', name: 'x' } }],
    ['about that is a list', { about: [] }],
    ['parts out of order', { parts: [second, first, ...rest] }],
    ['an unknown role', { parts: [{ ...first, role: 'extra' }, second, ...rest] }],
    ['a digest in capitals', { parts: [{ ...first, sha256: first!.sha256.toUpperCase() }, second, ...rest] }],
    ['a part without size', { parts: [{ ...first, size: null }, second, ...rest] }],
    ['no content', { parts: manifest().parts.filter(({ role }) => role !== 'content') }],
    ['two receipts', { parts: [...manifest().parts, { ...first, path: 'z', role: 'receipt' }] }],
    ['itself as a part', { parts: sorted([first!, second!, ...rest, { ...first, path: 'manifest.json' }]) }],
  ])('is refused with %s', (_, change) => {
    const changed = canonicalJson({ ...manifest(), ...change });
    expect(() => readManifest(changed)).toThrow(refusal('MANIFEST_MALFORMED'));
  });

  it('is refused in any other form than canonical JSON', () => {
    const pretty = bytes(JSON.stringify(manifest(), null, 2));
    expect(() => readManifest(pretty)).toThrow(refusal('MANIFEST_MALFORMED'));
  });

  it('is refused with a path that leads elsewhere', () => {
    const changed = canonicalJson({ ...manifest(), parts: [{ ...first, path: '../x' }, second, ...rest] });
    expect(() => readManifest(changed)).toThrow(refusal('PATH_FORBIDDEN'));
  });
});

describe('building a bundle', () => {
  const pinned = makeManifest(about, parts);
  const world = makeWorld();
  let manifestSignature: Uint8Array;
  beforeAll(async () => {
    manifestSignature = await sign(world.operator, pinned);
  });

  it('puts the manifest first and every part as it is', () => {
    const files = readZip(buildBundle({ manifest: pinned, manifestSignature, manifestEvidence, parts }));
    expect([...files.keys()]).toEqual(['manifest.json', 'manifest.cms', ...parts.map(({ path }) => path)]);
    expect(files.get('content/document.pdf')).toEqual(bytes('%PDF-'));
  });

  it('puts the evidence of the manifest’s signature inside that signature', () => {
    const answer = askOcsp(world, world.operator);
    const evidence = { ...manifestEvidence, ocspResponses: [answer] };
    const files = readZip(
      buildBundle({ manifest: pinned, manifestSignature, manifestEvidence: evidence, parts }),
    );
    expect(readSignedData(files.get('manifest.cms')!).ocspResponses).toEqual([answer]);
  });

  it.each([
    ['changed', [{ ...parts[0]!, bytes: bytes('%PDF+') }, ...parts.slice(1)]],
    ['missing', parts.slice(1)],
    ['of another role', [{ ...parts[0]!, role: 'verdict' as const }, ...parts.slice(1)]],
    ['added', [...parts, { path: 'more.txt', role: 'verdict' as const, bytes: bytes('x') }]],
  ])('refuses a part that is %s since the manifest was made', (_, changed) => {
    const build = () =>
      buildBundle({ manifest: pinned, manifestSignature, manifestEvidence, parts: changed });
    expect(build).toThrow(refusal('PART_MALFORMED'));
  });
});
