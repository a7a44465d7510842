import { createHash } from 'node:crypto';
import { sameBytes } from '../der/values.ts';
import { EdsError } from '../errors.ts';
import { ALL_REASONS, CERTIFICATE_HOLD, REASONS, REMOVE_FROM_CRL } from '../revocation/reasons.ts';
import { signatureHolds } from '../revocation/signed-evidence.ts';
import type { RevocationCode, RevocationJudgement } from '../revocation/status.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { DistributionPoint } from '../x509/distribution-point.ts';
import { sameName } from '../x509/name.ts';
import type { Crl } from './crl.ts';
import { type CrlEntry, findEntry } from './entries.ts';
import { completes, distributionPointsOf, isInScope, isUnderstood, reasonsCovered } from './scope.ts';

/** The question: was this certificate revoked at `statusAt`, as far as `at` knows? */
export type CrlQuestion = {
  readonly certificate: Certificate;
  /** the certificate of the CA that issued it, already trusted */
  readonly issuer: Certificate;
  /** complete and delta CRLs, in any order */
  readonly crls: readonly Crl[];
  /** now, for the judge */
  readonly at: Date;
  /** the time that matters, e.g. that of a timestamp; `at` where left out */
  readonly statusAt?: Date;
  /** certificates that may have signed a CRL besides the issuer, and whether one is trusted (6.3.3 (f)) */
  readonly crlIssuers?: readonly Certificate[];
  readonly isTrusted?: (candidate: Certificate) => boolean;
};

type Usable = { readonly crl: Crl; readonly point: DistributionPoint; readonly deltas: readonly Crl[] };

const CRL_SIGN = 6;
const EXPIRED_CERTIFICATES_ON_CRL = '2.5.29.60';

/**
 * Judges a certificate by CRLs (RFC 5280, 6.3.3): scope, distribution points, indirect CRLs, reasons, deltas.
 * `good` only where CRLs in time and of trusted issuers cover all reasons.
 */
export function judgeCrl(question: CrlQuestion): RevocationJudgement {
  const refused: [RevocationCode, string][] = [];
  const used: Crl[] = [];
  const covered = new Set<number>();
  for (const usable of usableCrls(question, refused)) {
    const reasons = reasonsCovered(usable.crl, usable.point);
    if (reasons.every((reason) => covered.has(reason))) continue;
    const entry = currentEntry(usable, question.certificate);
    if (entry === 'unreadable') {
      refused.push(['EVIDENCE_MALFORMED', 'an entry of the CRL cannot be read or understood']);
      continue;
    }
    used.push(usable.crl, ...usable.deltas);
    if (entry) return revoked(entry, used);
    for (const reason of reasons) covered.add(reason);
  }
  if (ALL_REASONS.every((reason) => covered.has(reason)))
    return answer('good', 'NOT_REVOKED', 'not listed', used);
  if (covered.size > 0)
    refused.push(['CRL_REASONS_INCOMPLETE', 'the CRLs do not cover all reasons of revocation']);
  const [code, message] = refused.at(-1) ?? ['NO_EVIDENCE', 'there is no CRL about the certificate'];
  return answer('unknown', code, message, []);
}

/** Complete CRLs that may be used, with the deltas that fit them; what is refused, and why, goes to `refused`. */
function* usableCrls(question: CrlQuestion, refused: [RevocationCode, string][]): Generator<Usable> {
  const acceptable = question.crls.filter((crl) => {
    const refusal = refusalOf(crl, question);
    if (refusal) refused.push(refusal);
    return !refusal;
  });
  for (const point of distributionPointsOf(question.certificate)) {
    for (const crl of acceptable) {
      if (crl.deltaBase !== undefined || !isInScope(crl, question.certificate, point)) continue;
      const deltas = acceptable.filter(
        (delta) => completes(delta, crl) && isInScope(delta, question.certificate, point),
      );
      yield {
        crl,
        point,
        deltas: deltas.sort((left, right) => (left.number! < right.number! ? 1 : -1)).slice(0, 1),
      };
    }
  }
}

