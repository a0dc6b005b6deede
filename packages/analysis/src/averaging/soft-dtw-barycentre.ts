import { openReference, solve } from '@rubato/core';
import type { FloatArray } from '@rubato/costs';
import { checkNumber } from '../check.ts';
import type { CheckedSequences, SequenceBatch } from '../divergences/sequence-batch.ts';
import { againstAll, sumOverBatch } from './against-all.ts';
import type { Average, AveragingOptions } from './averaging-options.ts';
import { checkAveraging } from './averaging-options.ts';
import { minimise } from './minimise.ts';

export interface SoftDtwBarycentreOptions extends AveragingOptions {
  /** γ > 0, in units of the cost. Default 1: the smaller, the nearer to DTW, and the more local minima. */
  readonly temperature?: number;
  /** The largest component of the gradient at which it counts as converged, in shares of the range of the numbers. Default 1e-5. */
  readonly tolerance?: number;
}

/**
 * The barycentre of sequences under soft-DTW: the sequence x that makes `Σ_b w_b·soft-DTW_γ(x, y_b)` least, with squared Euclidean costs.
 *
 * Found by L-BFGS (10 pairs, strong Wolfe conditions) from the start given; the problem is not convex, so it is a stationary point that
 * is no worse than the start (a mean that is symmetric may be one itself: start elsewhere then). Units do not matter: numbers times s and γ
 * times s² give the same times s. Default 100 iterations at most. `converged` is false where a step that makes the value smaller can no
 * longer be told from rounding before the tolerance is met, as may be where γ is far above all costs.
 * Source: Cuturi & Blondel, "Soft-DTW: a differentiable loss function for time-series", ICML 2017, section 3 (who divide each term by the
 * length of y_b: hand in such weights).
 *
 * @param sequences [B, N, D], with lengths where they differ
 * @param options length, start, weights, temperature, when to stop, backend, abort signal, progress
 * @throws InvalidArgumentError naming the first number, length or option that is wrong; the signal's reason on abort
 *
 * @example
 * ```ts
 * import { softDtwBarycentre } from '@rubato/analysis';
 * // The same bump, earlier and later.
 * const data = Float64Array.of(0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0);
 * const { data: centre } = await softDtwBarycentre({ data, shape: [2, 6, 1] }, { temperature: 0.1 });
 * Math.max(...centre) > 0.9; // → true
 * ```
 */
export async function softDtwBarycentre(sequences: SequenceBatch, options: SoftDtwBarycentreOptions = {}): Promise<Average> {
  const { from, start, length, weights } = checkAveraging(sequences, options, ['temperature', 'tolerance']);
  const { temperature = 1, tolerance = 1e-5, maxIterations = 100, backend = openReference(), signal, onProgress } = options;
  checkNumber('options.temperature', temperature, 1e-100, 1e100);
  checkNumber('options.tolerance', tolerance, 0, Infinity);
  const problemOf = againstAll(from, { minimum: 'softmin', temperature });
  // How often a path visits an element of the average, about: half of the curvature of the sum of squares.
  const visits = weights.reduce((sum, weight, b) => sum + weight * Math.max(1, from.lengths[b] / length), 0);
  const { x, value, iterations, stopped } = await minimise(
    async (centre) => {
      signal?.throwIfAborted();
      const request = { inputGradient: true, upstream: weights };
      const { values, inputGradient } = await solve(problemOf(centre, length), backend, request, signal === undefined ? {} : { signal });
      return {
        value: weights.reduce((sum, weight, b) => (weight === 0 ? sum : sum + weight * values[b]), 0),
        gradient: sumOverBatch(inputGradient!.kind === 'features' ? inputGradient!.x : [], centre.length),
      };
    },
    start,
    {
      memory: 10,
      maxIterations,
      firstStep: 1 / (2 * visits),
      tolerance: absoluteTolerance(from, start, weights, tolerance),
      onIteration: (done) => onProgress?.({ done, total: maxIterations }),
    },
  );
  onProgress?.({ done: maxIterations, total: maxIterations });
  return { data: x, shape: [length, from.dimension], value, iterations, converged: stopped === 'gradient' };
}

/** The tolerance in units of the gradient, which are those of the numbers; never below what rounding leaves of a gradient. */
function absoluteTolerance(
  { data, length, dimension, lengths }: CheckedSequences,
  start: Float64Array,
  weights: Float64Array,
  share: number,
): number {
  let range = 0;
  let largest = 0;
  for (let d = 0; d < dimension; d++) {
    let [least, most] = [Infinity, -Infinity];
    const see = (numbers: FloatArray, first: number, end: number): void => {
      for (let k = first + d; k < end; k += dimension) {
        least = Math.min(least, numbers[k]);
        most = Math.max(most, numbers[k]);
      }
    };
    see(start, 0, start.length);
    weights.forEach((weight, b) => weight > 0 && see(data, b * length * dimension, (b * length + lengths[b]) * dimension));
    range = Math.max(range, most - least);
    largest = Math.max(largest, Math.abs(least), Math.abs(most));
  }
  return Math.max(share * range, 8 * Number.EPSILON * largest);
}
