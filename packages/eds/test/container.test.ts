import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digest } from '../src/algorithms/digests.ts';
import { DIGEST } from '../src/algorithms/oids.ts';
import { readManifest } from '../src/container/manifest.ts';
import { type ContainerInput, validateContainer } from '../src/container/validate-container.ts';
import { readZip } from '../src/container/zip.ts';
import { EdsError } from '../src/errors.ts';
import { signDetached } from '../src/signing/cades.ts';
import { pkcs12Signer } from '../src/signing/signer.ts';
import { vector } from './samples.ts';
import { everyAuthority } from './trust.ts';
import { writeZip, type ZipFile } from './zip.ts';

const at = new Date('2026-11-22T12:00:00Z');
const signer = pkcs12Signer(vector('p12/individual_valid.p12'), 'Qwerty12');
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const STREEBOG = 'urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34112015-512';
const contract = { name: 'договор.txt', bytes: Buffer.from('Договор №1') };
const annex = { name: 'text _hash.docx', bytes: Buffer.from('x'.repeat(5000)), deflate: true };
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

const reference = (name: string, algorithm: string, value: Uint8Array) =>
  `<DataObjectReference URI="${name}"><DigestMethod Algorithm="${algorithm}"/>` +
  `<DigestValue>${base64(value)}</DigestValue></DataObjectReference>`;
const references =
  reference(contract.name, SHA256, digest(DIGEST.sha256, contract.bytes)) +
  reference(annex.name, STREEBOG, digest(DIGEST.streebog512, annex.bytes));
const manifestOf = (objects: string) =>
  Buffer.from(
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<NCAManifest>\n\t` +
      `<SigReference URI="META-INF/signature-1.cms"/>${objects}</NCAManifest>`,
  );

/** A container as НУЦ РК makes them, of these files and this manifest. */
async function containerOf(
  files: readonly ZipFile[] = [contract, annex],
  manifest = manifestOf(references),
): Promise<Uint8Array> {
  const cms = await signDetached(digest(signer.digestOid, manifest), signer, { signingTime: at });
  return writeZip([
    ...files,
    { name: 'META-INF/NCAManifest.xml', bytes: manifest, deflate: true },
    { name: 'META-INF/signature-1.cms', bytes: cms, deflate: true },
  ]);
}

const judge = (container: Uint8Array, change: Partial<ContainerInput> = {}) =>
  validateContainer({ container, at, trust: everyAuthority, options: { revocation: 'none' }, ...change });

describe('signed ZIP containers of НУЦ РК', () => {
  it('pass where the manifest is signed and every file is the one it names', async () => {
    const report = await judge(await containerOf());
    expect(report).toMatchObject({ indication: 'TOTAL-PASSED', subIndication: null });
    expect(report.signatures).toHaveLength(1);
    expect(report.objects.map(({ name, status }) => [name, status])).toEqual([
      [contract.name, 'unchanged'],
      [annex.name, 'unchanged'],
    ]);
  });

  it.each([
    ['a changed file', [{ ...contract, bytes: Buffer.from('Договор №2') }, annex], 'HASH_FAILURE'],
    ['an added file', [contract, annex, { name: 'more.txt', bytes: annex.bytes }], 'HASH_FAILURE'],
    ['a missing file', [contract], 'SIGNED_DATA_NOT_FOUND'],
  ])('do not pass with %s', async (_, files, subIndication) => {
    const report = await judge(await containerOf(files));
    expect(report.signatures.map((one) => one.subIndication)).toEqual([subIndication]);
    expect(report.subIndication).toBe(subIndication);
  });

  it.each([
    ['SHA-1', 'http://www.w3.org/2000/09/xmldsig#sha1', DIGEST.sha1],
    ['an unknown digest', 'constructor', DIGEST.sha1],
  ])('do not pass with %s in the manifest', async (_, uri, oid) => {
    const manifest = manifestOf(reference(contract.name, uri, digest(oid, contract.bytes)));
    const report = await judge(await containerOf([contract], manifest));
    expect(report.subIndication).toBe('CRYPTO_CONSTRAINTS_FAILURE');
  });

  it('are judged signature by signature: one over another manifest fails', async () => {
    const other = await signDetached(digest(signer.digestOid, Buffer.from('x')), signer, { signingTime: at });
    const good = readZip(await containerOf()).map(({ name, read }) => ({ name, bytes: read() }));
    const report = await judge(writeZip([...good, { name: 'META-INF/signature-2.cms', bytes: other }]));
    expect(report.signatures.map(({ indication }) => indication)).toEqual(['TOTAL-PASSED', 'TOTAL-FAILED']);
    expect(report.indication).toBe('TOTAL-FAILED');
  });

  it('of НУЦ РК itself: its manifest of 2020 is read as it is', () => {
    const { signatures, objects } = readManifest(vector('cms/zip_sign/NCAManifest.xml'));
    expect(signatures).toEqual(['META-INF/signature-da70a72731.cms']);
    expect(objects.map(({ uri }) => uri)).toContain('text _hash.docx');
    expect(new Set(objects.map(({ digestOid }) => digestOid))).toEqual(new Set([DIGEST.gost34311]));
  });
});

describe('manifests are refused', () => {
  it.each([
    ['with a document type', '<!DOCTYPE x [<!ENTITY e "1">]><NCAManifest/>'],
    ['with an unknown entity', `<NCAManifest><SigReference URI="&toString;"/>${references}</NCAManifest>`],
    ['with a comment', `<NCAManifest><!-- x --><SigReference URI="a"/>${references}</NCAManifest>`],
    ['in another encoding', `<?xml version="1.0" encoding="UTF-16"?><NCAManifest/>`],
    ['with text between', `<NCAManifest>x<SigReference URI="a"/>${references}</NCAManifest>`],
    ['with more after it', `<NCAManifest><SigReference URI="a"/>${references}</NCAManifest><x/>`],
    ['without a signature', `<NCAManifest>${references}</NCAManifest>`],
    ['without files', '<NCAManifest><SigReference URI="a"/></NCAManifest>'],
    ['cut off', '<NCAManifest><SigReference URI="a"/>'],
    ['with two values of one attribute', `<NCAManifest><SigReference URI="a" URI="b"/></NCAManifest>`],
    ['of another shape', '<Manifest/>'],
  ])('%s', (_, xml) => {
    expect(() => readManifest(Buffer.from(xml))).toThrow(
      expect.objectContaining({ code: 'CONTAINER_MALFORMED' }),
    );
  });

  it('in bounded time, however hostile', () => {
    const before = process.cpuUsage();
    for (const xml of [`<${' '.repeat(2e6)}`, `<a ${'b="c" '.repeat(3e5)}`, `<a b="${'c'.repeat(3e6)}`])
      expect(() => readManifest(Buffer.from(xml))).toThrow(EdsError);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1500);
  });
});

