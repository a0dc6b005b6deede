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
    this.data = new Float64Array(size).fill(Infinity);
  }

  /** Turns to the block that begins at row `from`. */
  open(from: number): void {
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

  /** Fills the part that stands for rows before the first. */
  clearOutside(): void {
    this.data.fill(Infinity, 0, this.rows.outside);
  }

  /** Copies the `reach` rows before row n out of the block that holds them. */
  save(n: number, checkpoint: Float64Array): void {
    const [from, to] = this.head(n);
    checkpoint.set(this.data.subarray(from - this.origin, to - this.origin));
  }

  /** Opens the block at row n and puts the rows before it back. */
  restore(n: number, checkpoint: Float64Array): void {
    this.open(n);
    const [from, to] = this.head(n);
    this.data.set(checkpoint.subarray(0, to - from), from - this.origin);
  }

  /** Numbers in a checkpoint before row n. */
  checkpointSize(n: number): number {
    const [from, to] = this.head(n);
    return to - from;
  }

  private head(n: number): readonly [from: number, to: number] {
    const { start, reach } = this.rows;
    return [start[Math.max(0, n - reach)], start[n]];
  }
}
