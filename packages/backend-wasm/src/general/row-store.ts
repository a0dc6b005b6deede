import type { Instance, Views } from '../module/instance.ts';
import type { ItemRows } from './item-rows.ts';
import type { Memory } from './memory.ts';
import { fill } from './memory.ts';

/** The exponent of zero, as the kernels have it. */
const ZERO = -(2 ** 29);
/** One unit of exponent, as a natural logarithm. */
export const UNIT: number = 512 * Math.LN2;

/** Where a store's numbers stand. */
export interface StorePlace {
  readonly values: number;
  /** 0 where no number is ever extended. */
  readonly exponents: number;
}

/** Takes room for a store of so many numbers: `outside` and `windowSize` of `ItemRows`, for the largest item and block. */
export function placeStore(memory: Memory, size: number, hasExponents: boolean): StorePlace {
  return { values: memory.take(8 * size), exponents: hasExponents ? memory.take(4 * size) : 0 };
}

/**
 * Rows of accumulated costs of one item in the kernels' memory, packed: row n holds the columns of its band, `pad` columns of `Infinity`
 * before them, and `Infinity` after them as far as later rows look. So no kernel tests a bound: whatever it may look at is there.
 *
 * A store with exponents may hold P = exp(-D/γ) as extended numbers instead, with zeros where D would be `Infinity`.
 *
 * The store holds a block of rows `from … to - 1` and the `reach` rows before it. Cell (n, m) stands at `base(n) + m`.
 */
export class RowStore {
  /** Whether the item that is open is held as extended numbers. */
  extended = false;
  /** Indices of the first number in the views of the memory. */
  readonly values: number;
  readonly exponents: number;
  private readonly place: StorePlace;
  private readonly views: Views;
  private readonly rows: ItemRows;
  private gamma = 1;
  private origin = 0;

  constructor(instance: Instance, rows: ItemRows, place: StorePlace) {
    this.views = instance.all;
    this.rows = rows;
    this.place = place;
    this.values = place.values / 8;
    this.exponents = place.exponents / 4;
  }

  /** Chooses how the next item is held. */
  hold(extended: boolean, gamma: number): void {
    this.extended = extended;
    this.gamma = gamma;
  }

  /** Begins an item: row 0, and nothing in the rows before it. */
  begin(): void {
    this.forbid(0, this.rows.outside);
    this.turn(0);
  }

  /** D at a position, however it is held. */
  distance(position: number): number {
    const value = this.views.f64[this.values + position];
    if (!this.extended) return value;
    return value === 0 ? Infinity : -this.gamma * (Math.log(value) + this.views.i32[this.exponents + position] * UNIT);
  }

  /** The address of a position's number. */
  valueAt(position: number): number {
    return this.place.values + 8 * position;
  }

  /** The address of a position's exponent. */
  exponentAt(position: number): number {
    return this.place.exponents + 4 * position;
  }

  private forbid(from: number, to: number): void {
    const { views, values, exponents, extended } = this;
    fill(views.f64, extended ? 0 : Infinity, values + from, values + to);
    if (extended) fill(views.i32, ZERO, exponents + from, exponents + to);
  }

  /** Turns to the block that begins at row `from`. */
  private turn(from: number): void {
    const { rows } = this;
    this.origin = rows.start[Math.max(0, from - rows.reach)] - rows.outside;
  }

  /** Where column 0 of row n would stand. Rows before the first are a row of `Infinity` that all share. */
  base(n: number): number {
    const { rows } = this;
    if (n < 0) return rows.pad;
    return rows.start[n] - this.origin - rows.first[n] + rows.pad;
  }

  /** How many numbers stand from column m of row n on, up to those of the next row; none where it is negative. */
  room(n: number, m: number): number {
    const end = n < 0 ? this.rows.outside : this.rows.start[n + 1] - this.origin;
    return end - this.base(n) - m;
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
    const before = this.origin;
    this.turn(n);
    const from = this.rows.start[Math.max(0, n - this.rows.reach)];
    this.copy(this.place, from - before, this.place, from - this.origin, this.rows.start[n] - from);
  }

  /** Copies the `reach` rows before row n out of the block that holds them; returns how many numbers these are. */
  save(n: number, target: StorePlace, offset: number): number {
    const from = this.rows.start[Math.max(0, n - this.rows.reach)];
    const count = this.rows.start[n] - from;
    this.copy(this.place, from - this.origin, target, offset, count);
    return count;
  }

  /** Turns to the block at row n and puts the rows before it back. */
  restore(n: number, source: StorePlace, offset: number): void {
    this.turn(n);
    const from = this.rows.start[Math.max(0, n - this.rows.reach)];
    this.copy(source, offset, this.place, from - this.origin, this.rows.start[n] - from);
  }

  private copy(source: StorePlace, from: number, target: StorePlace, to: number, count: number): void {
    const { f64, i32 } = this.views;
    const start = source.values / 8 + from;
    f64.copyWithin(target.values / 8 + to, start, start + count);
    if (!this.extended) return;
    const exponentStart = source.exponents / 4 + from;
    i32.copyWithin(target.exponents / 4 + to, exponentStart, exponentStart + count);
  }
}
