import { distanceOf, exponentOf, mantissaOf, ZERO_EXPONENT } from '../kernels/extended.ts';
import type { ItemRows } from './item-rows.ts';

/**
 * Rows of accumulated costs of one item, packed: row n holds the columns of its band, `pad` columns of `Infinity` before them, and
 * `Infinity` after them as far as later rows look. So no kernel tests a bound: whatever it may look at is there.
 *
 * A store with exponents may hold P = exp(-D/γ) as extended numbers instead, with zeros where D would be `Infinity`.
 *
 * The store holds a block of rows `from … to - 1` and the `reach` rows before it. Cell (n, m) stands at `base(n) + m`.
 */
export class RowStore {
  readonly data: Float64Array;
  readonly exponents: Int32Array;
  /** Whether the item that is open is held as extended numbers. */
  extended = false;
  private gamma = 1;
  private readonly rows: ItemRows;
  private origin = 0;

  /** @param size `outside` and `windowSize` of `ItemRows`, for the largest item and block */
  constructor(rows: ItemRows, size: number, hasExponents = false) {
    this.rows = rows;
    this.data = new Float64Array(size);
    this.exponents = new Int32Array(hasExponents ? size : 0);
  }

  /** Bytes for so many numbers. */
  static bytes(size: number, hasExponents: boolean): number {
    return (hasExponents ? 12 : 8) * size;
  }

  /** Chooses how the next item is held. */
  hold(extended: boolean, gamma: number): void {
    this.extended = extended;
    this.gamma = gamma;
  }

  /** Begins an item: row 0, and nothing in the rows before it. */
  begin(): void {
    this.forbid(0, this.rows.outside);
    this.open(0);
  }

  /** D at a position, however it is held. */
  distance(position: number): number {
    return this.extended ? distanceOf(this.data[position], this.exponents[position], this.gamma) : this.data[position];
  }

  /** Puts D at a position; false where an extended number has no room for it. */
  put(position: number, distance: number): boolean {
    if (!this.extended) {
      this.data[position] = distance;
      return true;
    }
    const exponent = exponentOf(distance, this.gamma);
    this.data[position] = mantissaOf(distance, exponent, this.gamma);
    this.exponents[position] = exponent;
    return !Number.isNaN(exponent);
  }

  private forbid(from: number, to: number): void {
    const { data, exponents, extended } = this;
    const nothing = extended ? 0 : Infinity;
    // Mostly a number or two, for which `fill` takes longer to begin than to do.
    for (let i = from; i < to; i++) data[i] = nothing;
    if (extended) for (let i = from; i < to; i++) exponents[i] = ZERO_EXPONENT;
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
    this.forbid(start, start + rows.pad);
    this.forbid(this.base(n) + rows.last[n] + 1, rows.start[n + 1] - this.origin);
  }

  /** Turns to the block at row n, which follows the one that is open, and takes the rows before it along. */
  advance(n: number): void {
    const { rows } = this;
    const before = this.origin;
    this.open(n);
    const from = rows.start[Math.max(0, n - rows.reach)];
    this.data.copyWithin(from - this.origin, from - before, rows.start[n] - before);
    this.exponents.copyWithin(from - this.origin, from - before, rows.start[n] - before);
  }

  /** Copies the `reach` rows before row n out of the block that holds them; returns how many numbers these are. */
  save(n: number, target: Float64Array, targetExponents: Int32Array, offset: number): number {
    const { rows } = this;
    const from = rows.start[Math.max(0, n - rows.reach)];
    target.set(this.data.subarray(from - this.origin, rows.start[n] - this.origin), offset);
    if (this.extended) targetExponents.set(this.exponents.subarray(from - this.origin, rows.start[n] - this.origin), offset);
    return rows.start[n] - from;
  }

  /** Turns to the block at row n and puts the rows before it back. */
  restore(n: number, source: Float64Array, sourceExponents: Int32Array, offset: number): void {
    const { rows } = this;
    this.open(n);
    const from = rows.start[Math.max(0, n - rows.reach)];
    this.data.set(source.subarray(offset, offset + rows.start[n] - from), from - this.origin);
    if (this.extended) this.exponents.set(sourceExponents.subarray(offset, offset + rows.start[n] - from), from - this.origin);
  }
}
