import type { digestRefusal } from '../algorithms/allow-list.ts';
import { readRoot } from '../der/reader.ts';
import { readOctetString, sameBytes } from '../der/values.ts';
import { EdsError } from '../errors.ts';
import { signatureHolds } from '../revocation/signed-evidence.ts';
import type { RevocationCode } from '../revocation/status.ts';
import type { TrustList } from '../trust/trust-list.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { RawExtension } from '../x509/extensions.ts';
import { OCSP } from './oids.ts';
import { authorisationRefusal, respondersOf } from './responder.ts';
import type { OcspResponse, SingleResponse } from './response.ts';

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

export type Refusal = readonly [RevocationCode, string];
/** Checks in order; the first refusal tells why nothing may be concluded. */
type Check = (
  response: OcspResponse,
  question: OcspQuestion,
  matching: readonly SingleResponse[],
) => Refusal | undefined;

export const OCSP_CHECKS: readonly Check[] = [
  checkExtensions,
  checkMatch,
  checkNonce,
  checkTimes,
  checkSignature,
];

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
  const responder = candidates.find((candidate) =>
    signatureHolds(response, candidate, question.at, question.digestRefusal),
  );
  if (!responder) return ['OCSP_SIGNATURE_INVALID', 'the signature of the response does not hold'];
  return authorisationRefusal(responder, issuer, named, response.producedAt);
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
