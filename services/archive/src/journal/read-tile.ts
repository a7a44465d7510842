import type { Hash, ReadTile } from '@edo/journal';
import type { JournalCollections } from './collections.ts';

/** Hashes of the tree from MongoDB: leaf hashes beside the entries, roots of complete subtrees in their own collection. */
export function readTileFrom({ entries, subtrees }: JournalCollections): ReadTile {
  return async ({ level, first, count }) => {
    const wanted = { $gte: first, $lt: first + count };
    const rows =
      level === 0
        ? await entries
            .find({ _id: wanted }, { projection: { leaf: 1 }, sort: { _id: 1 } })
            .map(({ leaf }) => leaf)
            .toArray()
        : await subtrees
            .find({ level, index: wanted }, { sort: { index: 1 } })
            .map(({ hash }) => hash)
            .toArray();
    return rows.map((hash) => new Uint8Array(hash.value()));
  };
}

/** Reads each tile once; for as long as one answer takes. */
export function remembered(readTile: ReadTile): ReadTile {
  const tiles = new Map<string, Promise<readonly Hash[]>>();
  return (read) => {
    const key = `${read.level}/${read.first}/${read.count}`;
    const tile = tiles.get(key) ?? readTile(read);
    tiles.set(key, tile);
    return tile;
  };
}
