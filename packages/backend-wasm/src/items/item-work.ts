import type { ItemResults } from './results.ts';
import type { Instance } from '../module/instance.ts';

/** Which kernels work on an item. Workers know them by these numbers. */
export type KernelNumber = typeof STRIPS | typeof ROWS;
export const STRIPS = 0;
export const ROWS = 1;

/** A problem cut into items that kernels work on by themselves. */
export interface ItemWork {
  readonly batch: number;
  readonly kernel: KernelNumber;
  /** Bytes of the kernels' memory for one item: what it is, what comes out, and scratch. */
  readonly bytes: number;
  /** Whether accumulated costs are made again from checkpoints. */
  readonly checkpointed: boolean;
  /** Takes the arrays that answers are read into. */
  attach(results: ItemResults): void;
  /** Makes a place for items: writes what is the same for all of them. */
  prepare(instance: Instance, address: number): void;
  /** Writes item b; false where there is nothing to work on, since it has no cells. */
  write(instance: Instance, address: number, b: number): boolean;
  /** Reads the answer of item b; false where the kernels cannot represent its numbers. */
  read(instance: Instance, address: number, b: number): boolean;
  /** How many visits of cells item b takes, for the progress. */
  effort(b: number): number;
}
