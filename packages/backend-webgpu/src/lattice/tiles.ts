import type { LatticeStructure } from './structure.ts';

/** Sides of the tiles that workgroups compute; as large as the lattice where one workgroup computes an item alone. */
export interface Tiles {
  readonly rows: number;
  readonly columns: number;
  /** Threads of a workgroup. */
  readonly threads: number;
}

/** Tiles on one diagonal, which do not depend on each other: the first row of tiles on it, and how many there are. */
export interface TileDiagonal {
  readonly diagonal: number;
  readonly first: number;
  readonly count: number;
}

/** More items than this keep a device busy with a workgroup each. */
const MANY_ITEMS = 32;
/** The side of a tile where several workgroups share an item. */
const TILE = 256;
/** Tiles on a diagonal of one dispatch, at most. */
const MOST_TILES = 65535;

/**
 * Divides a lattice among workgroups. Where few items would leave a device idle, tiles of an item on one diagonal are computed side by
 * side, a dispatch for each diagonal; else a workgroup sweeps an item whole.
 */
export function chooseTiles({ front }: LatticeStructure, items: number, rows: number, columns: number): Tiles {
  const longest = front === 'rows' ? columns : front === 'columns' ? rows : Math.min(rows, columns);
  const threads = longest <= 64 ? 64 : 256;
  if (items >= MANY_ITEMS || longest <= 2 * TILE) return { rows, columns, threads };
  const side = Math.max(TILE, Math.ceil(rows / MOST_TILES), Math.ceil(columns / MOST_TILES));
  return { rows: side, columns: side, threads };
}

/** The diagonals of tiles in the order in which they can be computed. */
export function tileDiagonals({ rows: tileRows, columns: tileColumns }: Tiles, rows: number, columns: number): TileDiagonal[] {
  const down = Math.ceil(rows / tileRows);
  const across = Math.ceil(columns / tileColumns);
  return Array.from({ length: down + across - 1 }, (_, diagonal) => {
    const first = Math.max(0, diagonal - across + 1);
    return { diagonal, first, count: Math.min(down - 1, diagonal) - first + 1 };
  });
}
