import { readObjectIdentifier } from '../der/oid.ts';
import { type Element, encodingOf, enter, expectTag, finish, members, next } from '../der/reader.ts';
import { TAG } from '../der/tags.ts';
import { readText } from '../der/text.ts';
import { hex, sameBytes } from '../der/values.ts';

/** One `AttributeTypeAndValue`; `text` is undefined where the value is not a string. */
export type NameAttribute = {
  readonly oid: string;
  readonly text: string | undefined;
  readonly encoded: Uint8Array;
};

/** A distinguished name: its exact bytes and its RDNs in order. */
export type Name = { readonly encoded: Uint8Array; readonly rdns: readonly (readonly NameAttribute[])[] };

export function readName(element: Element): Name {
  const rdns = members(element, TAG.sequence).map((rdn) => readRdn(rdn));
  return { encoded: encodingOf(element), rdns };
}

/** A `RelativeDistinguishedName`; `tag` where it is implicitly tagged (DistributionPointName). */
export function readRdn(element: Element, tag: number = TAG.set): NameAttribute[] {
  expectTag(element, tag);
  return members(element).map(readAttribute);
}

function readAttribute(element: Element): NameAttribute {
  const cursor = enter(element, TAG.sequence);
  const oid = readObjectIdentifier(next(cursor));
  const value = next(cursor);
  finish(cursor);
  return { oid, text: readText(value), encoded: encodingOf(value) };
}

/** Texts of all attributes of this type, in the order of the name. */
export function attributeTexts(name: Name, oid: string): string[] {
  return name.rdns
    .flat()
    .flatMap((attribute) => (attribute.oid === oid && attribute.text !== undefined ? [attribute.text] : []));
}

/** Text compared as RFC 5280, 7.1 asks: case folded, inner spaces joined, outer ones dropped. */
const foldText = (text: string) => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

const attributeKey = ({ oid, text, encoded }: NameAttribute) => [
  oid,
  text === undefined ? `#${hex(encoded)}` : foldText(text),
];

/** One key per RDN; equal keys mean equal RDNs. */
export const rdnKey = (rdn: readonly NameAttribute[]): string => JSON.stringify(rdn.map(attributeKey).sort());

/** A key that two names share exactly when RFC 5280, 7.1 calls them equal; folded once for as long as a name is in use. */
export function nameKey(name: Name): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = name.rdns.map(rdnKey).join();
  keys.set(name, key);
  return key;
}

const keys = new WeakMap<Name, string>();

/** Whether two names are equal by RFC 5280, 7.1. */
export function sameName(left: Name, right: Name): boolean {
  if (left.rdns.length !== right.rdns.length) return false;
  return sameBytes(left.encoded, right.encoded) || nameKey(left) === nameKey(right);
}

/** Whether `name` lies in the subtree of `base` (RFC 5280, 4.2.1.10: directoryName). */
export function isWithin(name: Name, base: Name): boolean {
  return (
    base.rdns.length <= name.rdns.length &&
    base.rdns.every((rdn, index) => rdnKey(rdn) === rdnKey(name.rdns[index]!))
  );
}

export const isEmptyName = (name: Name): boolean => name.rdns.length === 0;
