import { crc32, inflateRawSync } from 'node:zlib';
import { BundleError } from '../errors.ts';
import { checkNoneTwice, checkPath } from './paths.ts';
import { type ZipLimits, zipLimits } from './zip-limits.ts';

const endLength = 22;
const centralLength = 46;
const localLength = 30;
const utf8Flag = 0x0800;
const methods = { stored: 0, deflated: 8 } as const;

type Header = { path: string; method: number; crc: number; packed: number; unpacked: number; offset: number };

/**
 * Files of a ZIP by path, read strictly so that every reader sees the same files: one disk, no ZIP64, no encryption,
 * no comments or extra fields, no data descriptors; the central directory agrees with each local header; the entries
 * fill the file without gaps. Throws BundleError ZIP_MALFORMED, ZIP_LIMIT, PATH_FORBIDDEN or PATH_REPEATED.
 */
export function readZip(bytes: Uint8Array, limits: ZipLimits = zipLimits): Map<string, Uint8Array> {
  if (bytes.length > limits.file) throw new BundleError('ZIP_LIMIT', `larger than ${limits.file} bytes`);
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { headers, directory } = readDirectory(zip, limits);
  for (const { path } of headers) checkPath(path);
  checkNoneTwice(headers.map(({ path }) => path));
  const files = new Map<string, Uint8Array>();
  let position = 0;
  for (const header of headers) {
    if (header.offset !== position) throw malformed(`${header.path} does not follow the entry before it`);
    const packed = readLocal(zip, header, directory);
    position = packed.end;
    files.set(header.path, unpack(packed.data, header));
  }
  if (position !== directory) throw malformed('bytes between the last entry and the directory');
  return files;
}

function readDirectory(zip: Buffer, limits: ZipLimits): { headers: Header[]; directory: number } {
  const end = zip.length - endLength;
  if (end < 0 || zip.readUInt32LE(end) !== 0x06054b50) throw malformed('no end record in the last 22 bytes');
  const entries = zip.readUInt16LE(end + 10);
  const directory = zip.readUInt32LE(end + 16);
  const oneDisk = zip.readUInt32LE(end + 4) === 0 && zip.readUInt16LE(end + 8) === entries;
  if (!oneDisk || zip.readUInt16LE(end + 20) !== 0) throw malformed('several disks or a comment');
  if (directory + zip.readUInt32LE(end + 12) !== end)
    throw malformed('the directory does not end at the end record');
  if (entries > limits.entries) throw new BundleError('ZIP_LIMIT', `more than ${limits.entries} entries`);
  const headers: Header[] = [];
  let at = directory;
  let unpacked = 0;
  for (let count = 0; count < entries; count += 1) {
    const header = readCentral(zip, at, end);
    unpacked += header.unpacked;
    if (header.unpacked > limits.entry || unpacked > limits.unpacked) {
      throw new BundleError(
        'ZIP_LIMIT',
        `${header.path} makes it larger than allowed once unpacked`,
        header.path,
      );
    }
    headers.push(header);
    at += centralLength + header.path.length;
  }
  if (at !== end) throw malformed('bytes after the last header of the directory');
  return { headers, directory };
}

function readCentral(zip: Buffer, at: number, end: number): Header {
  if (at + centralLength > end || zip.readUInt32LE(at) !== 0x02014b50)
    throw malformed('a directory header is missing');
  const nameLength = zip.readUInt16LE(at + 28);
  if (at + centralLength + nameLength > end) throw malformed('a directory header is cut off');
  const path = zip.toString('latin1', at + centralLength, at + centralLength + nameLength);
  const extras = zip.readUInt32LE(at + 30) | zip.readUInt16LE(at + 34); // extra field, comment, disk
  if (extras !== 0) throw malformed(`${path} has an extra field, a comment or another disk`);
  const header = { path, ...readCommon(zip, at + 8), offset: zip.readUInt32LE(at + 42) };
  if (header.method === methods.stored && header.packed !== header.unpacked)
    throw malformed(`${path} has two sizes`);
  return header;
}

/** What the directory and the local header both say, from the flags on. */
function readCommon(zip: Buffer, at: number): Omit<Header, 'path' | 'offset'> {
  const flags = zip.readUInt16LE(at);
  const method = zip.readUInt16LE(at + 2);
  const [crc, packed, unpacked] = [8, 12, 16].map((offset) => zip.readUInt32LE(at + offset)) as [
    number,
    number,
    number,
  ];
  if ((flags & ~utf8Flag) !== 0) throw malformed('an entry is encrypted or of unknown length');
  if (method !== methods.stored && method !== methods.deflated)
    throw malformed(`compression method ${method}`);
  return { method, crc, packed, unpacked };
}

function readLocal(zip: Buffer, header: Header, directory: number): { data: Buffer; end: number } {
  const { offset, path } = header;
  const start = offset + localLength + path.length;
  if (start + header.packed > directory || zip.readUInt32LE(offset) !== 0x04034b50) {
    throw malformed(`${path} has no local header`);
  }
  const local = { path, ...readCommon(zip, offset + 6), offset };
  const name = zip.toString('latin1', offset + localLength, start);
  const lengths = zip.readUInt16LE(offset + 26) === path.length && zip.readUInt16LE(offset + 28) === 0;
  if (!lengths || name !== path || JSON.stringify(local) !== JSON.stringify(header)) {
    throw malformed(`${path} is described in two ways`);
  }
  return { data: zip.subarray(start, start + header.packed), end: start + header.packed };
}

function unpack(data: Buffer, { path, method, crc, unpacked }: Header): Uint8Array {
  const bytes = method === methods.stored ? data : inflate(data, unpacked, path);
  if (bytes.length !== unpacked || crc32(bytes) !== crc) throw malformed(`${path} is damaged`);
  return new Uint8Array(bytes);
}

function inflate(data: Buffer, unpacked: number, path: string): Buffer {
  try {
    const options = { maxOutputLength: Math.max(unpacked, 1), info: true };
    // With `info` zlib answers more than its types say: how much of the input it took.
    const result = inflateRawSync(data, options) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    if (result.engine.bytesWritten === data.length) return result.buffer;
  } catch {
    // said below: zlib's own words help nobody
  }
  throw malformed(`${path} cannot be unpacked to the size it names`);
}

function malformed(what: string): BundleError {
  return new BundleError('ZIP_MALFORMED', `ZIP: ${what}`);
}
