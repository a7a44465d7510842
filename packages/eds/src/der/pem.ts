import { EdsError } from '../errors.ts';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g;
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/** All blocks of a PEM text, with their labels. Error: PEM_MALFORMED for what is not base64. */
export function readPem(text: string): { readonly label: string; readonly bytes: Uint8Array }[] {
  return [...text.matchAll(BLOCK)].map(([, label, body]) => ({ label: label!, bytes: decodeBase64(body!) }));
}

function decodeBase64(text: string): Uint8Array {
  const compact = text.replace(/\s+/g, '');
  if (!BASE64.test(compact) || compact.length % 4 !== 0)
    throw new EdsError('PEM_MALFORMED', 'text is not base64');
  return new Uint8Array(Buffer.from(compact, 'base64'));
}

/**
 * The binary behind DER, PEM (its first block) or bare base64. Bytes that are none of these come back as they
 * are, and the reader of the structure says what is wrong with them.
 */
export function unarmor(bytes: Uint8Array): Uint8Array {
  if (!looksLikeText(bytes)) return bytes;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '');
  if (text.includes('-----BEGIN ')) {
    const [block] = readPem(text);
    if (!block) throw new EdsError('PEM_MALFORMED', 'PEM block without its end');
    return block.bytes;
  }
  return BASE64.test(text) ? decodeBase64(text) : bytes;
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** DER has an octet outside printable ASCII among its first ones (the tags of its members, at the latest). */
function looksLikeText(bytes: Uint8Array): boolean {
  const marked = BYTE_ORDER_MARK.every((octet, index) => bytes[index] === octet);
  const head = bytes.subarray(marked ? 3 : 0, 64);
  return (
    head.length > 0 &&
    head.every((octet) => octet === 9 || octet === 10 || octet === 13 || (octet >= 0x20 && octet < 0x7f))
  );
}
