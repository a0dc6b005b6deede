import { aligned } from '../module/instance.ts';

/** Hands out addresses: the kernels' memory, or a count of what would be taken from it. */
export interface Memory {
  take(bytes: number): number;
}

/** Counts what is taken, so that what a plan says and what a solve takes are worked out by the same code. */
export class Tally implements Memory {
  bytes = 0;

  take(bytes: number): number {
    const address = this.bytes;
    this.bytes += aligned(bytes);
    return address;
  }
}

/** Fewer numbers than this are faster written one by one than by a call of `fill`. */
const MANY = 24;

/** Fills from … to - 1. */
export function fill(numbers: Float64Array | Int32Array, value: number, from: number, to: number): void {
  if (to - from >= MANY) numbers.fill(value, from, to);
  else for (let i = from; i < to; i++) numbers[i] = value;
}
