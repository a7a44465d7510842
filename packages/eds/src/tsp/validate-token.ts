import { createHash } from 'node:crypto';
import { EdsError } from '../errors.ts';
import { type ChainJudgement, verifyChain } from '../path/verify-chain.ts';
import { judgeRevocation } from '../revocation/collect.ts';
import type { RevocationJudgement } from '../revocation/status.ts';
import { type CheckResult, conclude, refused, runChecks, type Verdict } from '../validation/checks.ts';
import { digestOf } from '../validation/content.ts';
import { findCertificate } from '../validation/signer-checks.ts';
import type { Certificate } from '../x509/certificate.ts';
import { TIMESTAMP_CHECKS, type TimestampFacts, type TimestampQuestion } from './checks.ts';
import { readTimestampToken, type TimestampToken } from './token.ts';

/** The judgement of one timestamp. Its time counts only where it is TOTAL-PASSED. */
export type TimestampJudgement = Verdict & {
  readonly token: TimestampToken | undefined;
  readonly certificate: Certificate | undefined;
  readonly chain: ChainJudgement | undefined;
  readonly revocation: RevocationJudgement | undefined;
  readonly checks: readonly CheckResult[];
  /** SHA-256 of the token, lower-case hexadecimal */
  readonly sha256: string;
};

/** Judges a time-stamp token. What it is never makes this throw: the verdict says it. */
export async function validateTimestampToken(
  bytes: Uint8Array,
  question: TimestampQuestion,
): Promise<TimestampJudgement> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const token = tryRead(bytes);
  if ('code' in token) {
    const checks = [{ name: 'format', ...refused('TOKEN_MALFORMED', token.message) }];
    return {
      ...conclude(checks),
      token: undefined,
      certificate: undefined,
      chain: undefined,
      revocation: undefined,
      checks,
      sha256,
    };
  }
  const facts = await gather(token, question);
  const checks = runChecks(TIMESTAMP_CHECKS, facts);
  return {
    ...conclude(checks),
    token,
    certificate: facts.certificate,
    chain: facts.chain,
    revocation: facts.revocation,
    checks,
    sha256,
  };
}

function tryRead(bytes: Uint8Array): TimestampToken | EdsError {
  try {
    const token = readTimestampToken(bytes);
    return token.signedData.signers.length > 0
      ? token
      : new EdsError('TSP_MALFORMED', 'the token has no signer');
  } catch (error) {
    if (error instanceof EdsError) return error;
    throw error;
  }
}

async function gather(token: TimestampToken, question: TimestampQuestion): Promise<TimestampFacts> {
  const { trust, at, imprintOf } = question;
  const { certificates, contentType, content, signers } = token.signedData;
  const signer = signers[0]!;
  const pool = [...certificates, ...trust.timestampAuthorities];
  const certificate = findCertificate(signer, pool);
  const chain =
    certificate && verifyChain(certificate, { anchors: trust.timestampAuthorities, intermediates: pool, at });
  const contentDigest = await digestOf(content!, signer.digestAlgorithm.oid);
  return {
    question,
    token,
    signer,
    certificate,
    contentType,
    contentDigests: contentDigest ? [contentDigest] : [],
    reliedUponAt: at,
    imprint: await digestOf(imprintOf, token.info.imprint.digestOid),
    chain,
    revocation: await revocationOf(certificate, chain, token, question),
  };
}

async function revocationOf(
  certificate: Certificate | undefined,
  chain: ChainJudgement | undefined,
  { info }: TimestampToken,
  { revocation, at, trust }: TimestampQuestion,
): Promise<RevocationJudgement | undefined> {
  if (!certificate || !chain?.valid || !revocation) return undefined;
  const issuer = chain.path!.certificates[1] ?? chain.path!.anchor;
  return judgeRevocation(revocation, { certificate, issuer, at, statusAt: info.genTime, trust });
}
