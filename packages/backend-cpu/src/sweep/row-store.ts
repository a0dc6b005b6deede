import type { ItemRows } from './item-rows.ts';

/**
 * Rows of accumulated costs of one item, packed: row n holds the columns of its band, `pad` columns of `Infinity` before them, and
 * `Infinity` after them as far as later rows look. So no kernel tests a bound: whatever it may look at is there.
 *
 * The store holds a block of rows `from … to - 1` and the `reach` rows before it. Cell (n, m) stands at `base(n) + m`.
 */
export class RowStore {
  readonly data: Float64Array;
  private readonly rows: ItemRows;
  private origin = 0;

  /** @param size `outside` and `windowSize` of `ItemRows`, for the largest item and block */
  constructor(rows: ItemRows, size: number) {
    this.rows = rows;
    this.data = new Float64Array(size);
  }

  /** Begins an item: row 0, and `Infinity` for the rows before it. */
  begin(): void {
    this.data.fill(Infinity, 0, this.rows.outside);
    this.open(0);
  }

  /** Turns to the block that begins at row `from`. */
  private open(from: number): void {
    const { rows } = this;
    this.origin = rows.start[Math.max(0, from - rows.reach)] - rows.outside;
  }

  /** Where column 0 of row n would stand. Rows before the first are a row of `Infinity` that all share. */
  base(n: number): number {
    const { rows } = this;
    if (n < 0) return rows.pad;
    return rows.start[n] - this.origin - rows.first[n] + rows.pad;
  }

  /** Makes ready to compute row n: `Infinity` around its columns. */
  clear(n: number): void {
    const { rows } = this;
    const start = rows.start[n] - this.origin;
    this.data.fill(Infinity, start, start + rows.pad);
    this.data.fill(Infinity, this.base(n) + rows.last[n] + 1, rows.start[n + 1] - this.origin);
  }

  /** Turns to the block at row n, which follows the one that is open, and takes the rows before it along. */
  advance(n: number): void {
    const { rows } = this;
    const before = this.origin;
    this.open(n);
    const from = rows.start[Math.max(0, n - rows.reach)];
    this.data.copyWithin(from - this.origin, from - before, rows.start[n] - before);
  }

  /** Copies the `reach` rows before row n out of the block that holds them; returns how many numbers these are. */
  save(n: number, target: Float64Array, offset: number): number {
    const { rows } = this;
    const from = rows.start[Math.max(0, n - rows.reach)];
    target.set(this.data.subarray(from - this.origin, rows.start[n] - this.origin), offset);
    return rows.start[n] - from;
  }

  /** Turns to the block at row n and puts the rows before it back. */
  restore(n: number, source: Float64Array, offset: number): void {
    const { rows } = this;
    this.open(n);
    const from = rows.start[Math.max(0, n - rows.reach)];
    this.data.set(source.subarray(offset, offset + rows.start[n] - from), from - this.origin);
  }
}
