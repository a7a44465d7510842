import { unarmor } from '../der/pem.ts';
import { type Element, encodingOf, enter, finish, members, next, optional, readRoot } from '../der/reader.ts';
import { TAG } from '../der/tags.ts';
import { readText } from '../der/text.ts';
import { readNamedBits, readSmallInteger, sameBytes } from '../der/values.ts';
import { boolean, integer, nullValue, objectIdentifier, octetString, sequence } from '../der/writer.ts';
import { EdsError, reading } from '../errors.ts';
import { type MessageImprint, readTimestampToken, type TimestampToken } from './token.ts';

export type TimestampRequest = MessageImprint & {
  /** DER, to be posted as application/timestamp-query */
  readonly encoded: Uint8Array;
  readonly nonce: bigint | undefined;
  readonly policy: string | undefined;
};

export type TimestampRequestInput = MessageImprint & {
  /** a random positive number, at least 64 bits of it */
  readonly nonce?: bigint;
  /** policy of the TSA, e.g. 1.2.398.3.3.2.6.4 of НУЦ РК for ГОСТ 34.10-2015 */
  readonly policy?: string;
};

/** A query for a timestamp over a digest (RFC 3161, 2.4.1); the TSA's certificate is asked for. */
export function createTimestampRequest({
  digest,
  digestOid,
  nonce,
  policy,
}: TimestampRequestInput): TimestampRequest {
  const encoded = sequence(
    integer(1),
    sequence(sequence(objectIdentifier(digestOid), nullValue()), octetString(digest)),
    ...(policy === undefined ? [] : [objectIdentifier(policy)]),
    ...(nonce === undefined ? [] : [integer(nonce)]),
    boolean(true),
  );
  return { encoded, digest, digestOid, nonce, policy };
}

/** PKIFailureInfo (RFC 3161, 2.4.2). */
const FAILURES: Readonly<Record<number, string>> = {
  0: 'badAlg',
  2: 'badRequest',
  5: 'badDataFormat',
  14: 'timeNotAvailable',
  15: 'unacceptedPolicy',
  16: 'unacceptedExtension',
  17: 'addInfoNotAvailable',
  25: 'systemFailure',
};

/** A granted response: the token as it came, and read. */
export type TimestampResponse = { readonly encoded: Uint8Array; readonly token: TimestampToken };

/**
 * Reads the answer to a query and compares it with the query (RFC 3161, 2.4.2); the token itself is judged by
 * `validateTimestampToken`. Errors: TSP_MALFORMED, TSP_REFUSED (the TSA says no, and why), TSP_MISMATCH (an answer
 * to another query).
 */
export function readTimestampResponse(
  bytes: Uint8Array,
  request: Omit<TimestampRequest, 'encoded'>,
): TimestampResponse {
  const encoded = grantedToken(bytes);
  const token = readTimestampToken(encoded);
  const { imprint, nonce, policy } = token.info;
  if (imprint.digestOid !== request.digestOid || !sameBytes(imprint.digest, request.digest)) {
    throw new EdsError('TSP_MISMATCH', 'the timestamp is over another digest than was asked for');
  }
  if (nonce !== request.nonce)
    throw new EdsError('TSP_MISMATCH', 'the timestamp carries another nonce than was sent');
  if (request.policy !== undefined && policy !== request.policy) {
    throw new EdsError('TSP_MISMATCH', `the timestamp is under policy ${policy}, not ${request.policy}`);
  }
  return { encoded, token };
}

/**
 * The token in a response (RFC 3161, 2.4.2), whatever was asked: for those who do not have the query.
 * Errors: TSP_MALFORMED, TSP_REFUSED.
 */
export function grantedToken(response: Uint8Array): Uint8Array {
  return reading('TSP_MALFORMED', 'timestamp response', () => {
    const cursor = enter(readRoot(unarmor(response)), TAG.sequence);
    requireGranted(next(cursor));
    const token = encodingOf(next(cursor, TAG.sequence));
    finish(cursor);
    return token;
  });
}

/** `PKIStatusInfo`: granted, or granted with modifications. */
function requireGranted(element: Element): void {
  const cursor = enter(element, TAG.sequence);
  const status = readSmallInteger(next(cursor));
  const texts = optional(cursor, TAG.sequence);
  const failure = optional(cursor, TAG.bitString);
  finish(cursor);
  if (status === 0 || status === 1) return;
  const reasons = failure ? [...readNamedBits(failure)].map((bit) => FAILURES[bit] ?? `bit ${bit}`) : [];
  const said = texts ? members(texts).map((text) => readText(text) ?? '') : [];
  throw new EdsError(
    'TSP_REFUSED',
    `the TSA refused with status ${status}: ${[...reasons, ...said].join(', ') || 'no reason given'}`,
  );
}
