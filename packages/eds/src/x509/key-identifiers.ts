import { readObjectIdentifier } from '../der/oid.ts';
import { type Element, enter, finish, members, next, optional } from '../der/reader.ts';
import { contextTag, primitiveContextTag, TAG } from '../der/tags.ts';
import { readIntegerOctets, readOctetString } from '../der/values.ts';
import { EdsError } from '../errors.ts';
import { type GeneralName, readGeneralName, readGeneralNames } from './general-name.ts';

/** `AuthorityKeyIdentifier` (RFC 5280, 4.2.1.1). */
export type AuthorityKeyIdentifier = {
  readonly keyIdentifier: Uint8Array | undefined;
  readonly issuer: readonly GeneralName[] | undefined;
  readonly serialNumber: Uint8Array | undefined;
};

export function readAuthorityKeyIdentifier(element: Element): AuthorityKeyIdentifier {
  const cursor = enter(element, TAG.sequence);
  const key = optional(cursor, primitiveContextTag(0));
  const issuer = optional(cursor, contextTag(1));
  const serial = optional(cursor, primitiveContextTag(2));
  finish(cursor);
  return {
    keyIdentifier: key && readOctetString(key, primitiveContextTag(0)),
    issuer: issuer && readGeneralNames(issuer),
    serialNumber: serial && readIntegerOctets(serial, primitiveContextTag(2)),
  };
}

/** `AccessDescription` of authority information access (4.2.2.1): where OCSP and issuing certificates are. */
export type AccessDescription = { readonly method: string; readonly location: GeneralName };

export function readAccessDescriptions(element: Element): AccessDescription[] {
  return members(element, TAG.sequence).map((description) => {
    const cursor = enter(description, TAG.sequence);
    const method = readObjectIdentifier(next(cursor));
    const location = readGeneralName(next(cursor));
    finish(cursor);
    return { method, location };
  });
}

/** A SEQUENCE of at least one OBJECT IDENTIFIER: extended key usage, and НУЦ РК's kind of key storage. */
export function readObjectIdentifiers(element: Element): string[] {
  const found = members(element, TAG.sequence).map((member) => readObjectIdentifier(member));
  if (found.length === 0)
    throw new EdsError('DER_VALUE', `empty list of identifiers at byte ${element.start}`);
  return found;
}
