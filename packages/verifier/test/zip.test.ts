import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { readZip } from '../src/format/read-zip.ts';
import { writeZip } from '../src/format/write-zip.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const files = [
  { path: 'a.txt', bytes: bytes('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa') },
  { path: 'b/c.bin', bytes: Uint8Array.of(1, 2, 3) },
  { path: 'empty', bytes: new Uint8Array() },
];
const zip = () => Buffer.from(writeZip(files));
const refusal = (code: string) => expect.objectContaining({ name: 'BundleError', code });
const directoryOf = (file: Buffer) => file.readUInt32LE(file.length - 6);

/** The ZIP with bytes put over it; what lies there is asserted by the outcome, not here. */
function over(at: (file: Buffer) => number, value: Uint8Array): Buffer {
  const file = zip();
  file.set(value, at(file));
  return file;
}

describe('the ZIP reader', () => {
  it('gives back the files that were written, in their order', () => {
    expect([...readZip(zip())]).toEqual(files.map((file) => [file.path, file.bytes]));
  });

  it('reads the same bytes for the same files, whenever they are written', () =>
    expect(zip()).toEqual(zip()));

  it('reads back any files', () =>
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 2000 }), { maxLength: 12 }), (contents) => {
        const some = contents.map((content, at) => ({ path: `f/${at}`, bytes: content }));
        expect([...readZip(writeZip(some)).values()]).toEqual(contents);
      }),
      { numRuns: 50 },
    ));

  it('never reads a damaged file as another', () =>
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const file = zip();
        const place = at % file.length;
        file[place] = file[place]! ^ change;
        let read: Map<string, Uint8Array>;
        try {
          read = readZip(file);
        } catch (error) {
          expect(error).toMatchObject({ name: 'BundleError' });
          return;
        }
        // What may change unseen says nothing of the files: versions, times and attributes.
        expect([...read]).toEqual(files.map((one) => [one.path, one.bytes]));
      }),
      { numRuns: 2000 },
    ));

  it.each([
    '../evil',
    'a/../b',
    '/etc/passwd',
    'a\\b',
    'a//b',
    'a/',
    './a',
    '.hidden',
    'a/.b',
    'C:evil',
    'a b',
    'ы',
    'a\u0000b',
    'x'.repeat(161),
  ])('refuses the path %j', (path) => {
    expect(() => readZip(zipSync({ [path]: bytes('x') }))).toThrow(/path|ZIP/);
    expect(() => writeZip([{ path, bytes: bytes('x') }])).toThrow(refusal('PATH_FORBIDDEN'));
  });

  it('refuses a path that is there twice, letter case aside', () => {
    expect(() => readZip(zipSync({ 'a.txt': bytes('1'), 'A.txt': bytes('2') }))).toThrow(
      refusal('PATH_REPEATED'),
    );
    const twice = Buffer.from(zipSync({ 'a.txt': bytes('1'), 'b.txt': bytes('2') }));
    for (let at = twice.indexOf('b.txt'); at >= 0; at = twice.indexOf('b.txt')) twice.write('a.txt', at);
    expect(() => readZip(twice)).toThrow(refusal('PATH_REPEATED'));
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['other bytes', Buffer.from('%PDF-1.7 and so on and so on')],
    ['bytes before', Buffer.concat([Buffer.from('MZ'), zip()])],
    ['bytes after', Buffer.concat([zip(), Buffer.from('x')])],
    [
      'a comment',
      Buffer.from(Buffer.concat([zip(), Buffer.from('x')])).fill(1, zip().length - 2, zip().length - 1),
    ],
    ['another method', over((file) => directoryOf(file) + 10, Uint8Array.of(12))],
    ['encryption', over((file) => directoryOf(file) + 8, Uint8Array.of(1))],
    ['another name in the local header', over(() => 30, bytes('A'))],
    ['a wrong sum', over((file) => directoryOf(file) + 16, Uint8Array.of(0, 0, 0, 0))],
    ['an entry of more than it names', over((file) => directoryOf(file) + 24, Uint8Array.of(59))],
    ['fewer entries than the directory has', over((file) => file.length - 14, Uint8Array.of(2, 0, 2, 0))],
  ])('refuses %s', (_, file) => expect(() => readZip(file)).toThrow(refusal('ZIP_MALFORMED')));

  it.each([
    ['file', { file: 100 }],
    ['entries', { entries: 2 }],
    ['entry', { entry: 59 }],
    ['unpacked', { unpacked: 62 }],
  ])('stops at its limit of %s, before it unpacks', (_, limit) => {
    const limits = { file: 1e6, entries: 10, entry: 1e6, unpacked: 1e6, ...limit };
    expect(() => readZip(zip(), limits)).toThrow(refusal('ZIP_LIMIT'));
  });

  it('does not unpack a bomb beyond the size that its header names', () => {
    const bomb = Buffer.from(zipSync({ bomb: new Uint8Array(50_000_000) }, { level: 9 }));
    const directory = directoryOf(bomb);
    for (const at of [22, directory + 24]) bomb.writeUInt32LE(10, at);
    expect(() => readZip(bomb)).toThrow(refusal('ZIP_MALFORMED'));
  });
});
