/** Every reason for which the platform refuses, with the HTTP status the gateway answers (RFC 9457 `type` ends in the code). */
export const refusals = {
  PARAMS_INVALID: 400,
  NOT_SIGNED_IN: 401,
  LOGIN_FAILED: 401,
  CODE_WRONG: 401,
  ACTOR_INVALID: 401,
  NOT_ALLOWED: 403,
  CALLER_NOT_ALLOWED: 403,
  AUTHORITY_MISSING: 403,
  ACCESS_SUSPENDED: 403,
  NOT_FOUND: 404,
  ROUTE_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CHANGED_MEANWHILE: 409,
  STEP_FORBIDDEN: 409,
  ALREADY_EXISTS: 409,
  COMMAND_RUNNING: 409,
  OBJECT_NOT_READY: 409,
  CHALLENGE_ENDED: 410,
  OBJECT_DESTROYED: 410,
  OBJECT_TOO_LARGE: 413,
  REQUEST_TOO_LARGE: 413,
  FORMAT_NOT_ACCEPTED: 415,
  COMMAND_REUSED: 422,
  SIGNATURE_NOT_VALID: 422,
  CERTIFICATE_NOT_ACCEPTED: 422,
  IDENTITY_MISMATCH: 422,
  FACT_MALFORMED: 422,
  CHECK_DIGIT_WRONG: 422,
  TOO_MANY_REQUESTS: 429,
  NOT_LEADING: 503,
  AUTHORITY_UNAVAILABLE: 503,
  JOURNAL_BEHIND: 503,
  CLOCK_BEHIND: 503,
  SERVICE_UNAVAILABLE: 503,
} as const;

export type RefusalCode = keyof typeof refusals;

/** The platform understood the request and will not do it. Anything else thrown is a defect. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly data: Record<string, unknown>;

  constructor(
    code: RefusalCode,
    message: string,
    data: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.data = data;
  }
}
