import { EdsError } from '../errors.ts';
import { DEFAULT_LIMITS, type DerLimits } from './reader.ts';
import { CONSTRUCTED, TAG } from './tags.ts';
import { element } from './writer.ts';

/** A header in BER: `end` is undefined where the length is indefinite. `strict`: DER would write the same. */
type Header = { tag: number; contentStart: number; end: number | undefined; strict: boolean };
/** `strict`: everything walked so far is DER, as far as lengths and strings go. */
type Walk = { readonly source: Uint8Array; elements: number; readonly depth: number; strict: boolean };
type Found = { readonly bytes: Uint8Array; readonly end: number };

const CONSTRUCTED_OCTETS = TAG.octetString | CONSTRUCTED;

/**
 * DER of a BER encoding: lengths definite and minimal, constructed OCTET STRINGs joined. CMS may come so
 * (RFC 5652, 2: streamed content). Returns the same array, uncopied, where nothing had to change.
 * The whole input is walked within `limits` before anything is copied. Errors: DER_*.
 */
export function berToDer(bytes: Uint8Array, limits: DerLimits = DEFAULT_LIMITS): Uint8Array {
  if (bytes.length > limits.size)
    throw new EdsError('DER_LIMIT', `input of ${bytes.length} bytes is too large`);
  const scan: Walk = { source: bytes, elements: limits.elements, depth: limits.depth, strict: true };
  const end = check(scan, 0, bytes.length, 0);
  if (end !== bytes.length)
    throw new EdsError('DER_TRAILING', `${bytes.length - end} unexpected bytes at byte ${end}`);
  return scan.strict ? bytes : rewrite(bytes, 0, bytes.length).bytes;
}

/** Walks one element and says where it ends. */
function check(walk: Walk, start: number, limit: number, depth: number): number {
  if (--walk.elements < 0) throw new EdsError('DER_LIMIT', `more elements than allowed, at byte ${start}`);
  if (depth > walk.depth)
    throw new EdsError('DER_LIMIT', `nesting deeper than ${walk.depth} at byte ${start}`);
  const { tag, contentStart, end, strict } = readHeader(walk.source, start, limit);
  walk.strict &&= strict && tag !== CONSTRUCTED_OCTETS;
  if ((tag & CONSTRUCTED) === 0) return end!;
  let position = contentStart;
  while (!atEnd(walk.source, position, end, limit)) position = check(walk, position, end ?? limit, depth + 1);
  return end ?? position + 2;
}

/** Whether the members of an element are over: its end, or two zero octets where the length is indefinite. */
function atEnd(source: Uint8Array, position: number, end: number | undefined, limit: number): boolean {
  if (end !== undefined) return position === end;
  if (position + 2 > limit) throw new EdsError('DER_TRUNCATED', `no end of contents at byte ${position}`);
  return source[position] === 0 && source[position + 1] === 0;
}

function readHeader(source: Uint8Array, start: number, limit: number): Header {
  if (start + 2 > limit) throw new EdsError('DER_TRUNCATED', `an element is missing at byte ${start}`);
  const tag = source[start]!;
  const first = source[start + 1]!;
  if ((tag & 0x1f) === 0x1f) throw new EdsError('DER_TAG', `high tag number at byte ${start}`);
  if (first === 0x80) return indefinite(tag, start);
  const octets = first < 0x80 ? 0 : first & 0x7f;
  if (octets > 8 || start + 2 + octets > limit)
    throw new EdsError('DER_LENGTH', `bad length at byte ${start + 1}`);
  let length = octets === 0 ? first : 0;
  for (let index = 0; index < octets; index += 1) length = length * 256 + source[start + 2 + index]!;
  const contentStart = start + 2 + octets;
  if (length > limit - contentStart) {
    throw new EdsError(
      'DER_TRUNCATED',
      `element at byte ${start} says ${length} bytes, ${limit - contentStart} are there`,
    );
  }
  const strict = octets === 0 || (length >= 0x80 && source[start + 2] !== 0);
  return { tag, contentStart, end: contentStart + length, strict };
}

function indefinite(tag: number, start: number): Header {
  if ((tag & CONSTRUCTED) === 0)
    throw new EdsError('DER_LENGTH', `indefinite length of a primitive at byte ${start}`);
  return { tag, contentStart: start + 2, end: undefined, strict: false };
}

/** Only after `check` has walked the same bytes: depth and count are known to be within limits. */
function rewrite(source: Uint8Array, start: number, limit: number): Found {
  const header = readHeader(source, start, limit);
  if ((header.tag & CONSTRUCTED) === 0) {
    const content = source.subarray(header.contentStart, header.end);
    return { bytes: element(header.tag, content), end: header.end! };
  }
  const joined = header.tag === CONSTRUCTED_OCTETS;
  const parts: Uint8Array[] = [];
  let position = header.contentStart;
  while (!atEnd(source, position, header.end, limit)) {
    const member = rewrite(source, position, header.end ?? limit);
    parts.push(joined ? segment(member.bytes, position) : member.bytes);
    position = member.end;
  }
  const bytes = element(joined ? TAG.octetString : header.tag, ...parts);
  return { bytes, end: header.end ?? position + 2 };
}

/** Content of one segment of a constructed OCTET STRING, already rewritten to DER. */
function segment(der: Uint8Array, position: number): Uint8Array {
  const { tag, contentStart, end } = readHeader(der, 0, der.length);
  if (tag !== TAG.octetString)
    throw new EdsError('DER_TAG', `segment of an octet string expected at byte ${position}`);
  return der.subarray(contentStart, end);
}
