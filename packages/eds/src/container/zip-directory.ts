import { EdsError } from '../errors.ts';
import { malformed, readUtf8 } from './malformed.ts';

/** One line of the central directory (APPNOTE 6.3, 4.3.12). Sizes in bytes, offset from the archive's start. */
export type DirectoryRecord = {
  readonly name: string;
  readonly rawName: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly offset: number;
};

const END = 0x06054b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const RECORD = 0x02014b50;
const RECORD_LENGTH = 46;
/** Stored and deflated. */
const METHODS: readonly number[] = [0, 8];
/** Deflate's strength, data descriptor, UTF-8: none of them changes what a file says. */
const HARMLESS_FLAGS = (1 << 1) | (1 << 2) | (1 << 3) | (1 << 11);

/** The central directory, and where it starts. Errors: CONTAINER_MALFORMED, CONTAINER_LIMIT. */
export function readDirectory(
  bytes: Uint8Array,
  mostEntries: number,
): { readonly records: DirectoryRecord[]; readonly start: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  const oneDisk = view.getUint32(end + 4, true) === 0 && view.getUint16(end + 8, true) === count;
  if (!oneDisk) throw malformed('it has several parts');
  if (start + view.getUint32(end + 12, true) !== end) throw malformed('its directory is not at its end');
  if (count > mostEntries)
    throw new EdsError('CONTAINER_LIMIT', `${count} files, ${mostEntries} are allowed`);
  const records: DirectoryRecord[] = [];
  let position = start;
  for (let index = 0; index < count; index += 1) {
    const record = readRecord(view, position, end);
    records.push(record);
    position += recordLength(view, position);
  }
  if (position !== end) throw malformed('its directory has more than it says');
  return { records, start };
}

/** The end record, whose comment must reach exactly to the end of the archive. */
function findEnd(view: DataView): number {
  const last = view.byteLength - END_LENGTH;
  for (let position = last; position >= Math.max(0, last - LONGEST_COMMENT); position -= 1) {
    if (view.getUint32(position, true) !== END) continue;
    if (position + END_LENGTH + view.getUint16(position + 20, true) === view.byteLength) return position;
  }
  throw malformed('it is not a whole ZIP archive');
}

const recordLength = (view: DataView, at: number): number =>
  RECORD_LENGTH + [28, 30, 32].reduce((sum, field) => sum + view.getUint16(at + field, true), 0);

function readRecord(view: DataView, at: number, end: number): DirectoryRecord {
  const whole = at + RECORD_LENGTH <= end && view.getUint32(at, true) === RECORD;
  if (!whole || at + recordLength(view, at) > end) throw malformed('its directory is damaged');
  const rawName = new Uint8Array(
    view.buffer,
    view.byteOffset + at + RECORD_LENGTH,
    view.getUint16(at + 28, true),
  );
  const record = {
    name: readName(rawName),
    rawName,
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packedSize: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  };
  refuseUnsupported(record);
  return record;
}

/** Names that could lead out of a folder, or read differently elsewhere, are refused although nothing is written. */
function readName(rawName: Uint8Array): string {
  const name = readUtf8(rawName, 'a name in it');
  const odd = name === '' || name.startsWith('/') || /[\\\p{Cc}]/u.test(name);
  if (odd || name.split('/').some((part) => part === '..' || part === '.'))
    throw malformed(`${JSON.stringify(name)} is no name for a file`);
  return name;
}

function refuseUnsupported({ name, flags, method, packedSize, size, offset }: DirectoryRecord): void {
  if ((flags & ~HARMLESS_FLAGS) !== 0) throw malformed(`${name} is encrypted or patched`);
  if (!METHODS.includes(method)) throw malformed(`${name} is packed by method ${method}, 0 and 8 are read`);
  if ([packedSize, size, offset].includes(0xffffffff)) throw malformed(`${name} is in ZIP64`);
}
