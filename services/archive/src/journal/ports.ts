import type { ReadTile, StoredHash } from '@edo/journal';
import type { Entry, RecordedFact } from '../domain/batch.ts';

/** The head as the database keeps it: enough to compare and set. `recordedAt` is the time of the last entry. */
export interface StoredHead {
  readonly size: number;
  readonly root: Uint8Array;
  readonly recordedAt: Date;
}

/** A signed checkpoint: `note` is the C2SP signed note, as text. */
export interface SignedCheckpoint {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
}

/** One move of the journal: all of it becomes durable together, or nothing. */
export interface Move {
  readonly from: StoredHead;
  readonly to: StoredHead;
  readonly entries: readonly Entry[];
  readonly stored: readonly StoredHash[];
}

/** Where the journal is kept. */
export interface JournalPort {
  readonly readTile: ReadTile;
  /** Ends what an earlier leader left open: a killed process would keep the head locked until its transaction expires. */
  takeOver(): Promise<void>;
  readHead(): Promise<StoredHead>;
  findRecorded(factIds: readonly string[]): Promise<RecordedFact[]>;
  /** `moved` when the head was no longer `from`: nothing was written. Throws when the outcome is unknown. */
  commit(move: Move): Promise<'committed' | 'moved'>;
  /** The same checkpoint may be kept twice. */
  keepCheckpoint(checkpoint: SignedCheckpoint): Promise<void>;
  latestCheckpoint(): Promise<SignedCheckpoint | null>;
}

/** The last checkpoint that is known outside the database, where restoring a backup cannot take it back. */
export interface AnchorPort {
  read(): Promise<string | null>;
  /** Keeps the checkpoint before anyone is told of it; a smaller one never replaces a larger. */
  keep(checkpoint: SignedCheckpoint): Promise<void>;
}

/** Named places where kill tests end the process. */
export type JournalFaultPoint = `journal.${'before' | 'after'}${'Commit' | 'CompareAndSet' | 'Checkpoint'}`;

/** All that the appender touches. */
export interface AppenderPorts {
  readonly journal: JournalPort;
  readonly anchor: AnchorPort;
  readonly clock: () => Date;
  /** Signs a committed size and root as a C2SP checkpoint. */
  readonly sign: (size: number, root: Uint8Array) => Promise<SignedCheckpoint>;
  /** Verifies a signed note of this journal; throws when it is not one. */
  readonly open: (note: string) => { size: number; root: Uint8Array };
  readonly faultPoint: (point: JournalFaultPoint) => Promise<void> | void;
}
