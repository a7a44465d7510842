import { digestRefusal } from '../algorithms/allow-list.ts';
import { sameBytes } from '../der/values.ts';
import type { ChainJudgement } from '../path/verify-chain.ts';
import type { RevocationSource } from '../revocation/collect.ts';
import type { RevocationJudgement } from '../revocation/status.ts';
import type { TrustList } from '../trust/trust-list.ts';
import {
  certificateChain,
  certificateValidity,
  revocationOutcome,
} from '../validation/certificate-checks.ts';
import { type Check, type Outcome, passed, refused, skipped, warning } from '../validation/checks.ts';
import type { Content } from '../validation/content.ts';
import * as signerChecks from '../validation/signer-checks.ts';
import type { Certificate } from '../x509/certificate.ts';
import { EXTENSION, PURPOSE } from '../x509/oids.ts';
import type { TimestampToken } from './token.ts';

export type TimestampQuestion = {
  /** what was stamped: its bytes, or who can digest it; for a signature timestamp the signature value */
  readonly imprintOf: Content;
  readonly trust: TrustList;
  /** the time at which the token is known to exist: now, or an earlier proven time */
  readonly at: Date;
  readonly nonce?: bigint;
  readonly policy?: string;
  /** asked about the TSA's certificate where given */
  readonly revocation?: RevocationSource;
};

/** What the checks of a timestamp look at. */
export type TimestampFacts = signerChecks.SignerFacts & {
  readonly question: TimestampQuestion;
  readonly token: TimestampToken;
  readonly imprint: Uint8Array | undefined;
  readonly chain: ChainJudgement | undefined;
  readonly revocation: RevocationJudgement | undefined;
};

/** All that is asked of a timestamp (RFC 3161, 2.2 and 2.3; RFC 5816), in the order of the report. */
export const TIMESTAMP_CHECKS: Readonly<Record<string, Check<TimestampFacts>>> = {
  'single-signer': ({ token }) =>
    token.signedData.signers.length === 1
      ? passed('one signer')
      : refused('SEVERAL_SIGNERS', 'a token has one signer'),
  'signed-attributes': signerChecks.signedAttributes,
  'content-digest': signerChecks.contentDigest,
  'signing-certificate': signerChecks.signingCertificate,
  'certificate-reference': (facts) => {
    const outcome = signerChecks.certificateReference(facts);
    return outcome.status === 'warning'
      ? refused(outcome.code, 'RFC 3161 requires signingCertificate')
      : outcome;
  },
  'signature-value': signerChecks.signatureValue,
  'algorithm-strength': signerChecks.algorithmStrength,
  'message-imprint': messageImprint,
  nonce: ({ token, question: { nonce } }) => {
    if (nonce === undefined) return skipped('no nonce was sent');
    return token.info.nonce === nonce
      ? passed('the nonce is the one that was sent')
      : refused('NONCE_WRONG', 'the nonce is another');
  },
  policy: ({ token, question: { policy } }) => {
    if (policy === undefined) return skipped(`policy ${token.info.policy}`);
    return token.info.policy === policy
      ? passed(policy)
      : refused('POLICY_WRONG', `policy ${token.info.policy}, ${policy} was asked for`);
  },
  'generation-time': generationTime,
  'timestamp-certificate': ({ certificate }) => timestampCertificate(certificate),
  'certificate-chain': ({ chain }) => certificateChain(chain),
  'certificate-validity': ({ chain, question }) => certificateValidity(chain, question.at),
  revocation: tsaRevocation,
};

function messageImprint({ token, imprint, question }: TimestampFacts): Outcome {
  const { digestOid, digest: said } = token.info.imprint;
  if (!imprint) return refused('ALGORITHM_UNSUPPORTED', `imprint algorithm ${digestOid} is not known`);
  if (!sameBytes(imprint, said)) return refused('IMPRINT_WRONG', 'the timestamp is over something else');
  const weak = digestRefusal(digestOid, 'imprint', question.at);
  return weak ? refused('ALGORITHM_NOT_RELIED_UPON', weak) : passed('the imprint is of what was stamped');
}

function generationTime({ token, certificate, question }: TimestampFacts): Outcome {
  const { genTime } = token.info;
  const shown = genTime.toISOString();
  if (genTime.getTime() > question.at.getTime() + CLOCK_SKEW)
    return refused('TIME_IN_FUTURE', `${shown} is in the future`);
  if (certificate && (genTime < certificate.notBefore || genTime > certificate.notAfter)) {
    return refused('CERTIFICATE_EXPIRED', `the certificate of the TSA was not valid at ${shown}`);
  }
  return passed(shown);
}

const CLOCK_SKEW = 60_000;
const ALLOWED_USAGES: readonly number[] = [0, 1];

/** RFC 3161, 2.3: timeStamping is the sole purpose, and critical. */
function timestampCertificate(certificate: Certificate | undefined): Outcome {
  if (!certificate) return refused('SIGNER_CERTIFICATE_NOT_FOUND', 'there is no certificate of the TSA');
  const { extendedKeyUsage = [], keyUsage } = certificate.extensions;
  const critical = certificate.rawExtensions.get(EXTENSION.extendedKeyUsage)?.critical === true;
  const sole = extendedKeyUsage.length === 1 && extendedKeyUsage[0] === PURPOSE.timeStamping;
  const usage = [...(keyUsage ?? [])].every((bit) => ALLOWED_USAGES.includes(bit));
  if (critical && sole && usage) return passed('timeStamping alone, critical');
  return refused(
    'NOT_A_TIMESTAMP_CERTIFICATE',
    'the certificate is not for time stamping alone (RFC 3161, 2.3)',
  );
}

/** Reasons after which earlier timestamps stay good (RFC 3161, 4): the key was not lost. */
const HARMLESS_AFTERWARDS: readonly string[] = [
  'unspecified',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
];

/** Asked where it can be: that no answer can be had is a warning (docs: НУЦ РК's TSA certificates). */
function tsaRevocation({ revocation, token }: TimestampFacts): Outcome {
  if (!revocation) return skipped('not asked for');
  const { status, message, reason } = revocation;
  if (status === 'unknown') return warning('REVOCATION_UNDETERMINED', message);
  const harmless = reason !== undefined && HARMLESS_AFTERWARDS.includes(reason);
  if (status === 'revoked' && !harmless) return refused('REVOKED', message);
  return revocationOutcome(revocation, token.info.genTime);
}
