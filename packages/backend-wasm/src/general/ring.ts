import type { Instance } from '../module/instance.ts';
import type { ItemRows } from './item-rows.ts';
import type { Memory } from './memory.ts';
import { fill } from './memory.ts';
import type { Structure } from './structure.ts';

/** Numbers in the rows of a ring. */
function size(columns: number, { reach, pad }: Structure): number {
  return (columns + pad) * (reach + 1);
}

/** Takes room for a ring. */
export function placeRing(memory: Memory, columns: number, structure: Structure): number {
  return memory.take(8 * size(columns, structure));
}

/** E of the last `reach + 1` rows of a backward sweep, in full width; cell (n, m) stands at `base(n) + m` in the view of doubles. */
export class Ring {
  private readonly data: Float64Array;
  private readonly rows: ItemRows;
  private readonly origin: number;
  private readonly width: number;
  private readonly height: number;
  private readonly end: number;

  constructor(instance: Instance, rows: ItemRows, columns: number, structure: Structure, address: number) {
    this.data = instance.all.f64;
    this.rows = rows;
    this.origin = address / 8;
    this.width = columns + rows.pad;
    this.height = rows.reach + 1;
    this.end = this.origin + size(columns, structure);
  }

  /** Rows before the first share slots with real ones; only zeros are ever added there. */
  base(n: number): number {
    const slot = n % this.height;
    return this.origin + (slot < 0 ? slot + this.height : slot) * this.width + this.rows.pad;
  }

  /** Forgets row n, so that its slot can serve row n - reach - 1. */
  clear(n: number): void {
    const base = this.base(n);
    fill(this.data, 0, base + this.rows.first[n] - this.rows.pad, base + this.rows.last[n] + 1);
  }

  /** Forgets everything. */
  reset(): void {
    this.data.fill(0, this.origin, this.end);
  }
}
