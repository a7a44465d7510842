import type { mongo } from 'mongoose';

/** The head and the latest checkpoint: one document each, so that comparing and setting is one update. */
export interface HeadRow {
  readonly _id: 'head';
  readonly size: number;
  readonly root: mongo.Binary;
  readonly recordedAt: Date;
}

/** The MongoDB session in which the leader commits, so that the next leader can end it. */
export interface SessionRow {
  readonly _id: 'leader';
  readonly session: mongo.ServerSessionId;
}

export interface EntryRow {
  /** Index in the journal. */
  readonly _id: number;
  readonly factId: string;
  readonly type: string;
  readonly bytes: mongo.Binary;
  readonly leaf: mongo.Binary;
  readonly recordedAt: Date;
  readonly trace?: string;
}

/** Root of a complete subtree that a tile keeps; see packages/journal tiles. */
export interface SubtreeRow {
  readonly level: number;
  readonly index: number;
  readonly hash: mongo.Binary;
}

export interface CheckpointRow {
  readonly _id: 'latest';
  readonly size: number;
  readonly root: mongo.Binary;
  readonly note: string;
}

/** A checkpoint with the timestamp of НУЦ РК over it (RFC 3161 token); kept for ever. */
export interface StampRow {
  /** Size of the journal in the checkpoint. */
  readonly _id: number;
  readonly note: string;
  readonly sha256: string;
  readonly token: mongo.Binary;
  readonly genTime: Date;
}

/** The operator's signed statement over the journal's key, by the key as C2SP vkey. */
export interface KeyStatementRow {
  readonly _id: string;
  readonly statement: mongo.Binary;
  readonly cms: mongo.Binary;
}

export interface JournalCollections {
  readonly heads: mongo.Collection<HeadRow>;
  readonly sessions: mongo.Collection<SessionRow>;
  readonly entries: mongo.Collection<EntryRow>;
  readonly subtrees: mongo.Collection<SubtreeRow>;
  readonly checkpoints: mongo.Collection<CheckpointRow>;
  readonly stamps: mongo.Collection<StampRow>;
  readonly keyStatements: mongo.Collection<KeyStatementRow>;
}

/** The journal's collections with their indexes; made before the first transaction, by however many copies. */
export async function journalCollections(db: mongo.Db): Promise<JournalCollections> {
  const collections: JournalCollections = {
    heads: db.collection('journal_heads'),
    sessions: db.collection('journal_sessions'),
    entries: db.collection('journal_entries'),
    subtrees: db.collection('journal_subtrees'),
    checkpoints: db.collection('journal_checkpoints'),
    stamps: db.collection('journal_stamps'),
    keyStatements: db.collection('journal_key_statements'),
  };
  await collections.entries.createIndex({ factId: 1 }, { unique: true });
  await collections.entries.createIndex({ recordedAt: 1 });
  await collections.subtrees.createIndex({ level: 1, index: 1 }, { unique: true });
  return collections;
}
