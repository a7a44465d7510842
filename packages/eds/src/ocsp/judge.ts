import { createHash } from 'node:crypto';
import { digestRefusal, keyRefusal } from '../algorithms/allow-list.ts';
import { readPublicKey } from '../algorithms/public-keys.ts';
import { signatureScheme } from '../algorithms/signature-schemes.ts';
import { verifySignature } from '../algorithms/verify.ts';
import { readRoot } from '../der/reader.ts';
import { readTime } from '../der/time.ts';
import { readOctetString, sameBytes } from '../der/values.ts';
import { EdsError } from '../errors.ts';
import { CERTIFICATE_HOLD, REASONS } from '../revocation/reasons.ts';
import type { RevocationCode, RevocationJudgement } from '../revocation/status.ts';
import type { TrustList } from '../trust/trust-list.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { RawExtension } from '../x509/extensions.ts';
import { namesCertificate } from './certificate-id.ts';
import { OCSP } from './oids.ts';
import { authorisationRefusal, respondersOf } from './responder.ts';
import { type OcspResponse, readOcspResponse, type SingleResponse } from './response.ts';

/** The question: what does this response say about this certificate at `statusAt`, as far as `at` knows? */
export type OcspQuestion = {
  readonly certificate: Certificate;
  /** the certificate of the CA that issued it, already trusted */
  readonly issuer: Certificate;
  /** now, for the judge */
  readonly at: Date;
  /** the time that matters, e.g. that of a timestamp; `at` where left out */
  readonly statusAt?: Date;
  /** names responders outright */
  readonly trust?: Pick<TrustList, 'ocspResponders'>;
  /** the nonce that was sent; the response must carry it */
  readonly nonce?: Uint8Array;
  /** how much older than `statusAt` the response may be, milliseconds */
  readonly maximumAge?: number;
  /** how far the clocks of judge and responder may differ, milliseconds */
  readonly clockSkew?: number;
  /** policy for digests under signatures; the allow-list where left out */
  readonly digestRefusal?: typeof digestRefusal;
};

const MINUTE = 60_000;
/** Five minutes: the age that НУЦ РК's document card and the registration of a document allow. */
export const DEFAULT_OCSP_AGE = 5 * MINUTE;
const DEFAULT_SKEW = MINUTE;

type Refusal = readonly [RevocationCode, string];
/** Checks in order; the first refusal tells why nothing may be concluded. */
type Check = (
  response: OcspResponse,
  question: OcspQuestion,
  matching: readonly SingleResponse[],
) => Refusal | undefined;

const CHECKS: readonly Check[] = [checkExtensions, checkMatch, checkNonce, checkTimes, checkSignature];

/** Judges an OCSP response (RFC 6960, 3.2). Never throws for what the response is: `unknown` says why. */
export function judgeOcspResponse(bytes: Uint8Array, question: OcspQuestion): RevocationJudgement {
  const evidence = [createHash('sha256').update(bytes).digest('hex')];
  const unknown = ([code, message]: Refusal) =>
    ({ source: 'ocsp', status: 'unknown', code, message, evidence }) as const;
  const response = tryRead(bytes);
  if ('refusal' in response) return unknown(response.refusal);
  const matching = response.responses.filter(({ id }) =>
    namesCertificate(id, question.certificate, question.issuer),
  );
  for (const check of CHECKS) {
    const refusal = check(response, question, matching);
    if (refusal) return unknown(refusal);
  }
  return { source: 'ocsp', evidence, producedAt: response.producedAt, ...conclude(matching, question) };
}

function tryRead(bytes: Uint8Array): OcspResponse | { refusal: Refusal } {
  try {
    const response = readOcspResponse(bytes);
    if (!('unsuccessful' in response)) return response;
    return { refusal: ['OCSP_NOT_SUCCESSFUL', `the responder answered ${response.unsuccessful}`] };
  } catch (error) {
    if (error instanceof EdsError) return { refusal: ['EVIDENCE_MALFORMED', error.message] };
    throw error;
  }
}

const UNDERSTOOD: readonly string[] = Object.values(OCSP);

function checkExtensions(
  response: OcspResponse,
  _: OcspQuestion,
  matching: readonly SingleResponse[],
): Refusal | undefined {
  const all = [response.extensions, ...matching.map(({ extensions }) => extensions)].flatMap(
    (map): RawExtension[] => [...map.values()],
  );
  const unknown = all.find(({ oid, critical }) => critical && !UNDERSTOOD.includes(oid));
  return unknown && ['OCSP_EXTENSION_UNKNOWN', `critical extension ${unknown.oid} is not understood`];
}

function checkMatch(
  _: OcspResponse,
  __: OcspQuestion,
  matching: readonly SingleResponse[],
): Refusal | undefined {
  return matching.length > 0
    ? undefined
    : ['OCSP_NOT_ABOUT_CERTIFICATE', 'the response is not about this certificate'];
}

function checkNonce(response: OcspResponse, { nonce }: OcspQuestion): Refusal | undefined {
  const echoed = response.extensions.get(OCSP.nonce);
  if (!nonce || (echoed && sameBytes(nonceOf(echoed.value), nonce))) return undefined;
  return [
    'OCSP_NONCE_WRONG',
    echoed ? 'the response carries another nonce' : 'the response carries no nonce',
  ];
}

