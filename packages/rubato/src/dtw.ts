import type { Parameterization, Step } from '@rubato/core';
import * as presets from '@rubato/presets';
import { checkOptions, inWords, refuse } from './check.ts';
import type { PairOptions } from './pair.ts';
import { pairProblem } from './pair.ts';
import type { Sequence } from './sequence.ts';
import { readSequence } from './sequence.ts';
import { solveSync } from './solver.ts';

export interface DtwOptions extends PairOptions {
  /** Step sizes (elements of a, elements of b); the first of equally good ones wins. Default (1,1), (1,0), (0,1). */
  readonly steps?: readonly Step[];
  /** Factors ≥ 0 on the cost of the cell that a step enters: one number, or one per step. Default 1. */
  readonly stepWeights?: number | readonly number[];
  /** Costs added to a step: one number, or one per step. Default 0. */
  readonly stepPenalties?: number | readonly number[];
  /** Looks for the whole of a inside b: start and end in b are free. Default false. */
  readonly subsequence?: boolean;
}

export interface DtwResult {
  /** The sum of costs along the path; `Infinity` where there is none. */
  readonly cost: number;
  /** Pairs (index in a, index in b) from start to end; empty where there is none. */
  readonly path: [a: number, b: number][];
}

export const dtwOptionNames: readonly string[] = ['cost', 'band', 'steps', 'stepWeights', 'stepPenalties', 'subsequence'];

/** The parameterization that the options describe. */
export function dtwParameterization(options: DtwOptions): Parameterization {
  const { steps, stepWeights, stepPenalties, subsequence = false } = options;
  if (typeof subsequence !== 'boolean') refuse('subsequence', inWords(subsequence), 'true or false');
  const base: Parameterization = {
    ...presets.dtw(steps === undefined ? {} : { steps }),
    ...(stepWeights === undefined ? {} : { stepWeights }),
    ...(stepPenalties === undefined ? {} : { stepPenalties }),
  };
  return subsequence ? presets.subsequence(base) : base;
}

/**
 * Dynamic time warping of two sequences: the least cost of an alignment, and the path that has it.
 *
 * `cost = min over paths of Σ C(n,m)`, `C(n,m)` the local cost of a's element n and b's element m, by default their squared Euclidean
 * distance (take no root of the sum). Elements are numbers or vectors. Of equally good paths the one that prefers the diagonal
 * comes. Without a path (possible with other steps or a narrow band) the cost is `Infinity` and the path empty.
 * Source: Sakoe & Chiba, IEEE Trans. ASSP 26(1), 1978.
 *
 * @param a a sequence of N numbers or vectors
 * @param b a sequence of M numbers or vectors
 * @throws InvalidArgumentError naming the sequence and the first element that is NaN, ragged or outside the cost's domain
 *
 * @example
 * ```ts
 * import { dtw } from 'rubato';
 * const { cost, path } = dtw([1, 2, 3], [1, 2, 2, 4]);
 * cost; // → 1
 * path; // → [[0, 0], [1, 1], [1, 2], [2, 3]]
 * dtw([[0, 1], [1, 0]], [[0, 1], [1, 1]], { cost: 'euclidean' }).cost; // → 1
 * dtw([2, 3], [9, 2, 3, 9], { subsequence: true }).path; // → [[0, 1], [1, 2]]
 * ```
 */
export function dtw(a: Sequence, b: Sequence, options: DtwOptions = {}): DtwResult {
  checkOptions(options, dtwOptionNames);
  const problem = pairProblem(readSequence('a', a), readSequence('b', b), dtwParameterization(options), options);
  const { values, paths } = solveSync(problem, { path: true });
  const pairs = paths![0];
  const path = Array.from({ length: pairs.length / 2 }, (_, i): [number, number] => [pairs[2 * i], pairs[2 * i + 1]]);
  return { cost: values[0], path };
}
