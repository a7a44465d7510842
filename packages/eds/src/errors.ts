/**
 * Every reason why this library refuses an input outright. What can be read but is not valid is
 * never an error: it is a verdict (see `validation/`).
 */
export type EdsErrorCode =
  // encoding (X.690)
  | 'DER_TRUNCATED'
  | 'DER_LENGTH'
  | 'DER_TAG'
  | 'DER_TRAILING'
  | 'DER_VALUE'
  | 'DER_LIMIT'
  // structures
  | 'CERTIFICATE_MALFORMED'
  | 'CRL_MALFORMED'
  | 'OCSP_MALFORMED'
  | 'TSP_MALFORMED'
  | 'TSP_REFUSED'
  | 'TSP_MISMATCH'
  | 'CMS_MALFORMED'
  | 'PEM_MALFORMED'
  | 'TRUST_LIST_INVALID'
  | 'CONTENT_MISSING'
  | 'CONTAINER_MALFORMED'
  | 'CONTAINER_LIMIT'
  // algorithms and keys
  | 'ALGORITHM_UNSUPPORTED'
  | 'ALGORITHM_MISMATCH'
  | 'KEY_MALFORMED'
  | 'PKCS12_MALFORMED'
  | 'PKCS12_PASSWORD'
  | 'SIGNING_REFUSED';

/** The one error of this package: `code` is stable, `message` says what was wrong and where. */
export class EdsError extends Error {
  override readonly name = 'EdsError';
  readonly code: EdsErrorCode;

  constructor(code: EdsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Runs `read`; an encoding error inside it becomes `code`, with what was being read said first.
 * Limits stay `DER_LIMIT`, so that a caller can tell a bomb from a mistake.
 */
export function reading<T>(code: EdsErrorCode, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EdsError) || !error.code.startsWith('DER_') || error.code === 'DER_LIMIT')
      throw error;
    throw new EdsError(code, `${what}: ${error.message}`, { cause: error });
  }
}
