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
