import { leastLogProbability } from './domains.ts';
import type { FloatArray } from './record.ts';

/** What a row of X holds for one probability distribution over the dimensions: p, log p, or z with p = softmax(z). */
export type DistributionInput = 'probabilities' | 'logProbabilities' | 'logits';
export const distributionInputs: readonly DistributionInput[] = ['probabilities', 'logProbabilities', 'logits'];

/**
 * Writes log p_d for one row of X, -Infinity where p_d is 0. For logits this is log-softmax with the largest logit
 * taken out of the sum, so that a probability near 1 keeps its digits (Blanchard, D. J. Higham & N. J. Higham,
 * "Accurately computing the log-sum-exp and softmax functions", IMA Journal of Numerical Analysis 41(4), 2021).
 */
export function writeLogProbabilities(
  input: DistributionInput,
  x: FloatArray,
  offset: number,
  dimension: number,
  logProbabilities: Float64Array,
): void {
  if (input === 'probabilities') {
    for (let d = 0; d < dimension; d++) logProbabilities[d] = Math.log(x[offset + d]);
    return;
  }
  if (input === 'logProbabilities') {
    for (let d = 0; d < dimension; d++) {
      const value = x[offset + d];
      logProbabilities[d] = value < leastLogProbability ? -Infinity : value;
    }
    return;
  }
  let largest = 0;
  for (let d = 1; d < dimension; d++) if (x[offset + d] > x[offset + largest]) largest = d;
  const most = x[offset + largest];
  let others = 0;
  for (let d = 0; d < dimension; d++) {
    const below = x[offset + d] - most;
    logProbabilities[d] = below;
    if (d !== largest) others += Math.exp(below);
  }
  const logSum = Math.log1p(others);
  for (let d = 0; d < dimension; d++) logProbabilities[d] -= logSum;
}
