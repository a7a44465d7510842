import type { Arguments, Grammar } from './arguments.ts';

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
export type Command = Grammar & {
  readonly summary: string;
  /** further lines of its help */
  readonly notes?: readonly string[];
  /** the exit code; errors: `UsageError`, `UnreadableInput`, `EdsError` */
  readonly run: (given: Arguments, io: Io) => Promise<number>;
};
