import type { RowStore } from './row-store.ts';

/** Copies of the rows before each block of a sweep, so that the block can be made again. One allocation for all items of a solve. */
export class Checkpoints {
  private readonly data: Float64Array;
  private readonly exponents: Int32Array;
  /** Where the copy for each block begins. */
  private readonly offsets: Float64Array;
  private end = 0;

  /**
   * @param size numbers in all copies of the largest item
   * @param blocks how many blocks the largest item has
   * @param hasExponents whether the store's numbers may be extended ones
   */
  constructor(size: number, blocks: number, hasExponents = false) {
    this.data = new Float64Array(size);
    this.exponents = new Int32Array(hasExponents ? size : 0);
    this.offsets = new Float64Array(size === 0 ? 0 : blocks);
  }

  /** Bytes for so many numbers and blocks. */
  static bytes(size: number, blocks: number, hasExponents = false): number {
    return size === 0 ? 0 : 8 * (size + blocks) + (hasExponents ? 4 * size : 0);
  }

  /** Forgets the item before. */
  reset(): void {
    this.end = 0;
  }

  /** Copies the rows before row n, where the block begins. */
  save(block: number, n: number, store: RowStore): void {
    this.offsets[block] = this.end;
    this.end += store.save(n, this.data, this.exponents, this.end);
  }

  /** Opens the block at row n in the store, with the rows before it. */
  restore(block: number, n: number, store: RowStore): void {
    store.restore(n, this.data, this.exponents, this.offsets[block]);
  }
}
