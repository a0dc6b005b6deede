import type { SolveOptions } from './backend.ts';
import { giveWay } from './give-way.ts';

/** Asynchronous work gives way at least every 20 ms; half of them are left to the piece of it that is under way when time is up. */
const SLICE_MILLISECONDS = 10;

/** What work yields that must wait at this place, whatever the time. */
export const WAIT = -1;

/** How long work runs in slices. */
export interface SliceOptions extends Pick<SolveOptions, 'signal' | 'onProgress'> {
  /** How much there is to do in all; `done` never exceeds it. */
  readonly total: number;
  /** Waits between slices. Default: the event loop runs once. */
  readonly wait?: () => Promise<void>;
  /** Looks whether to go on, and throws where not. */
  readonly check?: () => void;
}

/**
 * Long work in slices of time: generators that yield how much they have done since their last yield, a few milliseconds' worth at a time,
 * or `WAIT`. Between slices the event loop runs, the abort signal is looked at, and progress is reported.
 *
 * @example
 * ```ts
 * import { TimeSlices } from '@rubato/core';
 * const slices = new TimeSlices({ total: 2 });
 * function* count(): Generator<number, string, void> {
 *   yield 1;
 *   yield 1;
 *   return 'done';
 * }
 * const answer = await slices.run(count());
 * answer; // → 'done'
 * ```
 */
export class TimeSlices {
  private readonly options: SliceOptions;
  private done = 0;
  private sliceEnd = performance.now() + SLICE_MILLISECONDS;

  constructor(options: SliceOptions) {
    this.options = options;
  }

  /**
   * Runs work to its end. It is closed when an abort ends it early: what it must give back stands in a `finally`.
   *
   * @throws the signal's reason where it is aborted
   */
  async run<T>(work: Generator<number, T, void>): Promise<T> {
    try {
      for (;;) {
        const step = work.next();
        if (step.done === true) return step.value;
        if (step.value !== WAIT) {
          this.done += step.value;
          if (!this.isOver()) continue;
        }
        this.report();
        await this.giveWay();
      }
    } finally {
      work.return(undefined as never);
    }
  }

  /** Is it time to give way? For work that does so by itself. */
  isOver(): boolean {
    return performance.now() >= this.sliceEnd;
  }

  /**
   * Ends a slice.
   *
   * @throws the signal's reason where it is aborted
   */
  async giveWay(): Promise<void> {
    await (this.options.wait ?? giveWay)();
    this.check();
    this.sliceEnd = performance.now() + SLICE_MILLISECONDS;
  }

  /** @throws the signal's reason where it is aborted */
  check(): void {
    this.options.check?.();
    this.options.signal?.throwIfAborted();
  }

  /** Reports that all is done. */
  end(): void {
    const { total, onProgress } = this.options;
    onProgress?.({ done: total, total });
  }

  private report(): void {
    const { total, onProgress } = this.options;
    onProgress?.({ done: Math.min(this.done, total), total });
  }
}

/** Runs one piece of work in slices, and reports its end. */
export async function runInSlices<T>(work: Generator<number, T, void>, options: SliceOptions): Promise<T> {
  const slices = new TimeSlices(options);
  const answer = await slices.run(work);
  slices.end();
  return answer;
}

/** Runs work at once. */
export function runAtOnce<T>(work: Generator<unknown, T, void>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
