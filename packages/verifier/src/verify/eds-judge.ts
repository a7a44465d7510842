import {
  digest,
  EdsError,
  parseCertificate,
  type Report,
  readSignedData,
  readTimestampToken,
  type SignatureReport,
  type TrustList,
  validate,
  validateTimestampToken,
} from '@edo/eds';
import type { Evidence, JudgedSignature, JudgeSignature, SignerIdentity } from './judge.ts';

/** Judges with @edo/eds, offline: nothing is asked, all evidence is given. */
export function edsJudge(trust: TrustList): JudgeSignature {
  return async ({ cms, content, evidence, at }) => {
    try {
      const knownToExistAt = await earliestTimestamp(cms, evidence, trust, at);
      const certificates = evidence.certificates.flatMap(readable(parseCertificate));
      const options = { certificates, ...(knownToExistAt && { knownToExistAt }) };
      const report = await validate({ cms, content, at, trust, revocation: revocationIn(evidence), options });
      return judgedOf(report, knownToExistAt !== undefined);
    } catch (error) {
      if (error instanceof EdsError) return unreadable(error.message);
      throw error;
    }
  };
}

const unreadable = (reason: string): JudgedSignature => ({
  indication: 'TOTAL-FAILED',
  subIndication: 'FORMAT_FAILURE',
  reason,
  signers: [],
  timestamped: false,
});

const revocationIn = ({ ocspResponses, crls }: Evidence) => ({ ocspResponses, crls });

/**
 * When a timestamp beside the signature proves that it existed: one over the whole CMS, or over the signature value of
 * its only signer. Timestamps inside the CMS are for `validate`.
 */
async function earliestTimestamp(cms: Uint8Array, evidence: Evidence, trust: TrustList, at: Date) {
  const { signers } = readSignedData(cms);
  const stamped = signers.length === 1 ? [cms, signers[0]!.signature] : [cms];
  const times: Date[] = [];
  for (const token of evidence.timestamps) {
    const imprintOf = stamped.find((candidate) => readable(isStampedBy(candidate))(token)[0]);
    if (!imprintOf) continue;
    const revocation = revocationIn(evidence);
    const { indication, token: read } = await validateTimestampToken(token, {
      imprintOf,
      trust,
      at,
      revocation,
    });
    if (indication === 'TOTAL-PASSED' && read) times.push(read.info.genTime);
  }
  return times.sort((one, other) => one.getTime() - other.getTime())[0];
}

const isStampedBy = (candidate: Uint8Array) => (token: Uint8Array) => {
  const { imprint } = readTimestampToken(token).info;
  return Buffer.from(imprint.digest).equals(digest(imprint.digestOid, candidate));
};

/** What `read` makes of the bytes, or nothing: evidence that cannot be read proves nothing and harms nothing. */
const readable =
  <T>(read: (bytes: Uint8Array) => T) =>
  (bytes: Uint8Array): T[] => {
    try {
      return [read(bytes)];
    } catch (error) {
      if (error instanceof EdsError) return [];
      throw error;
    }
  };

function judgedOf({ indication, subIndication, signatures }: Report, stamped: boolean): JudgedSignature {
  const isStamped = ({ timestamps }: SignatureReport) =>
    timestamps.some((one) => one.indication === 'TOTAL-PASSED');
  return {
    indication,
    subIndication,
    reason: signatures.map(reasonOf).join('; '),
    signers: signatures.map(identityOf),
    timestamped: stamped || signatures.every(isStamped),
  };
}

function reasonOf({ indication, checks, bestSignatureTime, algorithm }: SignatureReport): string {
  if (indication === 'TOTAL-PASSED') return `${algorithm}, proven at ${bestSignatureTime}`;
  const open = checks.filter(({ status }) => status === 'failed' || status === 'indeterminate');
  return open.map(({ name, code, message }) => `${name} ${code}: ${message}`).join('; ');
}

function identityOf({ signer }: SignatureReport): SignerIdentity {
  return {
    commonName: signer?.commonName ?? 'unknown',
    bin: signer?.bin ?? null,
    organization: signer?.organization ?? null,
    roles: signer?.roles ?? [],
    fingerprint: signer?.fingerprint ?? '',
  };
}
