import { checkOptions, refuse } from './check.ts';

/** How far a computation is: in frames of features, in samples of a resampled signal, or in samples of all notes together. */
export interface WorkProgress {
  readonly done: number;
  readonly total: number;
}

/** How work in slices is stopped and watched. */
export interface RunOptions {
  /** Stops the work; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called at most once per slice of work (some 10 ms), and at the end. */
  readonly onProgress?: (progress: WorkProgress) => void;
}

export function checkRunOptions(options: RunOptions, argument: string = 'options'): RunOptions {
  checkOptions(options, ['signal', 'onProgress'], argument);
  const { signal, onProgress } = options;
  // Of another page or context too.
  if (signal !== undefined && typeof signal?.throwIfAborted !== 'function') refuse(`${argument}.signal`, signal, 'an AbortSignal');
  if (onProgress !== undefined && typeof onProgress !== 'function') refuse(`${argument}.onProgress`, onProgress, 'a function');
  return { ...(signal && { signal }), ...(onProgress && { onProgress }) };
}
