import { generateKeyPairSync } from 'node:crypto';
import { ed25519Signer, emptyRoot, type Hash, openCheckpoint, sameHash, signCheckpoint } from '@edo/journal';
import type { Entry } from '../src/domain/batch.ts';
import type { AppenderPorts, Move, SignedCheckpoint, StoredHead } from '../src/journal/ports.ts';

const signer = ed25519Signer('test.example/journal', 'ed25519', generateKeyPairSync('ed25519').privateKey);

export async function sign(size: number, root: Hash): Promise<SignedCheckpoint> {
  const note = await signCheckpoint({ origin: signer.key.name, size, root }, signer);
  return { size, root, note: new TextDecoder().decode(note) };
}

/** What MongoDB and the anchor would hold. Only the compare-and-set of the head protects it: there are no unique indexes. */
export interface MemoryDatabase {
  head: StoredHead;
  readonly entries: Entry[];
  readonly hashes: Map<string, Hash>;
  readonly checkpoints: Map<number, SignedCheckpoint>;
  anchor: SignedCheckpoint | null;
  /** Every checkpoint ever signed, kept or not. */
  readonly signed: SignedCheckpoint[];
  readonly overwritten: number[];
}

export const emptyDatabase = (): MemoryDatabase => ({
  head: { size: 0, root: emptyRoot(), recordedAt: new Date(0) },
  entries: [],
  hashes: new Map(),
  checkpoints: new Map(),
  anchor: null,
  signed: [],
  overwritten: [],
});

type Turn = <T>(effect: () => T) => Promise<T>;

/** The appender's ports over memory; each call takes effect at once, when `turn` lets it. */
export function memoryPorts(db: MemoryDatabase, clock: () => Date, turn: Turn): AppenderPorts {
  return {
    clock,
    faultPoint: () => turn(() => {}),
    sign: async (size, root) => {
      const checkpoint = await sign(size, root);
      db.signed.push(checkpoint);
      return checkpoint;
    },
    open: (note) => openCheckpoint(new TextEncoder().encode(note), signer.key).checkpoint,
    anchor: {
      read: () => turn(() => db.anchor?.note ?? null),
      keep: (checkpoint) =>
        turn(() => {
          if (checkpoint.size >= (db.anchor?.size ?? 0)) db.anchor = checkpoint;
        }),
    },
    journal: {
      takeOver: () => turn(() => {}),
      readHead: () => turn(() => db.head),
      findRecorded: (ids) => turn(() => db.entries.filter(({ factId }) => ids.includes(factId))),
      commit: (move) => turn(() => commit(db, move)),
      keepCheckpoint: (checkpoint) => turn(() => void db.checkpoints.set(checkpoint.size, checkpoint)),
      latestCheckpoint: () => turn(() => db.checkpoints.get(Math.max(...db.checkpoints.keys())) ?? null),
      readTile: ({ level, first, count }) => turn(() => readTile(db, level, first, count)),
    },
  };
}

function commit(db: MemoryDatabase, { from, to, entries, stored }: Move): 'committed' | 'moved' {
  if (from.size !== db.head.size || !sameHash(from.root, db.head.root)) return 'moved';
  for (const entry of entries) {
    if (db.entries[entry.index]) db.overwritten.push(entry.index);
    db.entries[entry.index] = entry;
  }
  for (const { level, index, hash } of stored) db.hashes.set(`${level}/${index}`, hash);
  db.head = to;
  return 'committed';
}

const readTile = (db: MemoryDatabase, level: number, first: number, count: number): Hash[] =>
  Array.from({ length: count }, (_, i) =>
    level === 0 ? db.entries[first + i]!.leaf : db.hashes.get(`${level}/${first + i}`)!,
  );
