/** CRLReason by number (RFC 5280, 5.3.1). */
export const REASONS: Readonly<Record<number, string>> = {
  0: 'unspecified',
  1: 'keyCompromise',
  2: 'cACompromise',
  3: 'affiliationChanged',
  4: 'superseded',
  5: 'cessationOfOperation',
  6: 'certificateHold',
  8: 'removeFromCRL',
  9: 'privilegeWithdrawn',
  10: 'aACompromise',
};

export const CERTIFICATE_HOLD = 6;
export const REMOVE_FROM_CRL = 8;

/** Bits of ReasonFlags (4.2.1.13): what a CRL that is not limited in its reasons covers. */
export const ALL_REASONS: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8];
