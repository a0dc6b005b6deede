import type { Memory } from './memory.ts';
import type { RowStore, StorePlace } from './row-store.ts';
import { placeStore } from './row-store.ts';

/** Takes room for so many numbers of checkpoints; nothing where there are none. */
export function placeCheckpoints(memory: Memory, size: number, hasExponents: boolean): StorePlace {
  return size === 0 ? { values: 0, exponents: 0 } : placeStore(memory, size, hasExponents);
}

/** Copies of the rows before each block of a sweep, so that the block can be made again. */
export class Checkpoints {
  private readonly place: StorePlace;
  /** Where the copy for each block begins. */
  private readonly offsets: Float64Array;
  private end = 0;

  /** @param blocks how many blocks the largest item has */
  constructor(place: StorePlace, blocks: number) {
    this.place = place;
    this.offsets = new Float64Array(blocks);
  }

  /** Forgets the item before. */
  reset(): void {
    this.end = 0;
  }

  /** Copies the rows before row n, where the block begins. */
  save(block: number, n: number, store: RowStore): void {
    this.offsets[block] = this.end;
    this.end += store.save(n, this.place, this.end);
  }

  /** Opens the block at row n in the store, with the rows before it. */
  restore(block: number, n: number, store: RowStore): void {
    store.restore(n, this.place, this.offsets[block]);
  }
}
