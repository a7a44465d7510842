import { EdsError } from '../errors.ts';
import { type Element, expectTag } from './reader.ts';
import { TAG } from './tags.ts';

/** More than any real identifier needs (2.16.840.1.101.3.4.2.1 takes 9); stops megabyte-long ones. */
const LONGEST_OID = 64;

/** OBJECT IDENTIFIER as dotted text, e.g. `1.2.398.3.10.1.1.2.2`. */
export function readObjectIdentifier(element: Element, tag: number = TAG.objectIdentifier): string {
  expectTag(element, tag);
  return decodeObjectIdentifier(element.source, element.contentStart, element.end);
}

function decodeObjectIdentifier(source: Uint8Array, from: number, to: number): string {
  if (to === from || to - from > LONGEST_OID || source[to - 1]! >= 0x80) {
    throw new EdsError('DER_VALUE', `object identifier at byte ${from} is empty, cut off or too long`);
  }
  let text = '';
  let arc = 0;
  for (let index = from; index < to; index += 1) {
    const octet = source[index]!;
    if (arc === 0 && octet === 0x80) throw new EdsError('DER_VALUE', `padded arc at byte ${index}`);
    arc = arc * 128 + (octet & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER / 128)
      throw new EdsError('DER_VALUE', `arc too large at byte ${index}`);
    if (octet >= 0x80) continue;
    text += text === '' ? firstArcs(arc) : `.${arc}`;
    arc = 0;
  }
  return text;
}

function firstArcs(value: number): string {
  const root = Math.min(Math.floor(value / 40), 2);
  return `${root}.${value - root * 40}`;
}

/** Content octets of a dotted object identifier. */
export function encodeObjectIdentifier(dotted: string): Uint8Array {
  const [root, second, ...rest] = dotted.split('.').map(Number);
  if (
    root === undefined ||
    second === undefined ||
    [root, second, ...rest].some((arc) => !Number.isSafeInteger(arc))
  ) {
    throw new EdsError('DER_VALUE', `${dotted} is not an object identifier`);
  }
  return Uint8Array.from([root * 40 + second, ...rest].flatMap(base128));
}

function base128(value: number): number[] {
  const octets = [value % 128];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128))
    octets.unshift(128 + (left % 128));
  return octets;
}
