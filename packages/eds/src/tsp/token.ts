import { CONTENT_TYPE } from '../cms/oids.ts';
import { readSignedData, type SignedData } from '../cms/signed-data.ts';
import { readObjectIdentifier } from '../der/oid.ts';
import { type Element, enter, finish, next, optional, readRoot } from '../der/reader.ts';
import { contextTag, TAG } from '../der/tags.ts';
import { readTime } from '../der/time.ts';
import {
  readBoolean,
  readInteger,
  readIntegerOctets,
  readOctetString,
  readSmallInteger,
} from '../der/values.ts';
import { EdsError, reading } from '../errors.ts';
import { readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';

/** `MessageImprint` (RFC 3161, 2.4.1): the digest that is stamped. */
export type MessageImprint = { readonly digestOid: string; readonly digest: Uint8Array };

/** `TSTInfo` (RFC 3161, 2.4.2). */
export type TimestampInfo = {
  readonly policy: string;
  readonly imprint: MessageImprint;
  readonly serialNumber: Uint8Array;
  readonly genTime: Date;
  readonly ordering: boolean;
  readonly nonce: bigint | undefined;
};

/** A timestamp: a SignedData, and what it says. */
export type TimestampToken = { readonly signedData: SignedData; readonly info: TimestampInfo };

const LIMITS = { size: 256 * 1024, depth: 40, elements: 20_000 };

/** Reads a time-stamp token. Errors: TSP_MALFORMED, CMS_MALFORMED, DER_LIMIT. */
export function readTimestampToken(bytes: Uint8Array): TimestampToken {
  const signedData = readSignedData(bytes, LIMITS);
  const { contentType, content } = signedData;
  if (contentType !== CONTENT_TYPE.timestampInfo || !content) {
    throw new EdsError('TSP_MALFORMED', `content type ${contentType} is not TSTInfo`);
  }
  const info = reading('TSP_MALFORMED', 'TSTInfo', () => readTimestampInfo(readRoot(content, LIMITS)));
  return { signedData, info };
}

function readTimestampInfo(root: Element): TimestampInfo {
  const cursor = enter(root, TAG.sequence);
  const version = readSmallInteger(next(cursor));
  if (version !== 1) throw new EdsError('TSP_MALFORMED', `TSTInfo of version ${version}`);
  const policy = readObjectIdentifier(next(cursor));
  const imprint = readImprint(next(cursor));
  const serialNumber = readIntegerOctets(next(cursor));
  const genTime = readTime(next(cursor, TAG.generalizedTime));
  optional(cursor, TAG.sequence); // accuracy
  const ordering = optional(cursor, TAG.boolean);
  const nonce = optional(cursor, TAG.integer);
  optional(cursor, contextTag(0)); // tsa: the certificate says who it was
  optional(cursor, contextTag(1)); // extensions
  finish(cursor);
  return {
    policy,
    imprint,
    serialNumber,
    genTime,
    ordering: ordering !== undefined && readBoolean(ordering),
    nonce: nonce && readInteger(nonce),
  };
}

function readImprint(element: Element): MessageImprint {
  const cursor = enter(element, TAG.sequence);
  const digestOid = readAlgorithmIdentifier(next(cursor)).oid;
  const digest = readOctetString(next(cursor));
  finish(cursor);
  return { digestOid, digest };
}
