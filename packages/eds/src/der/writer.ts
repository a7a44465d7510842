import { encodeObjectIdentifier } from './oid.ts';
import { contextTag, primitiveContextTag, TAG } from './tags.ts';

/** One element from its identifier octet and content. */
export function element(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const header = [tag, ...lengthOctets(length)];
  const bytes = new Uint8Array(header.length + length);
  bytes.set(header);
  let position = header.length;
  for (const part of parts) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) octets.unshift(left % 256);
  return [0x80 | octets.length, ...octets];
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => element(TAG.sequence, ...parts);

/** SET in the order given; for SET OF use `setOf`. */
export const set = (...parts: readonly Uint8Array[]): Uint8Array => element(TAG.set, ...parts);

/** SET OF: members sorted by their encodings, as DER asks (X.690, 11.6). */
export const setOf = (...parts: readonly Uint8Array[]): Uint8Array => set(...parts.toSorted(compareOctets));

/** Order of encodings in a DER SET OF; the shorter is padded with zero octets. */
export function compareOctets(left: Uint8Array, right: Uint8Array): number {
  return Buffer.compare(left, right);
}

/** `[number]` constructed: an explicit tag, or an implicit SEQUENCE or SET whose members are `parts`. */
export const context = (number: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  element(contextTag(number), ...parts);

/** `[number]` primitive: an implicit OCTET STRING, INTEGER or string with this content. */
export const contextPrimitive = (number: number, content: Uint8Array): Uint8Array =>
  element(primitiveContextTag(number), content);

export const objectIdentifier = (dotted: string): Uint8Array =>
  element(TAG.objectIdentifier, encodeObjectIdentifier(dotted));

/** INTEGER, minimal two's complement. */
export function integer(value: bigint | number): Uint8Array {
  const number = BigInt(value);
  const octets: number[] = [];
  let left = number;
  do {
    octets.unshift(Number(left & 0xffn));
    left >>= 8n;
  } while ((left !== 0n && left !== -1n) || octets[0]! >= 0x80 !== number < 0n);
  return element(TAG.integer, Uint8Array.from(octets));
}

/** INTEGER from its two's complement octets, as read from another structure (serial numbers). */
export const integerFromOctets = (octets: Uint8Array): Uint8Array => element(TAG.integer, octets);

export const enumerated = (value: number): Uint8Array => element(TAG.enumerated, Uint8Array.of(value));

export const octetString = (content: Uint8Array): Uint8Array => element(TAG.octetString, content);

export const bitString = (content: Uint8Array, unusedBits = 0): Uint8Array =>
  element(TAG.bitString, Uint8Array.of(unusedBits), content);

export const boolean = (value: boolean): Uint8Array => element(TAG.boolean, Uint8Array.of(value ? 0xff : 0));

export const nullValue = (): Uint8Array => element(TAG.nullValue);

export const utf8String = (text: string): Uint8Array => element(TAG.utf8String, Buffer.from(text, 'utf8'));

export const printableString = (text: string): Uint8Array =>
  element(TAG.printableString, Buffer.from(text, 'latin1'));

export const ia5String = (text: string): Uint8Array => element(TAG.ia5String, Buffer.from(text, 'latin1'));

const digits = (time: Date) => time.toISOString().replace(/[-:T]|\.\d+/g, '');

/** UTCTime, seconds; for years 1950–2049 (RFC 5280, 4.1.2.5.1). */
export const utcTime = (time: Date): Uint8Array =>
  element(TAG.utcTime, Buffer.from(digits(time).slice(2), 'latin1'));

/** GeneralizedTime, seconds. */
export const generalizedTime = (time: Date): Uint8Array =>
  element(TAG.generalizedTime, Buffer.from(digits(time), 'latin1'));

/** `Time` of X.509: UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5). */
export const time = (value: Date): Uint8Array =>
  value.getUTCFullYear() < 2050 ? utcTime(value) : generalizedTime(value);
