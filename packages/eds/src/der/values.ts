import { EdsError } from '../errors.ts';
import { contentOf, type Element, expectTag } from './reader.ts';
import { TAG } from './tags.ts';

/** Serial numbers, nonces and RSA moduli fit; a megabyte-long integer does not (RSA-16384 takes 2049). */
const LONGEST_INTEGER = 2100;

/** BOOLEAN; DER knows 00 and FF only (X.690, 11.1). */
export function readBoolean(element: Element, tag: number = TAG.boolean): boolean {
  expectTag(element, tag);
  const value = element.source[element.contentStart];
  if (element.end - element.contentStart !== 1 || (value !== 0 && value !== 0xff)) {
    throw new EdsError('DER_VALUE', `not a boolean at byte ${element.start}`);
  }
  return value === 0xff;
}

/** Two's complement octets of an INTEGER, minimal as DER asks; a view. */
export function readIntegerOctets(element: Element, tag: number = TAG.integer): Uint8Array {
  expectTag(element, tag);
  const octets = contentOf(element);
  const [first, second] = octets;
  const padded =
    octets.length > 1 && ((first === 0 && second! < 0x80) || (first === 0xff && second! >= 0x80));
  if (octets.length === 0 || octets.length > LONGEST_INTEGER || padded) {
    throw new EdsError('DER_VALUE', `integer at byte ${element.start} is empty, too long or not minimal`);
  }
  return octets;
}

/** INTEGER of any size. */
export function readInteger(element: Element, tag?: number): bigint {
  const octets = readIntegerOctets(element, tag);
  const unsigned = BigInt(`0x${hex(octets)}`);
  return octets[0]! < 0x80 ? unsigned : unsigned - (1n << BigInt(octets.length * 8));
}

/** INTEGER (or ENUMERATED) that must fit in 31 bits: versions, counts, reasons. */
export function readSmallInteger(element: Element, tag?: number): number {
  const octets = readIntegerOctets(element, tag);
  if (octets.length > 4) throw new EdsError('DER_VALUE', `integer at byte ${element.start} is too large`);
  return Number(readInteger(element, tag));
}

/** Content of an OCTET STRING; a view. */
export function readOctetString(element: Element, tag: number = TAG.octetString): Uint8Array {
  expectTag(element, tag);
  return contentOf(element);
}

/** BIT STRING: its octets (a view) and how many bits of the last one do not count; those must be zero. */
export function readBitString(
  element: Element,
  tag: number = TAG.bitString,
): { bytes: Uint8Array; unusedBits: number } {
  expectTag(element, tag);
  const [unusedBits = 8] = contentOf(element);
  const bytes = contentOf(element).subarray(1);
  const last = bytes[bytes.length - 1] ?? 0;
  if (unusedBits > 7 || (bytes.length === 0 && unusedBits > 0) || (last & ((1 << unusedBits) - 1)) !== 0) {
    throw new EdsError('DER_VALUE', `bit string at byte ${element.start} has wrong padding`);
  }
  return { bytes, unusedBits };
}

/** BIT STRING that must consist of whole octets: keys and signatures. */
export function readBitStringOctets(element: Element): Uint8Array {
  const { bytes, unusedBits } = readBitString(element);
  if (unusedBits !== 0)
    throw new EdsError('DER_VALUE', `bit string at byte ${element.start} is not whole octets`);
  return bytes;
}

/** Named bits of a BIT STRING (KeyUsage, ReasonFlags): the numbers of the bits that are set. */
export function readNamedBits(element: Element, tag?: number): ReadonlySet<number> {
  const { bytes } = readBitString(element, tag);
  const set = new Set<number>();
  if (bytes.length > 8) throw new EdsError('DER_VALUE', `too many named bits at byte ${element.start}`);
  bytes.forEach((octet, index) => {
    for (let bit = 0; bit < 8; bit += 1) if (octet & (0x80 >> bit)) set.add(index * 8 + bit);
  });
  return set;
}

/** NULL, empty as it must be. */
export function readNull(element: Element): void {
  expectTag(element, TAG.nullValue);
  if (element.end !== element.contentStart)
    throw new EdsError('DER_VALUE', `NULL is not empty at byte ${element.start}`);
}

/** One character per byte, U+0000 to U+00FF. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** Lower-case hexadecimal of bytes. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

/** Whether two byte strings are the same; not for secrets. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && Buffer.compare(left, right) === 0;
}
