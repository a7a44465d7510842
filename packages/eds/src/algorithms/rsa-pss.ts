import { enter, finish, only, optional, readRoot } from '../der/reader.ts';
import { contextTag, TAG } from '../der/tags.ts';
import { readSmallInteger } from '../der/values.ts';
import { EdsError, reading } from '../errors.ts';
import { readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import { digestAlgorithm } from './digests.ts';
import { DIGEST } from './oids.ts';

const MGF1 = '1.2.840.113549.1.1.8';

/** `digest` by its object identifier, `saltLength` in bytes. */
export type PssParameters = { readonly digest: string; readonly saltLength: number };

/** Reads RSASSA-PSS-params (RFC 4055, 3.1) with one digest for message and mask. Error: ALGORITHM_UNSUPPORTED. */
export function readPssParameters(encoded: Uint8Array | undefined): PssParameters {
  if (encoded === undefined) {
    throw new EdsError(
      'ALGORITHM_UNSUPPORTED',
      'RSASSA-PSS without parameters says no digest (RFC 4055, 3.1)',
    );
  }
  const { digest, maskDigest, saltLength, trailer } = reading(
    'ALGORITHM_UNSUPPORTED',
    'RSASSA-PSS parameters',
    () => readFields(encoded),
  );
  const longestSalt = digestAlgorithm(digest).byteLength * 2;
  if (maskDigest !== digest || trailer !== 1 || saltLength < 0 || saltLength > longestSalt) {
    throw new EdsError(
      'ALGORITHM_UNSUPPORTED',
      'RSASSA-PSS with this mask, salt length or trailer is not known here',
    );
  }
  return { digest, saltLength };
}

function readFields(encoded: Uint8Array) {
  const cursor = enter(readRoot(encoded), TAG.sequence);
  const hash = optional(cursor, contextTag(0));
  const mask = optional(cursor, contextTag(1));
  const salt = optional(cursor, contextTag(2));
  const trailer = optional(cursor, contextTag(3));
  finish(cursor);
  return {
    digest: hash ? readAlgorithmIdentifier(only(hash)).oid : DIGEST.sha1,
    maskDigest: mask ? readMaskDigest(readAlgorithmIdentifier(only(mask))) : DIGEST.sha1,
    saltLength: salt ? readSmallInteger(only(salt)) : 20,
    trailer: trailer ? readSmallInteger(only(trailer)) : 1,
  };
}

function readMaskDigest({ oid, parameters }: { oid: string; parameters: Uint8Array | undefined }): string {
  if (oid !== MGF1 || parameters === undefined)
    throw new EdsError('DER_VALUE', `mask generation ${oid} is not MGF1`);
  return readAlgorithmIdentifier(readRoot(parameters)).oid;
}
