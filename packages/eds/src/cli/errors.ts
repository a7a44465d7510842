/** The command line was wrong: the message says what, and what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A file that cannot be read, or is not what it should be; `code` is an `EdsErrorCode`, or that of the file system. */
export class UnreadableInput extends Error {
  override readonly name = 'UnreadableInput';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Somebody who was asked over the network did not answer as they should: try again later. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
