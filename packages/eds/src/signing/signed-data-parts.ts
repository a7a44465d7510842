import { CONTENT_TYPE } from '../cms/oids.ts';
import { berToDer } from '../der/ber.ts';
import { readObjectIdentifier } from '../der/oid.ts';
import { unarmor } from '../der/pem.ts';
import {
  type Element,
  encodingOf,
  enter,
  finish,
  members,
  next,
  only,
  optional,
  readRoot,
} from '../der/reader.ts';
import { contextTag, TAG } from '../der/tags.ts';
import { readSmallInteger } from '../der/values.ts';
import { context, integer, objectIdentifier, sequence, set } from '../der/writer.ts';
import { reading } from '../errors.ts';

/**
 * A SignedData as the encodings of its parts (RFC 5652, 5.1): what a change does not touch is written back byte for
 * byte and in its order, so that signatures, timestamps and places of signers survive.
 */
export type SignedDataParts = {
  readonly digestAlgorithms: readonly Uint8Array[];
  readonly encapsulated: Uint8Array;
  readonly certificates: readonly Uint8Array[];
  readonly revocation: readonly Uint8Array[];
  readonly signers: readonly Uint8Array[];
};

/** Takes a signature apart; DER, BER, PEM or base64. Errors: CMS_MALFORMED, PEM_MALFORMED, DER_LIMIT. */
export function readParts(cms: Uint8Array): SignedDataParts {
  return reading('CMS_MALFORMED', 'CMS', () => {
    const outer = enter(readRoot(berToDer(unarmor(cms))), TAG.sequence);
    readObjectIdentifier(next(outer));
    const cursor = enter(only(next(outer, contextTag(0))), TAG.sequence);
    readSmallInteger(next(cursor));
    const parts = {
      digestAlgorithms: encodings(next(cursor, TAG.set)),
      encapsulated: encodingOf(next(cursor, TAG.sequence)),
      certificates: encodings(optional(cursor, contextTag(0))),
      revocation: encodings(optional(cursor, contextTag(1))),
      signers: encodings(next(cursor, TAG.set)),
    };
    finish(cursor);
    return parts;
  });
}

const encodings = (set: Element | undefined): Uint8Array[] => (set ? members(set).map(encodingOf) : []);

/** ContentInfo with this SignedData, DER but for the order of sets, which stays as it was. */
export function writeParts(parts: SignedDataParts): Uint8Array {
  const { digestAlgorithms, encapsulated, certificates, revocation, signers } = parts;
  const signedData = sequence(
    integer(versionOf(parts)),
    set(...digestAlgorithms),
    encapsulated,
    ...(certificates.length > 0 ? [context(0, ...certificates)] : []),
    ...(revocation.length > 0 ? [context(1, ...revocation)] : []),
    set(...signers),
  );
  return sequence(objectIdentifier(CONTENT_TYPE.signedData), context(0, signedData));
}

/** CMSVersion by the rules of RFC 5652, 5.1. */
function versionOf({ encapsulated, certificates, revocation, signers }: SignedDataParts): number {
  const hasCertificate = (number: number): boolean =>
    certificates.some(([tag]) => tag === contextTag(number));
  if (hasCertificate(3) || revocation.some(([tag]) => tag === contextTag(1))) return 5;
  if (hasCertificate(2)) return 4;
  const signersOfVersion3 = signers.some((signer) => readSmallInteger(next(enter(readRoot(signer)))) === 3);
  return hasCertificate(1) || signersOfVersion3 || contentTypeOf(encapsulated) !== CONTENT_TYPE.data ? 3 : 1;
}

/** eContentType of an EncapsulatedContentInfo. */
export function contentTypeOf(encapsulated: Uint8Array): string {
  return readObjectIdentifier(next(enter(readRoot(encapsulated), TAG.sequence)));
}

/** `added` after `present`, each once. */
export function union(present: readonly Uint8Array[], added: readonly Uint8Array[]): Uint8Array[] {
  const known = new Set<string>();
  return [...present, ...added].filter((bytes) => {
    const key = Buffer.from(bytes).toString('latin1');
    return known.has(key) ? false : known.add(key);
  });
}