/** The nonce as an OCTET STRING (RFC 8954), or as raw octets, as older responders write it. */
function nonceOf(value: Uint8Array): Uint8Array {
  try {
    return readOctetString(readRoot(value));
  } catch (error) {
    if (error instanceof EdsError) return value;
    throw error;
  }
}

function checkSignature(response: OcspResponse, question: OcspQuestion): Refusal | undefined {
  const { issuer, trust } = question;
  const named = trust?.ocspResponders ?? [];
  const candidates = respondersOf(response, issuer, named);
  if (candidates.length === 0) return ['OCSP_RESPONDER_NOT_FOUND', 'no certificate of the responder'];
  const responder = candidates.find((candidate) => verifies(response, candidate, question));
  if (!responder) return ['OCSP_SIGNATURE_INVALID', 'the signature of the response does not hold'];
  return authorisationRefusal(responder, issuer, named, response.producedAt);
}

function verifies(response: OcspResponse, responder: Certificate, question: OcspQuestion): boolean {
  const { signatureAlgorithm, signature, tbs: data } = response;
  const spki = responder.publicKey.encoded;
  const refusal = question.digestRefusal ?? digestRefusal;
  try {
    const { digest } = signatureScheme(signatureAlgorithm);
    if (refusal(digest, 'signature', question.at) ?? keyRefusal(readPublicKey(spki), question.at))
      return false;
    return verifySignature({ spki, signatureAlgorithm, data, signature });
  } catch (error) {
    if (error instanceof EdsError) return false;
    throw error;
  }
}

function checkTimes(
  { producedAt }: OcspResponse,
  question: OcspQuestion,
  matching: readonly SingleResponse[],
): Refusal | undefined {
  const { at, statusAt = at, maximumAge, clockSkew = DEFAULT_SKEW } = question;
  const refused = (message: string): Refusal => ['OCSP_NOT_TIMELY', message];
  if (producedAt.getTime() > at.getTime() + clockSkew)
    return refused('the response was produced in the future');
  for (const { thisUpdate, nextUpdate } of matching) {
    const age = statusAt.getTime() - thisUpdate.getTime();
    if (thisUpdate.getTime() > at.getTime() + clockSkew) return refused('the response is about the future');
    if (producedAt.getTime() < thisUpdate.getTime() - clockSkew)
      return refused('produced before it was true');
    if (nextUpdate && nextUpdate < statusAt)
      return refused(`a newer answer was due at ${nextUpdate.toISOString()}`);
    if (age > (maximumAge ?? (nextUpdate ? Number.POSITIVE_INFINITY : DEFAULT_OCSP_AGE))) {
      return refused(`true at ${thisUpdate.toISOString()}, too long before ${statusAt.toISOString()}`);
    }
  }
  return undefined;
}

/** Of several answers about one certificate the worst counts. */
function conclude(
  matching: readonly SingleResponse[],
  { certificate }: OcspQuestion,
): Omit<RevocationJudgement, 'source' | 'evidence'> {
  const answer =
    matching.find(({ status }) => status === 'revoked') ??
    matching.find(({ status }) => status === 'unknown') ??
    matching[0]!;
  const { thisUpdate, nextUpdate, revokedAt, reason } = answer;
  const times = { thisUpdate, ...(nextUpdate && { nextUpdate }) };
  if (answer.status === 'unknown' || isExtendedRevoke(answer)) {
    return {
      ...times,
      status: 'unknown',
      code: 'OCSP_STATUS_UNKNOWN',
      message: 'the responder does not know the certificate',
    };
  }
  if (answer.status === 'good') return { ...times, ...judgeGood(answer, certificate) };
  const hold = reason === CERTIFICATE_HOLD;
  const name = REASONS[reason ?? 0] ?? `reason ${reason}`;
  const message = `${hold ? 'on hold' : 'revoked'} since ${revokedAt!.toISOString()} (${name})`;
  return {
    ...times,
    status: hold ? 'on-hold' : 'revoked',
    code: hold ? 'ON_HOLD' : 'REVOKED',
    message,
    revokedAt: revokedAt!,
    reason: name,
  };
}

/** RFC 6960, 2.2: a certificate that was never issued is answered as on hold since 1970. НУЦ РК does so. */
const isExtendedRevoke = ({ reason, revokedAt }: SingleResponse): boolean =>
  reason === CERTIFICATE_HOLD && revokedAt?.getTime() === 0;

/** A responder may forget what has expired, unless archiveCutoff says that it still knows (RFC 6960, 4.4.4). */
function judgeGood(
  { thisUpdate, extensions }: SingleResponse,
  { notAfter }: Certificate,
): Pick<RevocationJudgement, 'status' | 'code' | 'message'> {
  const cutoff = extensions.get(OCSP.archiveCutoff);
  const remembered = cutoff !== undefined && readTime(readRoot(cutoff.value)) <= notAfter;
  if (thisUpdate <= notAfter || remembered) return { status: 'good', code: 'NOT_REVOKED', message: 'good' };
  return {
    status: 'unknown',
    code: 'CERTIFICATE_EXPIRED_BEFORE_EVIDENCE',
    message: 'answered after the certificate had expired',
  };
}
