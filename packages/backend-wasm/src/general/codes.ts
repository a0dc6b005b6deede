import type { Instance } from '../module/instance.ts';
import type { ItemRows } from './item-rows.ts';

/** Rows of a strip of the kernels, which share words of codes. */
export const STRIP_ROWS = 8;

/**
 * How the step that won in a cell is kept. A byte a cell; or, where a cell has up to four candidates, two bits: eight rows share words of
 * 16 bits, the position of a word being the column plus the row's number among the eight. Bit r of the low byte is set where the first
 * step won in row r, of the high byte where the second did, both where the start did.
 */
export class Codes {
  /** Rows that share words. */
  readonly height: number;
  readonly wordBytes: number;
  private readonly rows: ItemRows;
  /** Where the words of the rows q·height, … begin, from the item's first. */
  private readonly offsets: Float64Array;

  constructor(rows: ItemRows, steps: number, mostRows: number) {
    const shares = steps <= 3;
    this.rows = rows;
    this.height = shares ? STRIP_ROWS : 1;
    this.wordBytes = shares ? 2 : 1;
    this.offsets = new Float64Array(Codes.offsetCount(steps, mostRows));
  }

  private static offsetCount(steps: number, rows: number): number {
    return steps <= 3 ? Math.ceil(rows / STRIP_ROWS) + 1 : rows + 1;
  }

  /** Bytes that the places of codes take beside the codes. */
  static scratch(steps: number, rows: number): number {
    return 8 * Codes.offsetCount(steps, rows);
  }

  /** Turns to the item that the rows have open. */
  open(): void {
    const { rows, height, wordBytes, offsets } = this;
    for (let n = 0; n < rows.count; n += height) {
      const words = rows.last[Math.min(n + height, rows.count) - 1] - rows.first[n] + height;
      offsets[n / height + 1] = offsets[n / height] + wordBytes * Math.max(0, words);
    }
  }

  /** Where the codes of row n's column 0 would stand, from those of the row `origin`, which begins words. */
  offset(n: number, origin: number): number {
    const { height, offsets, rows, wordBytes } = this;
    const q = Math.floor(n / height);
    return offsets[q] - offsets[origin / height] + wordBytes * ((n % height) - rows.first[q * height]);
  }

  /** The most bytes that any block of so many rows takes, which must begin words. */
  mostBytes(blockHeight: number): number {
    const { height, offsets, rows } = this;
    let most = 0;
    for (let from = 0; from < rows.count; from += blockHeight) {
      const to = Math.min(rows.count, from + blockHeight);
      most = Math.max(most, offsets[Math.ceil(to / height)] - offsets[from / height]);
    }
    return most;
  }

  /** The step that won in column m of row n, where the words of row `origin` stand at an address; the number of steps for a start. */
  step(instance: Instance, address: number, origin: number, n: number, m: number): number {
    const { u8 } = instance.all;
    const at = address + this.offset(n, origin) + this.wordBytes * m;
    if (this.wordBytes === 1) return u8[at];
    const lane = n % this.height;
    const first = (u8[at] >> lane) & 1;
    const second = (u8[at + 1] >> lane) & 1;
    return first === 0 ? 2 - second : 3 * second;
  }
}
