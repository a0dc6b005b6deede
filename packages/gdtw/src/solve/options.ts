import type { SolveProgress } from '@rubato/core';
import { checkNumber, checkOptions, checkWhole, refuse } from '../check.ts';
import type { WarpFunctions } from '../losses/records.ts';
import type { WarpProblem } from '../problem/warp-problem.ts';

export interface WarpOptions extends WarpFunctions {
  /** M, the values that the grid has at each knot. Default: as many as x has observations, at least 50. */
  readonly gridSize?: number;
  /** How many grids are solved, each around the warp of the one before. Default: 3, as Xu et al. 2023 have it. */
  readonly passes?: number;
  /** How much narrower each grid is than the one before. Default: 0.125. */
  readonly refinement?: number;
  /** Whether the best warp of the grids is moved on to a KKT point. Default: true. */
  readonly polish?: boolean;
  /** Where each polish stops at the latest: those of all knots, one or two, and those of fewer knots before. Default: `1000 + 4·m` iterations. */
  readonly maximumIterations?: number;
}

export interface WarpBatchOptions extends WarpOptions {
  /** Stops the work itself: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** In nodes of grids; `done` never goes back and ends at `total`. */
  readonly onProgress?: (progress: SolveProgress) => void;
}

const KNOWN = ['gridSize', 'passes', 'refinement', 'polish', 'maximumIterations', 'signalLosses', 'warpPenalties'];

export function checkWarpOptions(
  options: WarpOptions,
  problem: WarpProblem,
  alsoKnown: readonly string[],
): Required<Omit<WarpOptions, keyof WarpFunctions>> {
  checkOptions(options, [...KNOWN, ...alsoKnown], 'options');
  const { gridSize = Math.max(50, problem.x.times.length), passes = 3, refinement = 0.125, polish = true } = options;
  const { maximumIterations = 1000 + 4 * (problem.lambda.length + 1) } = options;
  checkWhole('options.gridSize', gridSize, 2, 1e6);
  checkWhole('options.passes', passes, 1, 100);
  checkNumber('options.refinement', refinement, { least: 1e-3, most: 0.999 });
  checkWhole('options.maximumIterations', maximumIterations, 0, 1e9);
  return { gridSize, passes, refinement, polish, maximumIterations };
}

/** What a batch takes beside what each of its problems takes. */
export function checkBatchOptions({ signal, onProgress }: WarpBatchOptions): void {
  if (signal !== undefined && typeof signal?.throwIfAborted !== 'function') refuse('options.signal', signal, 'an AbortSignal');
  if (onProgress !== undefined && typeof onProgress !== 'function') refuse('options.onProgress', onProgress, 'a function');
}
