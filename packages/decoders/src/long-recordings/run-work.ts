import type { SolveProgress } from '@rubato/core';
import { runInSlices } from '@rubato/core';
import { checkOptions, refuse } from '../check.ts';

/** How long work is waited for: what everything long here takes. */
export interface WorkOptions {
  /** Stops the work itself; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** In lattice cells; `done` never goes back and ends at `total`. */
  readonly onProgress?: (progress: SolveProgress) => void;
}

/** Refuses unknown options, and a signal or a listener that is none. */
export function checkWorkOptions(options: WorkOptions, known: readonly string[]): void {
  checkOptions(options, [...known, 'signal', 'onProgress']);
  const { signal, onProgress } = options;
  if (signal !== undefined && typeof signal?.throwIfAborted !== 'function') refuse('options.signal', signal, 'an AbortSignal');
  if (onProgress !== undefined && typeof onProgress !== 'function') refuse('options.onProgress', onProgress, 'a function');
}

/** Runs work that yields the cells that it has visited, in slices between which the event loop runs. `total` is the most that it may visit. */
export async function runWork<T>(work: Generator<number, T, void>, total: number, { signal, onProgress }: WorkOptions): Promise<T> {
  signal?.throwIfAborted();
  return runInSlices(work, { total, ...(signal && { signal }), ...(onProgress && { onProgress }) });
}