describe('ZIP archives', () => {
  const file = { name: 'a.txt', bytes: Buffer.from('a') };

  it.each([
    ['a name twice', [file, file]],
    ['a name that leads out', [{ ...file, name: '../a' }]],
    ['an absolute name', [{ ...file, name: '/a' }]],
    ['an encrypted file', [{ ...file, says: { flags: 0x801 } }]],
    ['two names for one file', [{ ...file, says: { name: 'b.txt' } }]],
    ['another CRC-32', [{ ...file, says: { crc: 1 } }]],
    ['another size', [{ ...file, deflate: true, says: { size: 2 } }]],
    [
      'more than its size says',
      [{ ...file, bytes: Buffer.alloc(100_000), deflate: true, says: { size: 10 } }],
    ],
  ] satisfies [string, ZipFile[]][])('with %s are refused', (_, files) => {
    expect(() => readZip(writeZip(files)).map((entry) => entry.read())).toThrow(
      expect.objectContaining({ code: 'CONTAINER_MALFORMED' }),
    );
  });

  it('that would unpack to too much are refused before anything is unpacked', () => {
    const bomb = writeZip([{ ...file, says: { size: 0xfffffff0 } }]);
    expect(() => readZip(bomb)).toThrow(expect.objectContaining({ code: 'CONTAINER_LIMIT' }));
  });

  it('with something before or behind are refused', () => {
    const archive = writeZip([file]);
    for (const bytes of [
      Buffer.concat([Buffer.from('x'), archive]),
      Buffer.concat([archive, Buffer.from('x')]),
    ])
      expect(() => readZip(bytes)).toThrow(expect.objectContaining({ code: 'CONTAINER_MALFORMED' }));
  });

  it('of the program zip are read: stored, deflated, with data descriptors', () => {
    const folder = mkdtempSync(join(tmpdir(), 'eds-zip-'));
    try {
      mkdirSync(join(folder, 'META-INF'));
      writeFileSync(join(folder, 'a.txt'), 'a'.repeat(1000));
      writeFileSync(join(folder, 'META-INF', 'б.bin'), 'b');
      expect(spawnSync('zip', ['-r', '-fd', 'out.zip', 'META-INF', 'a.txt'], { cwd: folder }).status).toBe(0);
      const entries = readZip(new Uint8Array(readFileSync(join(folder, 'out.zip'))));
      const texts = entries.map(({ name, read }) => [name, Buffer.from(read()).toString()]);
      expect(texts).toEqual([
        ['META-INF/б.bin', 'b'],
        ['a.txt', 'a'.repeat(1000)],
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('never crash, and with any byte changed no changed content passes', async () => {
    const container = await containerOf();
    await fc.assert(
      fc.asyncProperty(fc.nat(container.length - 1), fc.integer({ min: 1, max: 255 }), async (at, bits) => {
        const changed = container.with(at, container[at]! ^ bits);
        try {
          const { indication, objects } = await judge(changed);
          const whole = objects.every(({ status }) => status === 'unchanged');
          expect(indication !== 'TOTAL-PASSED' || whole).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(EdsError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
