import { singleValue } from '../cms/attributes.ts';
import { CMS_ATTRIBUTE } from '../cms/oids.ts';
import type { SignerInfo } from '../cms/signer-info.ts';
import { readTime } from '../der/time.ts';
import { EdsError } from '../errors.ts';
import { describeCertificate } from '../x509/describe.ts';
import { certificateChain, certificateValidity, revocationOutcome } from './certificate-checks.ts';
import { type Check, type Outcome, passed, refused, skipped, warning } from './checks.ts';
import type { SignatureFacts } from './signature-facts.ts';
import * as signerChecks from './signer-checks.ts';

/** All that is asked of a document's signature, in the order of the report (EN 319 102-1, 5.2 and 5.3). */
export const SIGNATURE_CHECKS: Readonly<Record<string, Check<SignatureFacts>>> = {
  'signed-attributes': signerChecks.signedAttributes,
  'content-digest': signerChecks.contentDigest,
  'signing-certificate': signerChecks.signingCertificate,
  'certificate-reference': signerChecks.certificateReference,
  'signature-value': signerChecks.signatureValue,
  'algorithm-protection': signerChecks.algorithmProtection,
  'algorithm-strength': signerChecks.algorithmStrength,
  'certificate-chain': ({ chain }) => certificateChain(chain),
  'certificate-validity': ({ chain, bestSignatureTime }) => certificateValidity(chain, bestSignatureTime),
  'certificate-purpose': certificatePurpose,
  revocation: revocation,
  timestamps: timestamps,
  'signing-time': signingTime,
  countersignatures: countersignatures,
};

/** A key for signing documents, not for logging in, nor a CA's, TSA's or OCSP responder's. */
function certificatePurpose({ certificate }: SignatureFacts): Outcome {
  if (!certificate) return refused('SIGNER_CERTIFICATE_NOT_FOUND', 'there is no certificate');
  const { purpose, keyUsage } = describeCertificate(certificate);
  if (purpose === 'signing') return passed('a certificate for signing');
  return refused('NOT_A_SIGNING_CERTIFICATE', `a certificate for ${purpose}: ${keyUsage.join(', ')}`);
}

function revocation({ revocation: judgement, chain, bestSignatureTime, input }: SignatureFacts): Outcome {
  if (input.options?.revocation === 'none') return skipped('not asked for');
  if (!chain?.valid || !judgement) return skipped('not asked about, since the path is not valid');
  return revocationOutcome(judgement, bestSignatureTime);
}

/** A timestamp that cannot be used proves no time; it does not make the signature wrong. */
function timestamps({ timestamps: judged }: SignatureFacts): Outcome {
  if (judged.length === 0) return warning('TIMESTAMP_ABSENT', 'no timestamp over the signature value');
  const unusable = judged.filter(({ indication }) => indication !== 'TOTAL-PASSED');
  if (unusable.length === 0)
    return passed(
      `proven to exist at ${judged.map(({ token }) => token?.info.genTime.toISOString()).join(', ')}`,
    );
  const reasons = unusable.flatMap(({ checks }) =>
    checks.filter(({ status }) => status === 'failed' || status === 'indeterminate'),
  );
  return warning(
    'TIMESTAMP_NOT_USABLE',
    reasons.map(({ name, message }) => `${name}: ${message}`).join('; '),
  );
}

/** The time that the signer claims; undefined where none is claimed. Errors: DER_*, CMS_MALFORMED. */
export function claimedSigningTime(signer: SignerInfo): Date | undefined {
  const value = singleValue(signer.signedAttributes, CMS_ATTRIBUTE.signingTime);
  return value && readTime(value);
}

/** Claimed by the signer, so it proves nothing; a claim that is refuted is told. */
function signingTime({ signer, bestSignatureTime }: SignatureFacts): Outcome {
  try {
    const claimed = claimedSigningTime(signer);
    if (!claimed) return warning('SIGNING_TIME_ABSENT', 'the signer claims no time');
    if (claimed <= bestSignatureTime) return passed(claimed.toISOString());
    return warning(
      'SIGNING_TIME_AFTER_PROOF',
      `claimed ${claimed.toISOString()}, proven to exist at ${bestSignatureTime.toISOString()}`,
    );
  } catch (error) {
    if (error instanceof EdsError) return refused('ATTRIBUTE_MALFORMED', error.message);
    throw error;
  }
}

/** Countersignatures sign the signature, not the document: they are counted and never taken for it. */
function countersignatures({ countersignatures: count }: SignatureFacts): Outcome {
  if (count === 0) return passed('none');
  return warning(
    'COUNTERSIGNATURE_NOT_JUDGED',
    `${count} countersignatures, which are not signatures of the document`,
  );
}
