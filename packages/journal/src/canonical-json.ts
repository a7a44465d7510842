import { JournalError } from './errors.ts';

/** What canonical JSON can hold here: JSON whose numbers are safe integers and whose strings are well-formed Unicode. */
export type CanonicalValue =
  | null
  | boolean
  | number
  | string
  | readonly CanonicalValue[]
  | { readonly [name: string]: CanonicalValue };

const maxDepth = 64;

/**
 * UTF-8 bytes of `value` by RFC 8785 (JCS), narrowed so that the same fact never has two byte forms elsewhere: only
 * safe integers (no fractions, no -0), no lone surrogates, nothing that JSON.stringify would drop or convert.
 * Throws JournalError JSON_NOT_CANONICAL naming the place.
 */
export function canonicalJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(write(value, '$', 0));
}

/** The value of bytes that are canonical JSON already; bytes in any other form of the same value are refused. */
export function parseCanonicalJson(bytes: Uint8Array): CanonicalValue {
  const value = parse(bytes);
  if (!Buffer.from(canonicalJson(value)).equals(bytes)) {
    throw new JournalError('JSON_NOT_CANONICAL', 'JSON is not in the canonical form of RFC 8785');
  }
  return value;
}

function parse(bytes: Uint8Array): CanonicalValue {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    throw new JournalError('JSON_NOT_CANONICAL', `not JSON in UTF-8: ${(error as Error).message}`);
  }
}

function write(value: unknown, place: string, depth: number): string {
  if (depth > maxDepth) throw refusal(place, `is nested deeper than ${maxDepth}`);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return writeInteger(value, place);
  if (typeof value === 'string') return writeString(value, place);
  if (Array.isArray(value)) {
    return `[${Array.from(value, (item, at) => write(item, `${place}[${at}]`, depth + 1)).join(',')}]`;
  }
  if (typeof value === 'object' && isPlain(value)) return writeObject(value, place, depth);
  throw refusal(place, `holds ${typeof value === 'object' ? 'an object of a class' : typeof value}`);
}

function writeObject(value: object, place: string, depth: number): string {
  const members = Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1)) // by UTF-16 code units, RFC 8785 section 3.2.3
    .map(([name, member]) => `${writeString(name, place)}:${write(member, `${place}.${name}`, depth + 1)}`);
  return `{${members.join(',')}}`;
}

function writeInteger(value: number, place: string): string {
  if (!Number.isSafeInteger(value) || Object.is(value, -0))
    throw refusal(place, `holds ${value}, not a safe integer`);
  return String(value);
}

function writeString(value: string, place: string): string {
  if (!value.isWellFormed()) throw refusal(place, 'holds a lone surrogate');
  return JSON.stringify(value);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return (
    (prototype === Object.prototype || prototype === null) && Object.getOwnPropertySymbols(value).length === 0
  );
}

function refusal(place: string, what: string): JournalError {
  return new JournalError('JSON_NOT_CANONICAL', `${place} ${what}`);
}
