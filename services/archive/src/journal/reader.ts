import { type Checkpoint, type JournalEntry, Refusal } from '@edo/contracts';
import { consistencyProof, encodeBase64, inclusionProof } from '@edo/journal';
import type { Entry } from '../domain/batch.ts';
import type { EntryRow, JournalCollections } from './collections.ts';
import { readTileFrom, remembered } from './read-tile.ts';

/** An entry and the way from it to the root of a checkpoint (RFC 9162, 2.1.3). */
export interface ProvenEntry {
  readonly entry: JournalEntry;
  readonly proof: string[];
}

/** What the journal shows: only entries that its latest signed checkpoint covers. */
export interface JournalReader {
  /** Refuses JOURNAL_BEHIND while there is none: no copy has led yet. */
  checkpoint(): Promise<Checkpoint>;
  /** The entries of these facts, all proven under one checkpoint, in the order asked. Refuses NOT_FOUND, JOURNAL_BEHIND. */
  prove(factIds: readonly string[]): Promise<{ proven: ProvenEntry[]; checkpoint: Checkpoint }>;
  /** Refuses PARAMS_INVALID unless 0 ≤ from ≤ to ≤ the size of the latest checkpoint. */
  consistency(from: number, to: number): Promise<string[]>;
  /** At most `count` entries from index `from` on, and the size of the latest checkpoint. */
  entries(from: number, count: number): Promise<{ entries: Omit<Entry, 'leaf'>[]; size: number }>;
  /** Index of the first entry recorded at `since` or later; the size of the checkpoint when there is none. */
  firstSince(since: Date): Promise<number>;
}

export function journalReader(collections: JournalCollections): JournalReader {
  const { checkpoints, entries } = collections;
  const readTile = readTileFrom(collections);
  const reader: JournalReader = {
    async checkpoint() {
      const row = await checkpoints.findOne({ _id: 'latest' });
      if (!row) throw new Refusal('JOURNAL_BEHIND', 'the journal has no signed checkpoint yet; ask again');
      return { size: row.size, rootHash: encodeBase64(row.root.value()), note: row.note };
    },
    async prove(factIds) {
      const rows = await entries.find({ factId: { $in: [...factIds] } }).toArray();
      const checkpoint = await reader.checkpoint();
      const tiles = remembered(readTile); // the proofs of one checkpoint share most of their tiles
      const proven = factIds.map(async (factId) => {
        const row = rows.find((one) => one.factId === factId);
        if (!row) throw new Refusal('NOT_FOUND', `the journal holds no fact ${factId}`, { factId });
        if (row._id >= checkpoint.size)
          throw new Refusal('JOURNAL_BEHIND', `entry ${row._id} waits for its checkpoint; ask again`, {
            factId,
          });
        const hashes = await inclusionProof(row._id, checkpoint.size, tiles);
        return { entry: journalEntry(entryOf(row)), proof: hashes.map(encodeBase64) };
      });
      return { proven: await Promise.all(proven), checkpoint };
    },
    async consistency(from, to) {
      const { size } = await reader.checkpoint();
      if (from > to || to > size)
        throw new Refusal('PARAMS_INVALID', `expected from ≤ to ≤ ${size}, the size of the journal`, {
          from,
          to,
        });
      return from === 0 ? [] : (await consistencyProof(from, to, readTile)).map(encodeBase64);
    },
    async entries(from, count) {
      const { size } = await reader.checkpoint();
      const range = { $gte: from, $lt: Math.min(from + count, size) };
      const rows = await entries
        .find({ _id: range }, { sort: { _id: 1 }, projection: { leaf: 0 } })
        .toArray();
      return { entries: rows.map(entryOf), size };
    },
    async firstSince(since) {
      const row = await entries.findOne({ recordedAt: { $gte: since } }, { sort: { recordedAt: 1, _id: 1 } });
      const { size } = await reader.checkpoint();
      return Math.min(row?._id ?? size, size);
    },
  };
  return reader;
}

/** An entry as the contracts carry it. */
export const journalEntry = ({ index, factId, bytes, recordedAt }: Omit<Entry, 'leaf'>): JournalEntry => ({
  index,
  factId,
  bytes: encodeBase64(bytes),
  recordedAt: recordedAt.toISOString(),
});

const entryOf = ({ _id, bytes, ...row }: Omit<EntryRow, 'leaf'>): Omit<Entry, 'leaf'> => ({
  ...row,
  index: _id,
  bytes: new Uint8Array(bytes.value()),
});
