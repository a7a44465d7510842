import { crc32, deflateRawSync } from 'node:zlib';

/** A file of a test archive; what is left out is as usual archives have it. */
export type ZipFile = {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly deflate?: boolean;
  /** what the directory says instead of the truth */
  readonly says?: {
    readonly size?: number;
    readonly flags?: number;
    readonly name?: string;
    readonly crc?: number;
  };
};

/** A ZIP archive of these files, right in all but what `says` asks for. */
export function writeZip(files: readonly ZipFile[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes, deflate = false, says = {} } of files) {
    const packed = deflate ? deflateRawSync(bytes) : bytes;
    const { flags = 0x800, size = bytes.length, crc = crc32(bytes) } = says;
    const method = deflate ? 8 : 0;
    const common = [u16(20), u16(flags), u16(method), u32(0), u32(crc), u32(packed.length), u32(size)];
    const local = [u32(0x04034b50), ...common, ...named(name), packed];
    const listed = named(says.name ?? name);
    directory.push(
      u32(0x02014b50),
      u16(20),
      ...common,
      ...listed.slice(0, 2),
      ...[0, 0, 0].map(u16),
      u32(0),
      u32(offset),
      listed[2]!,
    );
    parts.push(...local);
    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const end = [
    u32(0x06054b50),
    u32(0),
    u16(files.length),
    u16(files.length),
    u32(length),
    u32(offset),
    u16(0),
  ];
  return new Uint8Array(Buffer.concat([...parts, ...directory, ...end]));
}

const named = (name: string): [Uint8Array, Uint8Array, Uint8Array] => {
  const raw = Buffer.from(name);
  return [u16(raw.length), u16(0), raw];
};

function u16(value: number): Uint8Array {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
