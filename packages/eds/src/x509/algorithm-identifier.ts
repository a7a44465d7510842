import { readObjectIdentifier } from '../der/oid.ts';
import { type Element, encodingOf, enter, finish, next, peek } from '../der/reader.ts';
import { TAG } from '../der/tags.ts';
import { sameBytes } from '../der/values.ts';

/** `AlgorithmIdentifier` (RFC 5280, 4.1.1.2); `parameters` is their whole encoding, undefined where absent. */
export type AlgorithmIdentifier = {
  readonly oid: string;
  readonly parameters: Uint8Array | undefined;
};

export function readAlgorithmIdentifier(element: Element, tag: number = TAG.sequence): AlgorithmIdentifier {
  const cursor = enter(element, tag);
  const oid = readObjectIdentifier(next(cursor));
  const parameters = peek(cursor) === undefined ? undefined : encodingOf(next(cursor));
  finish(cursor);
  return { oid, parameters };
}

/**
 * Whether two identifiers mean one algorithm. Absent parameters and NULL are the same here: the CRLs that НУЦ РК
 * makes since 2026 write the one inside the signed part and the other outside.
 */
export function sameAlgorithm(left: AlgorithmIdentifier, right: AlgorithmIdentifier): boolean {
  return left.oid === right.oid && sameBytes(significant(left), significant(right));
}

const NOTHING = new Uint8Array();

function significant({ parameters = NOTHING }: AlgorithmIdentifier): Uint8Array {
  return parameters.length === 2 && parameters[0] === TAG.nullValue ? NOTHING : parameters;
}
