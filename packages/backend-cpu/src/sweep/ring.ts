import type { ItemRows } from './item-rows.ts';

/** The last `reach + 1` rows of a backward sweep, in full width; cell (n, m) stands at `base(n) + m`. */
export class Ring {
  readonly data: Float64Array;
  private readonly rows: ItemRows;
  private readonly width: number;
  private readonly height: number;

  constructor(rows: ItemRows, columns: number) {
    this.rows = rows;
    this.width = columns + rows.pad;
    this.height = rows.reach + 1;
    this.data = new Float64Array(this.width * this.height);
  }

  /** Bytes of a ring for steps that go back so far. */
  static bytes(columns: number, reach: number, pad: number): number {
    return 8 * (columns + pad) * (reach + 1);
  }

  /** Rows before the first share slots with real ones; only zeros are ever added there. */
  base(n: number): number {
    const slot = n % this.height;
    return (slot < 0 ? slot + this.height : slot) * this.width + this.rows.pad;
  }

  /** Forgets row n, so that its slot can serve row n - reach - 1. */
  clear(n: number): void {
    const base = this.base(n);
    this.data.fill(0, base + this.rows.first[n] - this.rows.pad, base + this.rows.last[n] + 1);
  }

  /** Forgets everything. */
  reset(): void {
    this.data.fill(0);
  }
}
