import type { Result, signature } from '@edo/contracts';
import type { ChainJudgement, RevocationJudgement } from '@edo/eds';

type Judged = Omit<Result<typeof signature.actions.describeCertificate>, 'certificate'>;

const undecided = (subIndication: string, reason: string): Judged => ({
  indication: 'INDETERMINATE',
  subIndication,
  reason,
});

/** Why a path is not valid, as a sub-indication of EN 319 102-1; undefined where it is. */
export function pathRefusal({ valid, path, faults }: ChainJudgement): Judged | undefined {
  if (valid) return undefined;
  if (!path) return undecided('NO_CERTIFICATE_CHAIN_FOUND', 'CHAIN_NOT_FOUND');
  const codes = faults.map(({ code }) => code);
  const other = codes.find((code) => code !== 'EXPIRED' && code !== 'NOT_YET_VALID');
  if (other) return undecided('CERTIFICATE_CHAIN_GENERAL_FAILURE', other);
  return codes.includes('NOT_YET_VALID')
    ? { indication: 'TOTAL-FAILED', subIndication: 'NOT_YET_VALID', reason: 'CERTIFICATE_NOT_YET_VALID' }
    : undecided('OUT_OF_BOUNDS_NO_POE', 'CERTIFICATE_EXPIRED');
}

/** What a judgement of revocation now makes of a certificate whose path is valid now. */
export function revocationVerdict({ status, code }: RevocationJudgement): Judged {
  if (status === 'good') return { indication: 'TOTAL-PASSED', subIndication: null, reason: null };
  if (status === 'revoked') return undecided('REVOKED_NO_POE', 'REVOKED');
  if (status === 'on-hold') return undecided('TRY_LATER', 'ON_HOLD');
  return undecided('TRY_LATER', code === 'NO_EVIDENCE' ? 'AUTHORITY_UNAVAILABLE' : code);
}
