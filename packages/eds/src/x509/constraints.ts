import { readObjectIdentifier } from '../der/oid.ts';
import { type Element, enter, finish, members, next, optional } from '../der/reader.ts';
import { contextTag, primitiveContextTag, TAG } from '../der/tags.ts';
import { readBoolean, readSmallInteger } from '../der/values.ts';
import { EdsError } from '../errors.ts';
import { type GeneralName, readGeneralName } from './general-name.ts';

/** `BasicConstraints` (RFC 5280, 4.2.1.9). */
export type BasicConstraints = { readonly ca: boolean; readonly pathLength: number | undefined };
/** `NameConstraints` (4.2.1.10): bases of the subtrees. */
export type NameConstraints = {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
};
/** `PolicyConstraints` (4.2.1.11): certificates that may still follow before each rule holds. */
export type PolicyConstraints = {
  readonly requireExplicit: number | undefined;
  readonly inhibitMapping: number | undefined;
};
/** One pair of `PolicyMappings` (4.2.1.5). */
export type PolicyMapping = { readonly issuerPolicy: string; readonly subjectPolicy: string };

function count(element: Element, tag?: number): number {
  const value = readSmallInteger(element, tag);
  if (value < 0) throw new EdsError('DER_VALUE', `negative count at byte ${element.start}`);
  return value;
}

export function readBasicConstraints(element: Element): BasicConstraints {
  const cursor = enter(element, TAG.sequence);
  const flag = optional(cursor, TAG.boolean);
  const length = optional(cursor, TAG.integer);
  finish(cursor);
  const ca = flag !== undefined && readBoolean(flag);
  return { ca, pathLength: length && count(length) };
}

export function readNameConstraints(element: Element): NameConstraints {
  const cursor = enter(element, TAG.sequence);
  const permitted = optional(cursor, contextTag(0));
  const excluded = optional(cursor, contextTag(1));
  finish(cursor);
  if (!permitted && !excluded) throw new EdsError('DER_VALUE', 'name constraints without subtrees');
  return { permitted: permitted ? subtrees(permitted) : [], excluded: excluded ? subtrees(excluded) : [] };
}

/** Bases of `GeneralSubtrees`; RFC 5280 allows no minimum but zero, and no maximum. */
function subtrees(element: Element): GeneralName[] {
  const bases = members(element).map((subtree) => {
    const cursor = enter(subtree, TAG.sequence);
    const base = readGeneralName(next(cursor));
    finish(cursor);
    if (base.kind === 'dns' && base.text.startsWith('.'))
      throw new EdsError('DER_VALUE', `${base.text} is not a domain`);
    return base;
  });
  if (bases.length === 0) throw new EdsError('DER_VALUE', 'name constraints with an empty list of subtrees');
  return bases;
}

export function readPolicyConstraints(element: Element): PolicyConstraints {
  const cursor = enter(element, TAG.sequence);
  const explicit = optional(cursor, primitiveContextTag(0));
  const mapping = optional(cursor, primitiveContextTag(1));
  finish(cursor);
  return {
    requireExplicit: explicit && count(explicit, primitiveContextTag(0)),
    inhibitMapping: mapping && count(mapping, primitiveContextTag(1)),
  };
}

export const readInhibitAnyPolicy = (element: Element): number => count(element);

/** Identifiers of `CertificatePolicies` (4.2.1.4); qualifiers are not looked into. A policy may come once. */
export function readCertificatePolicies(element: Element): string[] {
  const policies = members(element, TAG.sequence).map((information) =>
    readObjectIdentifier(next(enter(information, TAG.sequence))),
  );
  if (policies.length === 0 || new Set(policies).size !== policies.length) {
    throw new EdsError('DER_VALUE', 'certificate policies are empty or repeat one another');
  }
  return policies;
}

export function readPolicyMappings(element: Element): PolicyMapping[] {
  return members(element, TAG.sequence).map((mapping) => {
    const cursor = enter(mapping, TAG.sequence);
    const issuerPolicy = readObjectIdentifier(next(cursor));
    const subjectPolicy = readObjectIdentifier(next(cursor));
    finish(cursor);
    return { issuerPolicy, subjectPolicy };
  });
}
