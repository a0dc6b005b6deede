import { openReference, solve } from '@rubato/core';
import type { SequenceBatch } from '../divergences/sequence-batch.ts';
import { againstAll } from './against-all.ts';
import type { Average, AveragingOptions } from './averaging-options.ts';
import { checkAveraging } from './averaging-options.ts';

/**
 * DTW barycentre averaging (DBA): each element becomes the mean of all that the best warping paths match to it, again and again.
 *
 * Lowers `Σ_b w_b·DTW(x, y_b)` with squared Euclidean costs in every iteration, until it falls no more or iterations run out (default 30).
 * Faster than `softDtwBarycentre`, and stops at worse minima.
 * Source: Petitjean, Ketterlin & Gançarski, "A global averaging method for dynamic time warping, with applications to clustering", Pattern
 * Recognition 44(3), 2011.
 *
 * @param sequences [B, N, D], with lengths where they differ
 * @param options length, start, weights, most iterations, backend, abort signal, progress
 * @throws InvalidArgumentError naming the first number, length or option that is wrong; the signal's reason on abort
 *
 * @example
 * ```ts
 * import { dtwBarycentre } from '@rubato/analysis';
 * // The same bump, earlier and later.
 * const data = Float64Array.of(0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0);
 * const { data: centre, value } = await dtwBarycentre({ data, shape: [2, 6, 1] });
 * Array.from(centre); // → [0, 1, 0, 0, 0, 0]
 * value; // → 0
 * ```
 */
export async function dtwBarycentre(sequences: SequenceBatch, options: AveragingOptions = {}): Promise<Average> {
  const { from, start, length, weights } = checkAveraging(sequences, options, []);
  const { maxIterations = 30, backend = openReference(), signal, onProgress } = options;
  const { batch, dimension } = from;
  const problemOf = againstAll(from, { minimum: 'hardmin' });
  let centre = start;
  let value = Infinity;
  let iterations = 0;
  let converged = false;
  const sums = new Float64Array(centre.length);
  const counts = new Float64Array(length);
  for (;;) {
    signal?.throwIfAborted();
    const solution = await solve(problemOf(centre, length), backend, { path: true }, signal === undefined ? {} : { signal });
    const { values } = solution;
    const before = value;
    value = weights.reduce((sum, weight, b) => (weight === 0 ? sum : sum + weight * values[b]), 0);
    // Rounding may raise what would stand still.
    converged = value >= before - 1e-12 * Math.abs(before);
    if (converged || iterations === maxIterations) break;
    sums.fill(0);
    counts.fill(0);
    for (let b = 0; b < batch; b++) {
      if (weights[b] === 0) continue;
      const path = solution.paths![b];
      for (let i = 0; i < path.length; i += 2) {
        const [n, m] = [path[i], path[i + 1]];
        counts[n] += weights[b];
        for (let d = 0; d < dimension; d++) sums[n * dimension + d] += weights[b] * from.data[(b * from.length + m) * dimension + d];
      }
    }
    centre = sums.map((sum, k) => sum / counts[Math.floor(k / dimension)]);
    iterations++;
    onProgress?.({ done: iterations, total: maxIterations });
  }
  onProgress?.({ done: maxIterations, total: maxIterations });
  return { data: centre, shape: [length, dimension], value, iterations, converged };
}
