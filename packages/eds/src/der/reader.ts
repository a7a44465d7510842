import { EdsError } from '../errors.ts';
import { CONSTRUCTED } from './tags.ts';

/** What one input may cost. Checked before work is done, so that a bomb is refused, not survived. */
export type DerLimits = {
  /** bytes of the whole input */
  readonly size: number;
  /** levels of nesting */
  readonly depth: number;
  /** elements read, all levels together */
  readonly elements: number;
};

/** Room for any document signature seen in practice, with its timestamps and revocation values. */
export const DEFAULT_LIMITS: DerLimits = { size: 64 * 1024 * 1024, depth: 48, elements: 200_000 };

/** The count of elements that may still be read; shared by all cursors over one input. */
type Budget = { elements: number; readonly depth: number };

/** One TLV inside `source`; nothing is copied: positions only. `end` is one past the last content byte. */
export type Element = {
  readonly source: Uint8Array;
  readonly tag: number;
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
  readonly depth: number;
  readonly budget: Budget;
};

/** A place inside a constructed element, from which its members are taken one after another. */
export type Cursor = {
  readonly source: Uint8Array;
  position: number;
  readonly end: number;
  readonly depth: number;
  readonly budget: Budget;
};

const describe = (tag: number) => `0x${tag.toString(16).padStart(2, '0')}`;

/** The single element that fills `bytes`; errors: DER_LIMIT, DER_TRAILING and those of `next`. */
export function readRoot(bytes: Uint8Array, limits: DerLimits = DEFAULT_LIMITS): Element {
  if (bytes.length > limits.size) {
    throw new EdsError(
      'DER_LIMIT',
      `input of ${bytes.length} bytes is larger than the ${limits.size} allowed`,
    );
  }
  const budget = { elements: limits.elements, depth: limits.depth };
  const cursor: Cursor = { source: bytes, position: 0, end: bytes.length, depth: 0, budget };
  const root = next(cursor);
  finish(cursor);
  return root;
}

/** Steps into a constructed element (or, with `tag`, checks that it is the expected one first). */
export function enter(element: Element, tag?: number): Cursor {
  if (tag !== undefined) expectTag(element, tag);
  if ((element.tag & CONSTRUCTED) === 0) {
    throw new EdsError('DER_TAG', `element ${describe(element.tag)} at byte ${element.start} has no members`);
  }
  if (element.depth >= element.budget.depth) {
    throw new EdsError('DER_LIMIT', `nesting deeper than ${element.budget.depth} at byte ${element.start}`);
  }
  const { source, contentStart, end, depth, budget } = element;
  return { source, position: contentStart, end, depth, budget };
}

/** Takes the next member; with `tag`, only that one. Strict DER: definite, minimal length, low tag. */
export function next(cursor: Cursor, tag?: number): Element {
  const { source, position: start, end, budget } = cursor;
  if (--budget.elements < 0) throw new EdsError('DER_LIMIT', `more elements than allowed, at byte ${start}`);
  if (start + 2 > end) throw new EdsError('DER_TRUNCATED', `an element is missing at byte ${start}`);
  const identifier = source[start]!;
  if ((identifier & 0x1f) === 0x1f) throw new EdsError('DER_TAG', `high tag number at byte ${start}`);
  const first = source[start + 1]!;
  const lengthOctets = first < 0x80 ? 0 : first & 0x7f;
  const length =
    lengthOctets === 0 && first < 0x80 ? first : longLength(source, start + 2, lengthOctets, end);
  const contentStart = start + 2 + lengthOctets;
  if (length > end - contentStart) {
    throw new EdsError(
      'DER_TRUNCATED',
      `element at byte ${start} says ${length} bytes, ${end - contentStart} are there`,
    );
  }
  cursor.position = contentStart + length;
  const element: Element = {
    source,
    tag: identifier,
    start,
    contentStart,
    end: cursor.position,
    depth: cursor.depth + 1,
    budget,
  };
  if (tag !== undefined) expectTag(element, tag);
  return element;
}

function longLength(source: Uint8Array, from: number, octets: number, end: number): number {
  if (octets === 0) throw new EdsError('DER_LENGTH', `indefinite length at byte ${from - 1}`);
  if (octets > 4) throw new EdsError('DER_LENGTH', `length of ${octets} octets at byte ${from - 1}`);
  if (from + octets > end) throw new EdsError('DER_TRUNCATED', `length is cut off at byte ${from}`);
  let length = 0;
  for (let index = 0; index < octets; index += 1) length = length * 256 + source[from + index]!;
  if (length < 0x80 || source[from] === 0)
    throw new EdsError('DER_LENGTH', `length is not minimal at byte ${from - 1}`);
  return length;
}

/** The next member if it carries `tag`, else undefined and nothing is taken. */
export function optional(cursor: Cursor, tag: number): Element | undefined {
  return peek(cursor) === tag ? next(cursor) : undefined;
}

/** Identifier octet of the next member; undefined at the end. */
export function peek(cursor: Cursor): number | undefined {
  return cursor.position < cursor.end ? cursor.source[cursor.position] : undefined;
}

/** Refuses members that nobody took. */
export function finish(cursor: Cursor): void {
  if (cursor.position !== cursor.end) {
    throw new EdsError(
      'DER_TRAILING',
      `${cursor.end - cursor.position} unexpected bytes at byte ${cursor.position}`,
    );
  }
}

/** All members of a constructed element. */
export function members(element: Element, tag?: number): Element[] {
  const cursor = enter(element, tag);
  const found: Element[] = [];
  while (cursor.position < cursor.end) found.push(next(cursor));
  return found;
}

/** The single member of an explicit tag such as `[0] EXPLICIT Version`. */
export function only(element: Element, tag?: number): Element {
  const cursor = enter(element);
  const member = next(cursor, tag);
  finish(cursor);
  return member;
}

/** Refuses an element of another type; `tag` is an identifier octet (see `TAG`). */
export function expectTag(element: Element, tag: number): void {
  if (element.tag !== tag) {
    throw new EdsError(
      'DER_TAG',
      `${describe(tag)} expected at byte ${element.start}, ${describe(element.tag)} found`,
    );
  }
}

/** Content octets: a view, not a copy. */
export function contentOf(element: Element): Uint8Array {
  return element.source.subarray(element.contentStart, element.end);
}

/** The whole element with tag and length: a view, not a copy. */
export function encodingOf(element: Element): Uint8Array {
  return element.source.subarray(element.start, element.end);
}
