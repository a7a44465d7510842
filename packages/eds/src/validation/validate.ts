import { readSignedData } from '../cms/signed-data.ts';
import { EdsError } from '../errors.ts';
import { runChecks, type Verdict } from './checks.ts';
import { GRAVITY, indicationUri, subIndicationUri } from './codes.ts';
import { contentDigests } from './content.ts';
import type { ValidationInput } from './options.ts';
import type { Report, SignatureReport } from './report.ts';
import { SIGNATURE_CHECKS } from './signature-checks.ts';
import { gatherFacts } from './signature-facts.ts';
import { writeSignatureReport } from './write-report.ts';

export const TOOL = { tool: '@edo/eds', version: '0.1.0', standard: 'ETSI EN 319 102-1' } as const;

/** More signers than any document has; each costs work. */
const MOST_SIGNERS = 64;

/**
 * Judges every signature of a CMS at its best proven time (ETSI EN 319 102-1): TOTAL-PASSED, TOTAL-FAILED or
 * INDETERMINATE, with a sub-indication, all checks and the hashes of all evidence. Nothing is asked but `content`
 * and `revocation`; time is an argument. Errors only for what cannot be read at all: CMS_MALFORMED, PEM_MALFORMED,
 * DER_LIMIT.
 */
export async function validate(input: ValidationInput): Promise<Report> {
  const signedData = readSignedData(input.cms);
  const { signers } = signedData;
  if (signers.length === 0) throw new EdsError('CMS_MALFORMED', 'the CMS has no signer');
  if (signers.length > MOST_SIGNERS)
    throw new EdsError('DER_LIMIT', `${signers.length} signers, ${MOST_SIGNERS} are allowed`);
  // where attached content and a given one are both there, both must be what was signed
  const digests = contentDigests([signedData.content, input.content].filter((one) => one !== undefined));
  const signatures: SignatureReport[] = [];
  for (const signer of signers) {
    const facts = await gatherFacts(signedData, signer, input, digests);
    signatures.push(writeSignatureReport(facts, runChecks(SIGNATURE_CHECKS, facts)));
  }
  const { indication, subIndication } = overall(signatures);
  return {
    indication,
    subIndication,
    indicationUri: indicationUri(indication),
    subIndicationUri: subIndication && subIndicationUri(subIndication),
    basis: { ...TOOL, environment: input.trust.environment, trustList: input.trust.version },
    at: input.at.toISOString(),
    attached: signedData.content !== undefined,
    signatures,
  };
}

/** Of several signatures the gravest verdict stands for all: a CMS is passed where each of its signatures is. */
function overall(signatures: readonly Verdict[]): Verdict {
  const gravity = ({ subIndication }: Verdict) =>
    subIndication ? GRAVITY.indexOf(subIndication) : GRAVITY.length;
  return signatures.reduce((worst, one) => (gravity(one) < gravity(worst) ? one : worst));
}
