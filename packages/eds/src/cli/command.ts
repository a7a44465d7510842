import type { Arguments, Option } from './arguments.ts';

/** What a command may touch beside the files it is given. */
export type Io = {
  /** one line, or several, to standard output */
  readonly out: (text: string) => void;
  /** one line to standard error */
  readonly err: (text: string) => void;
  readonly now: () => Date;
  /** only `sign --tsp` asks the network */
  readonly fetch: typeof globalThis.fetch;
};

/** What the process ends with. 64 and 65 are those of sysexits(3). */
export const EXIT = {
  passed: 0,
  failed: 1,
  indeterminate: 2,
  usage: 64,
  unreadable: 65,
  defect: 70,
} as const;

/** A sub-command of `eds`. */
export type Command = {
  readonly summary: string;
  /** name of the one file it is given; undefined where all is given by options */
  readonly file?: string;
  readonly options: Readonly<Record<string, Option>>;
  /** further lines of its help */
  readonly notes?: readonly string[];
  /** the exit code; errors: `UsageError`, `UnreadableInput`, `EdsError` */
  readonly run: (given: Arguments, io: Io) => Promise<number>;
};

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
