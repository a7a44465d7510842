import { readObjectIdentifier } from '../der/oid.ts';
import {
  type Cursor,
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
import { contextTag, primitiveContextTag, TAG } from '../der/tags.ts';
import { readTime } from '../der/time.ts';
import { readBitStringOctets, readOctetString, readSmallInteger } from '../der/values.ts';
import { EdsError, reading } from '../errors.ts';
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type RawExtension, readExtensions } from '../x509/extensions.ts';
import { knownCertificate } from '../x509/known-certificates.ts';
import { type Name, readName } from '../x509/name.ts';
import { type CertificateId, readCertificateId } from './certificate-id.ts';
import { OCSP } from './oids.ts';

export type ResponderId =
  | { readonly kind: 'name'; readonly name: Name }
  | { readonly kind: 'key' /** SHA-1 of the key */; readonly keyHash: Uint8Array };

/** `SingleResponse` (RFC 6960, 4.2.1). */
export type SingleResponse = {
  readonly id: CertificateId;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revokedAt: Date | undefined;
  /** number of CRLReason */
  readonly reason: number | undefined;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  readonly extensions: ReadonlyMap<string, RawExtension>;
};

/** A signed `BasicOCSPResponse`. */
export type OcspResponse = {
  readonly tbs: Uint8Array;
  readonly responder: ResponderId;
  readonly producedAt: Date;
  readonly responses: readonly SingleResponse[];
  readonly extensions: ReadonlyMap<string, RawExtension>;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly certificates: readonly Certificate[];
};

/** OCSPResponseStatus (4.2.1); only `successful` is a signed answer. */
export const RESPONSE_STATUS: Readonly<Record<number, string>> = {
  0: 'successful',
  1: 'malformedRequest',
  2: 'internalError',
  3: 'tryLater',
  5: 'sigRequired',
  6: 'unauthorized',
};

const LIMITS = { size: 256 * 1024, depth: 24, elements: 10_000 };

/**
 * Reads an OCSP response: `OCSPResponse`, or a bare `BasicOCSPResponse` as revocation values hold it (ETSI EN
 * 319 122-1). An unsuccessful answer is given as the name of its status. Errors: OCSP_MALFORMED, DER_LIMIT.
 */
export function readOcspResponse(der: Uint8Array): OcspResponse | { readonly unsuccessful: string } {
  return reading('OCSP_MALFORMED', 'OCSP response', () => {
    const root = readRoot(der, LIMITS);
    const cursor = enter(root, TAG.sequence);
    const first = next(cursor);
    if (first.tag === TAG.sequence) return readBasicResponse(root);
    const status = RESPONSE_STATUS[readSmallInteger(first, TAG.enumerated)];
    if (status === undefined) throw new EdsError('OCSP_MALFORMED', 'unknown status of an OCSP response');
    const bytes = optional(cursor, contextTag(0));
    finish(cursor);
    if (status !== 'successful') return { unsuccessful: status };
    if (!bytes) throw new EdsError('OCSP_MALFORMED', 'a successful OCSP response without an answer');
    return readResponseBytes(only(bytes));
  });
}

function readResponseBytes(element: Element): OcspResponse {
  const cursor = enter(element, TAG.sequence);
  const type = readObjectIdentifier(next(cursor));
  const basic = readOctetString(next(cursor));
  finish(cursor);
  if (type !== OCSP.basicResponse) throw new EdsError('OCSP_MALFORMED', `response type ${type} is not basic`);
  return readBasicResponse(readRoot(basic, LIMITS));
}

function readBasicResponse(element: Element): OcspResponse {
  const cursor = enter(element, TAG.sequence);
  const tbs = next(cursor, TAG.sequence);
  const signatureAlgorithm = readAlgorithmIdentifier(next(cursor));
  const signature = readBitStringOctets(next(cursor));
  const list = optional(cursor, contextTag(0));
  finish(cursor);
  const certificates = list
    ? members(only(list), TAG.sequence).map((member) => knownCertificate(encodingOf(member)))
    : [];
  return { tbs: encodingOf(tbs), signatureAlgorithm, signature, certificates, ...readResponseData(tbs) };
}

function readResponseData(
  tbs: Element,
): Pick<OcspResponse, 'responder' | 'producedAt' | 'responses' | 'extensions'> {
  const cursor = enter(tbs);
  const version = optional(cursor, contextTag(0));
  if (version && readSmallInteger(only(version)) !== 0)
    throw new EdsError('DER_VALUE', 'unknown version of an OCSP response');
  const responder = readResponderId(next(cursor));
  const producedAt = readTime(next(cursor, TAG.generalizedTime));
  const responses = members(next(cursor), TAG.sequence).map(readSingleResponse);
  return { responder, producedAt, responses, extensions: readTrailingExtensions(cursor) };
}

function readResponderId(element: Element): ResponderId {
  if (element.tag === contextTag(1)) return { kind: 'name', name: readName(only(element)) };
  if (element.tag === contextTag(2)) return { kind: 'key', keyHash: readOctetString(only(element)) };
  throw new EdsError('DER_TAG', `not a responder id at byte ${element.start}`);
}

function readSingleResponse(element: Element): SingleResponse {
  const cursor = enter(element, TAG.sequence);
  const id = readCertificateId(next(cursor));
  const status = readStatus(next(cursor));
  const thisUpdate = readTime(next(cursor, TAG.generalizedTime));
  const nextUpdate = optional(cursor, contextTag(0));
  const extensions = readTrailingExtensions(cursor);
  return {
    id,
    ...status,
    thisUpdate,
    nextUpdate: nextUpdate && readTime(only(nextUpdate, TAG.generalizedTime)),
    extensions,
  };
}

/** `[1] EXPLICIT Extensions OPTIONAL` at the end of a structure. */
function readTrailingExtensions(cursor: Cursor): ReadonlyMap<string, RawExtension> {
  const extensions = optional(cursor, contextTag(1));
  finish(cursor);
  return extensions ? readExtensions(only(extensions)) : new Map();
}

function readStatus(element: Element): Pick<SingleResponse, 'status' | 'revokedAt' | 'reason'> {
  const nothing = { revokedAt: undefined, reason: undefined };
  if (element.tag === contextTag(1)) return { status: 'revoked', ...readRevokedInfo(element) };
  if (element.contentStart !== element.end)
    throw new EdsError('DER_VALUE', `status is not empty at byte ${element.start}`);
  if (element.tag === primitiveContextTag(0)) return { status: 'good', ...nothing };
  if (element.tag === primitiveContextTag(2)) return { status: 'unknown', ...nothing };
  throw new EdsError('DER_TAG', `not a certificate status at byte ${element.start}`);
}

function readRevokedInfo(element: Element): { revokedAt: Date; reason: number | undefined } {
  const cursor = enter(element);
  const revokedAt = readTime(next(cursor, TAG.generalizedTime));
  const reason = optional(cursor, contextTag(0));
  finish(cursor);
  return { revokedAt, reason: reason && readSmallInteger(only(reason), TAG.enumerated) };
}
