import { EdsError } from '../errors.ts';
import { contentOf, type Element } from './reader.ts';
import { TAG } from './tags.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const latin1 = new TextDecoder('latin1');
const utf16 = new TextDecoder('utf-16be', { fatal: true });

/** How the bytes of each string type become text (RFC 5280, 4.1.2.4: DirectoryString; IA5String for mail). */
const decoders: Readonly<Record<number, (bytes: Uint8Array) => string>> = {
  [TAG.utf8String]: (bytes) => utf8.decode(bytes),
  [TAG.numericString]: (bytes) => latin1.decode(bytes),
  [TAG.printableString]: (bytes) => latin1.decode(bytes),
  [TAG.teletexString]: (bytes) => latin1.decode(bytes),
  [TAG.ia5String]: (bytes) => latin1.decode(bytes),
  [TAG.visibleString]: (bytes) => latin1.decode(bytes),
  [TAG.bmpString]: (bytes) => utf16.decode(bytes),
  [TAG.universalString]: decodeUniversal,
};

function decodeUniversal(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = '';
  for (let index = 0; index < bytes.length; index += 4) text += String.fromCodePoint(view.getUint32(index));
  return text;
}

/** Text of any ASN.1 string type; undefined for other types. Error: DER_VALUE for bytes that are no such text. */
export function readText(element: Element): string | undefined {
  try {
    return decoders[element.tag]?.(contentOf(element));
  } catch (cause) {
    throw new EdsError('DER_VALUE', `text at byte ${element.start} is not valid in its type`, { cause });
  }
}
