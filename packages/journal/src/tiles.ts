import { JournalError } from './errors.ts';
import type { Hash } from './hashing.ts';
import { nodeHash } from './hashing.ts';

/**
 * The tree is stored as in C2SP tlog-tiles: every 256 hashes of one stored level are a tile, and one hash of the
 * next stored level is the root over that tile. So hash `index` of stored level L is the root of the complete
 * subtree over the leaves [index·256^L, (index+1)·256^L). Level 0 are the leaf hashes themselves; the levels between
 * are computed, never stored. A journal of n entries keeps n/255 rows beside its entries.
 */
export const tileWidth = 256;
export const tileHeight = 8;

/** Hashes [first, first+count) of stored level `level`, in order; they exist, and all lie in one tile. */
export type TileRead = { level: number; first: number; count: number };

/** The port to where the hashes are kept: leaf hashes for level 0, stored subtrees for the levels above. */
export type ReadTile = (read: TileRead) => Promise<readonly Hash[]>;

/** A reader that asks for each tile once, as far as a tree of `size` leaves fills it. */
export function wholeTiles(size: number, readTile: ReadTile): ReadTile {
  const tiles = new Map<string, Promise<readonly Hash[]>>();
  return async ({ level, first, count }) => {
    const start = first - (first % tileWidth);
    const filled = Math.min(tileWidth, Math.floor(size / tileWidth ** level) - start);
    const key = `${level}/${start}`;
    const tile = tiles.get(key) ?? readTile({ level, first: start, count: filled });
    tiles.set(key, tile);
    const hashes = await tile;
    if (hashes.length !== filled) {
      throw new JournalError(
        'TILE_INCOMPLETE',
        `tile at level ${level}, hash ${start}: ${filled} hashes expected, ${hashes.length} read`,
      );
    }
    return hashes.slice(first - start, first - start + count);
  };
}

/** Root of the complete subtree `index` of binary level `level` (2^level leaves), from the nearest stored level below. */
export async function subtreeHash(level: number, index: number, readTile: ReadTile): Promise<Hash> {
  const count = 2 ** (level % tileHeight);
  let row = await readTile({ level: Math.floor(level / tileHeight), first: index * count, count });
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, pair) => nodeHash(row[2 * pair]!, row[2 * pair + 1]!));
  }
  return row[0]!;
}
