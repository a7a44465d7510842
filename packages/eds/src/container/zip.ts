import { crc32, inflateRawSync } from 'node:zlib';
import { EdsError } from '../errors.ts';
import { malformed } from './malformed.ts';
import { type DirectoryRecord, readDirectory } from './zip-directory.ts';

/** One file of an archive; its bytes are unpacked when they are asked for, and not kept. */
export type ZipEntry = {
  readonly name: string;
  /** bytes when unpacked */
  readonly size: number;
  /** Errors: CONTAINER_MALFORMED where it does not unpack to the size and CRC-32 that are written beside it. */
  readonly read: () => Uint8Array;
};

/** What one archive may cost; looked at before anything is unpacked. */
export const ZIP_LIMITS = {
  /** bytes of the archive */
  size: 256 * 1024 * 1024,
  entries: 4096,
  /** bytes of all files together, unpacked */
  unpacked: 512 * 1024 * 1024,
} as const;

const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_LENGTH = 30;
const DEFLATED = 8;
const DATA_DESCRIPTOR = 1 << 3;

/** Whether these bytes begin as a ZIP archive does. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);

/**
 * The files of a ZIP archive (APPNOTE 6.3), by the strictest reading: both headers of a file say the same, files do
 * not overlap, nothing stands before them, no name comes twice, nothing is encrypted or in ZIP64. What two readers
 * could understand differently is refused. Errors: CONTAINER_MALFORMED, CONTAINER_LIMIT.
 */
export function readZip(bytes: Uint8Array): ZipEntry[] {
  if (bytes.length > ZIP_LIMITS.size) throw tooMuch(`${bytes.length} bytes`);
  const { records, start } = readDirectory(bytes, ZIP_LIMITS.entries);
  const unpacked = records.reduce((sum, { size }) => sum + size, 0);
  if (unpacked > ZIP_LIMITS.unpacked) throw tooMuch(`${unpacked} bytes when unpacked`);
  if (new Set(records.map(({ name }) => name)).size < records.length) throw malformed('a name comes twice');
  const placed = records.map((record) => ({ record, packed: packedBytes(bytes, record) }));
  refuseGaps(placed, bytes.byteOffset, start);
  return placed
    .filter(({ record }) => !record.name.endsWith('/'))
    .map(({ record, packed }) => ({
      name: record.name,
      size: record.size,
      read: () => unpack(record, packed),
    }));
}

const tooMuch = (what: string): EdsError =>
  new EdsError('CONTAINER_LIMIT', `the container has ${what}, more than is read`);

/** The packed bytes behind the local header, which must say what the directory says. */
function packedBytes(bytes: Uint8Array, record: DirectoryRecord): Uint8Array {
  const { name, rawName, flags, method, packedSize, size, crc, offset } = record;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (offset + LOCAL_HEADER_LENGTH > bytes.length || view.getUint32(offset, true) !== LOCAL_HEADER)
    throw malformed(`${name} has no header`);
  const nameStart = offset + LOCAL_HEADER_LENGTH;
  const start = nameStart + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const localName = bytes.subarray(nameStart, nameStart + view.getUint16(offset + 26, true));
  const said = [14, 18, 22].map((at) => view.getUint32(offset + at, true));
  const later = (flags & DATA_DESCRIPTOR) !== 0; // then zeros may stand for what the descriptor says
  const agree = [crc, packedSize, size].every((value, at) => said[at] === value || (later && said[at] === 0));
  const same =
    Buffer.compare(localName, rawName) === 0 &&
    view.getUint16(offset + 6, true) === flags &&
    view.getUint16(offset + 8, true) === method &&
    agree;
  if (!same) throw malformed(`the two headers of ${name} differ`);
  if (start + packedSize > bytes.length) throw malformed(`${name} is cut off`);
  return bytes.subarray(start, start + packedSize);
}

/** Files lie one after another from the first byte to the directory; between them only data descriptors. */
function refuseGaps(
  placed: readonly { readonly record: DirectoryRecord; readonly packed: Uint8Array }[],
  base: number,
  directory: number,
): void {
  let end = 0;
  let gaps = NO_GAP;
  for (const { record, packed } of placed.toSorted((one, other) => one.record.offset - other.record.offset)) {
    if (!gaps.includes(record.offset - end))
      throw malformed(`something else lies before ${record.name}, or overlaps it`);
    end = packed.byteOffset - base + packed.length;
    gaps = record.flags & DATA_DESCRIPTOR ? DESCRIPTOR : NO_GAP;
  }
  if (!gaps.includes(directory - end)) throw malformed('something else lies before the directory');
}

const NO_GAP: readonly number[] = [0];
/** Bytes of a data descriptor, without and with its mark (APPNOTE 6.3, 4.3.9). */
const DESCRIPTOR: readonly number[] = [12, 16];

function unpack({ name, method, size, crc }: DirectoryRecord, packed: Uint8Array): Uint8Array {
  const unpacked = method === DEFLATED ? inflate(name, packed, size) : packed;
  if (unpacked.length !== size || crc32(unpacked) !== crc)
    throw malformed(`${name} is damaged: its size or CRC-32 is another`);
  return unpacked;
}

function inflate(name: string, packed: Uint8Array, size: number): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch (cause) {
    throw malformed(`${name} cannot be unpacked`, cause);
  }
}
