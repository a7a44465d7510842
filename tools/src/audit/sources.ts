import type { ServiceName } from '@edo/contracts';
import type { Binary, Collection, Db } from 'mongodb';

/** The databases of the services, read as they are; the audit writes nothing. */
export type DatabaseOf = (service: ServiceName) => Db;

/** The rows that an audit compares, in the shape in which their owners keep them. */
export interface OutboxRow {
  readonly _id: string;
  readonly type: string;
  readonly aggregate: { readonly type: string; readonly id: string };
  readonly version: number;
  readonly bytes: Binary;
  readonly at: string;
  readonly state: 'open' | 'closed' | 'dead';
  readonly index: number | null;
}
export interface EntryRow {
  readonly _id: number;
  readonly factId: string;
  readonly bytes: Binary;
  readonly recordedAt: Date;
}
export interface HeadRow {
  readonly _id: 'head';
  readonly size: number;
  readonly root: Binary;
}
export interface CheckpointRow {
  readonly _id: 'latest';
  readonly size: number;
  readonly root: Binary;
  readonly note: string;
}
export interface PositionRow {
  readonly _id: string;
  readonly index: number;
}
export interface InboxRow {
  readonly _id: string;
  readonly consumer: string;
  readonly factId: string;
  readonly index: number;
}
export interface LetterRow {
  readonly _id: string;
  readonly consumer: string;
  readonly factId: string;
  readonly state: 'dead' | 'waiting' | 'replayed';
  readonly reason: { readonly code: string; readonly message: string };
}
export interface DocumentRow {
  readonly _id: string;
  readonly status: string;
  readonly objectIds: readonly string[];
  readonly document: {
    readonly version: number;
    readonly senderClientId: string;
    readonly receiverClientId: string;
    readonly factIds: readonly string[];
    readonly content: { readonly objectId: string; readonly sha256: string };
    readonly registration: {
      readonly factId: string;
      readonly outgoingNumber: string;
      readonly incomingNumber: string;
      readonly journalIndex: number | null;
    } | null;
  };
}
export interface RegisterRow {
  readonly clientId: string;
  readonly direction: 'outgoing' | 'incoming';
  readonly year: number;
  readonly count: number;
  readonly number: string;
  readonly documentId: string;
}
export interface ObjectRow {
  readonly _id: string;
  readonly sha256: string;
  readonly wrappedKey?: unknown;
}

export interface JournalSource {
  readonly entries: Collection<EntryRow>;
  readonly heads: Collection<HeadRow>;
  readonly checkpoints: Collection<CheckpointRow>;
}

export const journalOf = (archive: Db): JournalSource => ({
  entries: archive.collection('journal_entries'),
  heads: archive.collection('journal_heads'),
  checkpoints: archive.collection('journal_checkpoints'),
});
