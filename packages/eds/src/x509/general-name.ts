import { readObjectIdentifier } from '../der/oid.ts';
import { contentOf, type Element, encodingOf, members, only } from '../der/reader.ts';
import { contextTag, primitiveContextTag } from '../der/tags.ts';
import { EdsError } from '../errors.ts';
import { type Name, readName } from './name.ts';

/** `GeneralName` (RFC 5280, 4.2.1.6). What this library does not look into is kept as `other`. */
export type GeneralName =
  | { readonly kind: 'email' | 'dns' | 'uri'; readonly text: string }
  | { readonly kind: 'directory'; readonly name: Name }
  | { readonly kind: 'ip'; readonly octets: Uint8Array }
  | { readonly kind: 'registered'; readonly oid: string }
  | { readonly kind: 'other'; readonly tag: number; readonly encoded: Uint8Array };

const EMAIL = primitiveContextTag(1);
const DNS = primitiveContextTag(2);
const DIRECTORY = contextTag(4);
const URI = primitiveContextTag(6);
const IP = primitiveContextTag(7);
const REGISTERED = primitiveContextTag(8);
const UNREAD: readonly number[] = [contextTag(0), contextTag(3), contextTag(5)];

export function readGeneralName(element: Element): GeneralName {
  switch (element.tag) {
    case EMAIL:
      return { kind: 'email', text: asciiText(element) };
    case DNS:
      return { kind: 'dns', text: asciiText(element) };
    case URI:
      return { kind: 'uri', text: asciiText(element) };
    case DIRECTORY:
      return { kind: 'directory', name: readName(only(element)) };
    case IP:
      return { kind: 'ip', octets: contentOf(element) };
    case REGISTERED:
      return { kind: 'registered', oid: readObjectIdentifier(element, REGISTERED) };
    default:
      if (!UNREAD.includes(element.tag))
        throw new EdsError('DER_TAG', `not a general name at byte ${element.start}`);
      return { kind: 'other', tag: element.tag, encoded: encodingOf(element) };
  }
}

function asciiText(element: Element): string {
  return Buffer.from(contentOf(element)).toString('latin1');
}

/** `GeneralNames`: at least one; `tag` where implicitly tagged. */
export function readGeneralNames(element: Element, tag?: number): GeneralName[] {
  const names = members(element, tag).map(readGeneralName);
  if (names.length === 0) throw new EdsError('DER_VALUE', `empty list of names at byte ${element.start}`);
  return names;
}
