import { giveWay } from '@rubato/core';

/** Work that yields, nothing, where others may have their turn. */
export type Pausing<T> = Generator<undefined, T, unknown>;

/** The contract's slice: within 20 ms others have their turn. */
const SLICE_MILLISECONDS = 10;

/** Slices of time, between which long work lets the event loop run. */
export class TimeSlices {
  private end = performance.now() + SLICE_MILLISECONDS;

  isOver(): boolean {
    return performance.now() >= this.end;
  }

  /** Lets others have their turn; rejects with the signal's reason if it was aborted. */
  async giveWay(signal: AbortSignal | undefined): Promise<void> {
    await giveWay();
    signal?.throwIfAborted();
    this.end = performance.now() + SLICE_MILLISECONDS;
  }
}
