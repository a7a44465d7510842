/** Why a certification path is not valid (RFC 5280, 6.1); each is about one certificate of it. */
export type PathFaultCode =
  | 'NO_PATH'
  | 'SIGNATURE_INVALID'
  | 'ALGORITHM_REFUSED'
  | 'NOT_YET_VALID'
  | 'EXPIRED'
  | 'NOT_A_CA'
  | 'PATH_TOO_LONG'
  | 'KEY_USAGE_FORBIDS'
  | 'CRITICAL_EXTENSION_UNKNOWN'
  | 'PROFILE_VIOLATED'
  | 'NAME_NOT_PERMITTED'
  | 'POLICY_REQUIRED'
  | 'POLICY_MAPPING_OF_ANY'
  | 'REVOKED'
  | 'REVOCATION_UNDETERMINED';

/** One fault; `depth` counts from the end entity: 0 is the leaf. */
export type PathFault = { readonly code: PathFaultCode; readonly depth: number; readonly message: string };
