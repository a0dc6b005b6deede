import type { GeneralExports } from '../general/kernel-exports.ts';

/** What the kernels' module exports: functions on addresses in its memory. */
export interface KernelExports extends GeneralExports {
  /** The first byte that the host may use. */
  heapBase(): number;
  /** Sets extended numbers to 0: vectors of four mantissas and four exponents by turns. */
  clearVectors(address: number, bytes: number): void;
  /** Works on an item of the strips' engine until `cells` are done; returns the cells done, 0 when the item is finished. */
  advanceStrips(item: number, cells: number): number;
  /** The same for the rows' engine. */
  advanceRows(item: number, cells: number): number;
}
