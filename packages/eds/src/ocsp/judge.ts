import { createHash } from 'node:crypto';
import { readRoot } from '../der/reader.ts';
import { readTime } from '../der/time.ts';
import { EdsError } from '../errors.ts';
import { CERTIFICATE_HOLD, REASONS } from '../revocation/reasons.ts';
import type { RevocationJudgement } from '../revocation/status.ts';
import type { Certificate } from '../x509/certificate.ts';
import { namesCertificate } from './certificate-id.ts';
import { OCSP_CHECKS, type OcspQuestion, type Refusal } from './checks.ts';
import { OCSP } from './oids.ts';
import { type OcspResponse, readOcspResponse, type SingleResponse } from './response.ts';

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
  for (const check of OCSP_CHECKS) {
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
