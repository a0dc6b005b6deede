import type { SolveOptions } from '@rubato/core';

/** Asynchronous solves give way at least every 20 ms; half of them are left to the front that is under way when time is up. */
const SLICE_MILLISECONDS = 10;

/** What a solve yields before it reads back: the device should be done by then. */
export const READ = -1;

/** What a solve is driven by. */
export interface Drive extends SolveOptions {
  /** The places that the solve visits in all. */
  readonly total: number;
  /** Gives way to the event loop until the device has done its work. */
  readonly settled: () => Promise<void>;
  /** Looks whether to go on, and throws where not. */
  readonly check: () => void;
}

/** Runs a solve in slices: gives way, looks at the abort signal, reports progress. The solve is closed however it ends. */
export async function drive<T>(work: Generator<number, T, void>, { total, signal, onProgress, settled, check }: Drive): Promise<T> {
  let done = 0;
  let sliceEnd = performance.now() + SLICE_MILLISECONDS;
  try {
    for (;;) {
      const step = work.next();
      if (step.done === true) {
        onProgress?.({ done: total, total });
        return step.value;
      }
      if (step.value !== READ) done += step.value;
      if (step.value !== READ && performance.now() < sliceEnd) continue;
      onProgress?.({ done: Math.min(done, total), total });
      await settled();
      check();
      signal?.throwIfAborted();
      sliceEnd = performance.now() + SLICE_MILLISECONDS;
    }
  } finally {
    work.return(undefined as never);
  }
}

/** Runs a solve at once. */
export function driveAtOnce<T>(work: Generator<number, T, void>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
