/** What a piece of evidence says about one certificate. */
export type RevocationStatus = 'good' | 'revoked' | 'on-hold' | 'unknown';

/** Why: stable codes. All but the first three go with `unknown`. */
export type RevocationCode =
  | 'NOT_REVOKED'
  | 'REVOKED'
  | 'ON_HOLD'
  | 'NO_EVIDENCE'
  | 'EVIDENCE_MALFORMED'
  | 'CRL_NOT_ABOUT_CERTIFICATE'
  | 'CRL_NOT_TIMELY'
  | 'CRL_ISSUER_NOT_FOUND'
  | 'CRL_SIGNATURE_INVALID'
  | 'CRL_REASONS_INCOMPLETE'
  | 'CRL_EXTENSION_UNKNOWN'
  | 'OCSP_NOT_SUCCESSFUL'
  | 'OCSP_NOT_ABOUT_CERTIFICATE'
  | 'OCSP_NOT_TIMELY'
  | 'OCSP_NONCE_WRONG'
  | 'OCSP_RESPONDER_NOT_FOUND'
  | 'OCSP_RESPONDER_NOT_AUTHORISED'
  | 'OCSP_SIGNATURE_INVALID'
  | 'OCSP_EXTENSION_UNKNOWN'
  | 'OCSP_STATUS_UNKNOWN'
  | 'CERTIFICATE_EXPIRED_BEFORE_EVIDENCE';

/** A judged CRL or OCSP response. `unknown` means that nothing may be concluded from it, and `code` says why. */
export type RevocationJudgement = {
  readonly source: 'crl' | 'ocsp';
  readonly status: RevocationStatus;
  readonly code: RevocationCode;
  readonly message: string;
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date;
  readonly producedAt?: Date;
  readonly revokedAt?: Date;
  /** CRLReason in the words of RFC 5280, 5.3.1 */
  readonly reason?: string;
  /** SHA-256 of each response or list it rests on, lower-case hexadecimal */
  readonly evidence: readonly string[];
};
