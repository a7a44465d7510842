import { type Element, enter, finish, members, only, optional } from '../der/reader.ts';
import { contextTag, primitiveContextTag, TAG } from '../der/tags.ts';
import { readNamedBits } from '../der/values.ts';
import { EdsError } from '../errors.ts';
import { type GeneralName, readGeneralNames } from './general-name.ts';
import { type NameAttribute, readRdn } from './name.ts';

/** `DistributionPointName`: full names, or one RDN below the name of the CRL's issuer. */
export type DistributionPointName =
  | { readonly kind: 'full'; readonly names: readonly GeneralName[] }
  | { readonly kind: 'relative'; readonly rdn: readonly NameAttribute[] };

/** `DistributionPoint` (RFC 5280, 4.2.1.13); `reasons` undefined means all of them. */
export type DistributionPoint = {
  readonly name: DistributionPointName | undefined;
  readonly reasons: ReadonlySet<number> | undefined;
  readonly crlIssuer: readonly GeneralName[] | undefined;
};

/** Content of an explicit `[0] DistributionPointName`. */
export function readDistributionPointName(explicit: Element): DistributionPointName {
  const choice = only(explicit);
  if (choice.tag === contextTag(0)) return { kind: 'full', names: readGeneralNames(choice) };
  return { kind: 'relative', rdn: readRdn(choice, contextTag(1)) };
}

/** `CRLDistributionPoints`, also of `freshestCRL`. */
export function readDistributionPoints(element: Element): DistributionPoint[] {
  const points = members(element, TAG.sequence).map(readDistributionPoint);
  if (points.length === 0) throw new EdsError('DER_VALUE', 'no distribution point in the list');
  return points;
}

function readDistributionPoint(element: Element): DistributionPoint {
  const cursor = enter(element, TAG.sequence);
  const name = optional(cursor, contextTag(0));
  const reasons = optional(cursor, primitiveContextTag(1));
  const crlIssuer = optional(cursor, contextTag(2));
  finish(cursor);
  return {
    name: name && readDistributionPointName(name),
    reasons: reasons && readNamedBits(reasons, primitiveContextTag(1)),
    crlIssuer: crlIssuer && readGeneralNames(crlIssuer),
  };
}