/** Why a CRL may not be used at all for this question. */
function refusalOf(crl: Crl, question: CrlQuestion): [RevocationCode, string] | undefined {
  const { certificate } = question;
  if (!distributionPointsOf(certificate).some((point) => isInScope(crl, certificate, point))) {
    return ['CRL_NOT_ABOUT_CERTIFICATE', 'the CRL is not about this certificate'];
  }
  if (!isUnderstood(crl))
    return ['CRL_EXTENSION_UNKNOWN', 'the CRL has a critical extension that is not understood'];
  return timeRefusal(crl, question) ?? signatureRefusal(crl, question);
}

function timeRefusal(
  crl: Crl,
  { certificate, at, statusAt = at }: CrlQuestion,
): [RevocationCode, string] | undefined {
  const { thisUpdate, nextUpdate } = crl;
  const span = `${thisUpdate.toISOString()} to ${nextUpdate?.toISOString() ?? 'no time said'}`;
  if (thisUpdate > at || (nextUpdate ?? thisUpdate) < statusAt) {
    return ['CRL_NOT_TIMELY', `the CRL of ${span} does not tell the status at ${statusAt.toISOString()}`];
  }
  if (thisUpdate > certificate.notAfter && !crl.rawExtensions.has(EXPIRED_CERTIFICATES_ON_CRL)) {
    return [
      'CERTIFICATE_EXPIRED_BEFORE_EVIDENCE',
      'the CRL is newer than the certificate and may have dropped it',
    ];
  }
  return undefined;
}

function signatureRefusal(crl: Crl, question: CrlQuestion): [RevocationCode, string] | undefined {
  const { issuer, crlIssuers = [], isTrusted = () => false } = question;
  const named = [issuer, ...crlIssuers].filter(
    (candidate) => sameName(candidate.subject, crl.issuer) && maySign(candidate),
  );
  if (named.length === 0)
    return ['CRL_ISSUER_NOT_FOUND', 'no certificate of the CRL issuer that may sign CRLs'];
  const signers = named.filter((candidate) => signatureHolds(crl, candidate, question.at));
  if (signers.length === 0) return ['CRL_SIGNATURE_INVALID', 'the signature of the CRL does not hold'];
  const trusted = signers.some((signer) => sameBytes(signer.encoded, issuer.encoded) || isTrusted(signer));
  return trusted ? undefined : ['CRL_ISSUER_NOT_FOUND', 'the issuer of the CRL is not trusted'];
}

const maySign = ({ extensions: { keyUsage } }: Certificate): boolean =>
  keyUsage === undefined || keyUsage.has(CRL_SIGN);

/** The entry that counts: the delta's where it has one (a removal means none), else the complete CRL's. */
function currentEntry(
  { crl, deltas: [delta] }: Usable,
  { serialNumber, issuer }: Certificate,
): CrlEntry | undefined | 'unreadable' {
  try {
    const complete = findEntry(crl, serialNumber, issuer);
    const entry = (delta && findEntry(delta, serialNumber, issuer)) ?? complete;
    return entry?.reason === REMOVE_FROM_CRL ? undefined : entry;
  } catch (error) {
    if (error instanceof EdsError) return 'unreadable';
    throw error;
  }
}

function revoked({ reason, revokedAt }: CrlEntry, used: readonly Crl[]): RevocationJudgement {
  const hold = reason === CERTIFICATE_HOLD;
  const name = REASONS[reason ?? 0] ?? `reason ${reason}`;
  const message = `${hold ? 'on hold' : 'revoked'} since ${revokedAt.toISOString()} (${name})`;
  return {
    ...answer(hold ? 'on-hold' : 'revoked', hold ? 'ON_HOLD' : 'REVOKED', message, used),
    revokedAt,
    reason: name,
  };
}

function answer(
  status: RevocationJudgement['status'],
  code: RevocationCode,
  message: string,
  used: readonly Crl[],
): RevocationJudgement {
  const [last] = used.toSorted((left, right) => right.thisUpdate.getTime() - left.thisUpdate.getTime());
  return {
    source: 'crl',
    status,
    code,
    message,
    evidence: used.map((crl) => createHash('sha256').update(crl.encoded).digest('hex')),
    ...(last && { thisUpdate: last.thisUpdate }),
    ...(last?.nextUpdate && { nextUpdate: last.nextUpdate }),
  };
}
