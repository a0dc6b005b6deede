import { ZERO_EXPONENT } from '../kernels/extended.ts';
import type { ItemRows } from './item-rows.ts';

/**
 * Extended numbers of the last `reach + 1` rows of a backward sweep, in full width and with zeros around what a row has; cell (n, m)
 * stands at `base(n) + m`.
 */
export class ExtendedRing {
  readonly data: Float64Array;
  readonly exponents: Int32Array;
  private readonly rows: ItemRows;
  private readonly width: number;
  private readonly height: number;

  constructor(rows: ItemRows, columns: number) {
    this.rows = rows;
    this.width = ExtendedRing.width(columns, rows.pad);
    this.height = rows.reach + 1;
    this.data = new Float64Array(this.width * this.height);
    this.exponents = new Int32Array(this.width * this.height);
  }

  /** Bytes of a ring for steps that go back so far. */
  static bytes(columns: number, reach: number, pad: number): number {
    return 12 * ExtendedRing.width(columns, pad) * (reach + 1);
  }

  /** Kernels look two columns further, whether there is a step or not. */
  private static width(columns: number, pad: number): number {
    return columns + Math.max(2, pad);
  }

  base(n: number): number {
    return (n % this.height) * this.width;
  }

  /** Makes the slot of row n + reach + 1 ready for row n: what the one has and the other has not becomes 0. */
  turn(n: number): void {
    const { first, last, count } = this.rows;
    const before = n + this.height;
    if (before >= count) return;
    // Rows never begin or end further back than the ones before them.
    const from = last[n] < first[n] ? first[before] : Math.max(first[before], last[n] + 1);
    this.clear(this.base(n) + from, this.base(n) + last[before] + 1);
  }

  /** Forgets everything. */
  reset(): void {
    this.clear(0, this.data.length);
  }

  private clear(from: number, to: number): void {
    if (from >= to) return;
    this.data.fill(0, from, to);
    this.exponents.fill(ZERO_EXPONENT, from, to);
  }
}
