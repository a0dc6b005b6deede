import type { SolveOptions } from '@rubato/core';
import { giveWay } from '@rubato/core';

/** Asynchronous solves give way at least every 20 ms; half of them are left to the front that is under way when time is up. */
const SLICE_MILLISECONDS = 10;

/** Gives way to the event loop now and then, looks at the abort signal and reports progress. */
export class Pace {
  private readonly options: SolveOptions;
  private readonly total: number;
  private done = 0;
  private sliceEnd = performance.now() + SLICE_MILLISECONDS;

  constructor(total: number, options: SolveOptions) {
    this.total = total;
    this.options = options;
  }

  /**
   * Runs a sweep to its end.
   *
   * @throws the signal's reason where it is aborted
   */
  async run<T>(sweep: Generator<number, T, void>): Promise<T> {
    for (;;) {
      const step = sweep.next();
      if (step.done === true) return step.value;
      this.done += step.value;
      if (performance.now() < this.sliceEnd) continue;
      this.options.onProgress?.({ done: Math.min(this.done, this.total), total: this.total });
      await giveWay();
      this.check();
      this.sliceEnd = performance.now() + SLICE_MILLISECONDS;
    }
  }

  check(): void {
    this.options.signal?.throwIfAborted();
  }

  end(): void {
    this.options.onProgress?.({ done: this.total, total: this.total });
  }
}
