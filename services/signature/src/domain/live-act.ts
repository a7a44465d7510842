import type { CheckResult, SignatureReport } from '@edo/eds';

/** What is known of the evidence that a report rests on. */
export interface Freshness {
  /** Milliseconds since 1970 of the act. */
  readonly now: number;
  /** SHA-256 of the OCSP answers that were given to this very question, and of the CRLs that are current now. */
  readonly fresh: ReadonlySet<string>;
}

/**
 * The second half of 5.2.3.2: a signature is judged at its proven time, and an act (signing, receipt) asks besides whether the
 * certificate is good at the act itself, by an answer that НУЦ РК gave for it (OCSP not older than 5 minutes, else a
 * current CRL). A later examination asks for the proven time alone.
 */
export function goodAtAct({ signer, checks }: SignatureReport, { now, fresh }: Freshness): CheckResult {
  const name = 'good-at-act';
  const revocation = checks.find((check) => check.name === 'revocation');
  if (signer && Date.parse(signer.notAfter) < now)
    return {
      name,
      status: 'indeterminate',
      code: 'CERTIFICATE_EXPIRED',
      message: `the certificate ended at ${signer.notAfter}`,
    };
  if (revocation?.code === 'REVOKED_AFTERWARDS') {
    const code = revocation.evidence?.['code'] === 'ON_HOLD' ? 'ON_HOLD' : 'REVOKED';
    return { name, status: 'indeterminate', code, message: revocation.message };
  }
  // the answers about the signer's own certificate: those about a TSA's are as fresh and say nothing of the signer
  const answers = String(revocation?.evidence?.['sha256'] ?? '').split(',');
  if (revocation?.status === 'passed' && !answers.some((sha256) => fresh.has(sha256)))
    return {
      name,
      status: 'indeterminate',
      code: 'REVOCATION_NO_EVIDENCE',
      message: 'no authority answered now; earlier answers tell of an earlier time',
    };
  return { name, status: 'passed', code: 'PASSED', message: `good at ${new Date(now).toISOString()}` };
}
