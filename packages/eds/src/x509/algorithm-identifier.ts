import { readObjectIdentifier } from '../der/oid.ts';
import { type Element, encodingOf, enter, finish, next, peek } from '../der/reader.ts';
import { TAG } from '../der/tags.ts';

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
