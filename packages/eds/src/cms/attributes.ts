import { readObjectIdentifier } from '../der/oid.ts';
import { type Element, encodingOf, enter, finish, members, next, readRoot } from '../der/reader.ts';
import { TAG } from '../der/tags.ts';
import { compareOctets } from '../der/writer.ts';
import { EdsError } from '../errors.ts';

/** One `Attribute`: its values as whole encodings. */
export type Attribute = { readonly oid: string; readonly values: readonly Uint8Array[] };

/** Attributes in the order they came in. */
export type Attributes = {
  /** DER as `SET OF Attribute` with its universal tag: what is signed (RFC 5652, 5.4) */
  readonly encoded: Uint8Array;
  readonly list: readonly Attribute[];
  /** whether the members stand in the order that DER asks for */
  readonly sorted: boolean;
};

/** Reads `[n] IMPLICIT SET OF Attribute`, at least one. */
export function readAttributes(element: Element): Attributes {
  const found = members(element);
  if (found.length === 0) throw new EdsError('DER_VALUE', `empty set of attributes at byte ${element.start}`);
  const encodings = found.map(encodingOf);
  const sorted = encodings.every(
    (encoding, index) => index === 0 || compareOctets(encodings[index - 1]!, encoding) <= 0,
  );
  return { encoded: asSet(element), list: found.map(readAttribute), sorted };
}

/** The implicit tag is one octet, and so is that of a SET: nothing else differs. */
function asSet(element: Element): Uint8Array {
  const encoded = new Uint8Array(encodingOf(element)); // a copy: the slice() of a Buffer is a view of the caller's bytes
  encoded[0] = TAG.set;
  return encoded;
}

function readAttribute(element: Element): Attribute {
  const cursor = enter(element, TAG.sequence);
  const oid = readObjectIdentifier(next(cursor));
  const values = members(next(cursor), TAG.set).map(encodingOf);
  finish(cursor);
  return { oid, values };
}

/** All values of the attributes of this type. */
export function attributeValues(attributes: Attributes | undefined, oid: string): Uint8Array[] {
  return (attributes?.list ?? []).flatMap((attribute) => (attribute.oid === oid ? attribute.values : []));
}

/**
 * The value of an attribute that must come once and be single-valued (RFC 5652, 11); undefined where it does
 * not come at all. Error: CMS_MALFORMED where it comes twice or with several values.
 */
export function singleValue(attributes: Attributes | undefined, oid: string): Element | undefined {
  const found = (attributes?.list ?? []).filter((attribute) => attribute.oid === oid);
  if (found.length === 0) return undefined;
  if (found.length > 1 || found[0]!.values.length !== 1) {
    throw new EdsError('CMS_MALFORMED', `attribute ${oid} must come once, with one value (RFC 5652, 11)`);
  }
  return readRoot(found[0]!.values[0]!);
}
