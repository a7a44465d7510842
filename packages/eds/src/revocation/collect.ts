import type { Crl } from '../crl/crl.ts';
import { parseCrl } from '../crl/crl.ts';
import { judgeCrl } from '../crl/judge.ts';
import { EdsError } from '../errors.ts';
import type { OcspQuestion } from '../ocsp/checks.ts';
import { judgeOcspResponse } from '../ocsp/judge.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { RevocationJudgement } from './status.ts';

/** An OCSP answer, and the nonce that was sent for it, where one was. */
export type OcspAnswer = Uint8Array | { readonly response: Uint8Array; readonly nonce: Uint8Array };

/**
 * Where evidence of revocation comes from: asked (`ocsp`, `crl`), already collected (`ocspResponses`, `crls`), or both.
 * What is asked may call the network: that is the caller's. Undefined means that the authority did not answer.
 */
export type RevocationSource = {
  readonly ocsp?: (certificate: Certificate, issuer: Certificate) => Promise<OcspAnswer | undefined>;
  readonly crl?: (
    certificate: Certificate,
    issuer: Certificate,
  ) => Promise<readonly (Uint8Array | Crl)[] | undefined>;
  readonly ocspResponses?: readonly Uint8Array[];
  /** complete and delta CRLs; those already parsed spare the reading of a large list */
  readonly crls?: readonly (Uint8Array | Crl)[];
};

/** About whom, and when: see `OcspQuestion`. */
export type RevocationQuestion = Pick<
  OcspQuestion,
  'certificate' | 'issuer' | 'at' | 'statusAt' | 'trust' | 'maximumAge' | 'clockSkew'
>;

/** What lets nothing be concluded is tried in this order: OCSP that is asked for, then CRLs, then what came along. */
type Attempt = (source: RevocationSource, question: RevocationQuestion) => Promise<RevocationJudgement[]>;

const ATTEMPTS: readonly Attempt[] = [askOcsp, askCrl, judgeCollected];

/**
 * Judges the revocation of one certificate by the first evidence that allows a conclusion. Evidence that allows
 * none is not lost: without a conclusion the last of it says why.
 */
export async function judgeRevocation(
  source: RevocationSource,
  question: RevocationQuestion,
): Promise<RevocationJudgement> {
  let inconclusive: RevocationJudgement | undefined;
  for (const attempt of ATTEMPTS) {
    const judgements = await attempt(source, question);
    const conclusive = worst(judgements);
    if (conclusive) return conclusive;
    inconclusive = judgements.find(({ code }) => code !== 'NO_EVIDENCE') ?? inconclusive;
  }
  return (
    inconclusive ?? {
      source: 'ocsp',
      status: 'unknown',
      code: 'NO_EVIDENCE',
      message: 'no authority has answered',
      evidence: [],
    }
  );
}

/** Of several conclusions the gravest. */
const worst = (judgements: readonly RevocationJudgement[]): RevocationJudgement | undefined =>
  (['revoked', 'on-hold', 'good'] as const).flatMap((status) =>
    judgements.filter((one) => one.status === status),
  )[0];

async function askOcsp(
  { ocsp }: RevocationSource,
  question: RevocationQuestion,
): Promise<RevocationJudgement[]> {
  const answer = await ocsp?.(question.certificate, question.issuer);
  if (!answer) return [];
  const [response, nonce] = answer instanceof Uint8Array ? [answer] : [answer.response, answer.nonce];
  return [judgeOcspResponse(response, { ...question, ...(nonce && { nonce }) })];
}

async function askCrl(
  { crl }: RevocationSource,
  question: RevocationQuestion,
): Promise<RevocationJudgement[]> {
  const crls = await crl?.(question.certificate, question.issuer);
  return crls ? judgeCrls(crls, question) : [];
}

async function judgeCollected(
  { ocspResponses = [], crls = [] }: RevocationSource,
  question: RevocationQuestion,
): Promise<RevocationJudgement[]> {
  const byOcsp = ocspResponses.map((response) => judgeOcspResponse(response, question));
  return [
    ...byOcsp.filter(({ code }) => code !== 'OCSP_NOT_ABOUT_CERTIFICATE'),
    ...(crls.length > 0 ? judgeCrls(crls, question) : []),
  ];
}

function judgeCrls(crls: readonly (Uint8Array | Crl)[], question: RevocationQuestion): RevocationJudgement[] {
  const readable = crls.flatMap((crl) => (crl instanceof Uint8Array ? tryParse(crl) : [crl]));
  const unreadable = crls.length - readable.length;
  const malformed = {
    source: 'crl',
    status: 'unknown',
    code: 'EVIDENCE_MALFORMED',
    message: `${unreadable} CRLs cannot be read`,
    evidence: [],
  } as const;
  return [judgeCrl({ ...question, crls: readable }), ...(unreadable > 0 ? [malformed] : [])];
}

function tryParse(der: Uint8Array): Crl[] {
  try {
    return [parseCrl(der)];
  } catch (error) {
    if (error instanceof EdsError) return [];
    throw error;
  }
}
