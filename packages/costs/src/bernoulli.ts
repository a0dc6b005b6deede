import { leastProbability } from './domains.ts';
import type { FloatArray } from './record.ts';

/** What a row of X holds for independent yes-or-no probabilities: p itself, or a real z with p = 1/(1 + e^-z). */
export type BernoulliInput = 'probabilities' | 'logits';
export const bernoulliInputs: readonly BernoulliInput[] = ['probabilities', 'logits'];

/** The largest -log p that a derivative takes: a probability of 0 counts as `leastProbability` there. */
export const largestNegativeLog: number = -Math.log(leastProbability);

/** log(1 + e^z), without overflow, and with full relative precision where it is tiny. */
const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/**
 * What one row of X says about each dimension d, with p_d the probability that d is active: scratch memory that is
 * filled once for a row and read by every row of Y.
 */
export interface BernoulliRow {
  /** p_d and 1 - p_d, after `readProbabilities` or `readDerivatives`. */
  readonly active: Float64Array;
  readonly inactive: Float64Array;
  /** -log p_d and -log(1 - p_d), after `readCosts`. */
  readonly activeCost: Float64Array;
  readonly inactiveCost: Float64Array;
  /** The derivatives of -log p_d and -log(1 - p_d) by x_d, finite, after `readDerivatives`. */
  readonly activeSlope: Float64Array;
  readonly inactiveSlope: Float64Array;
  /** Returns whether all costs are finite: then they may be multiplied by 0. */
  readCosts(x: FloatArray, offset: number): boolean;
  readProbabilities(x: FloatArray, offset: number): void;
  readDerivatives(x: FloatArray, offset: number): void;
}

export function createBernoulliRow(input: BernoulliInput, dimension: number): BernoulliRow {
  const active = new Float64Array(dimension);
  const inactive = new Float64Array(dimension);
  const activeCost = new Float64Array(dimension);
  const inactiveCost = new Float64Array(dimension);
  const activeSlope = new Float64Array(dimension);
  const inactiveSlope = new Float64Array(dimension);
  const logits = input === 'logits';

  function readProbabilities(x: FloatArray, offset: number): void {
    for (let d = 0; d < dimension; d++) {
      const value = x[offset + d];
      if (logits) {
        // Each from its own exponential: 1 - p would lose all digits where p is near 1.
        const odds = Math.exp(-Math.abs(value));
        const small = odds / (1 + odds);
        const large = 1 / (1 + odds);
        active[d] = value < 0 ? small : large;
        inactive[d] = value < 0 ? large : small;
      } else {
        active[d] = value;
        inactive[d] = 1 - value;
      }
    }
  }

  return {
    active,
    inactive,
    activeCost,
    inactiveCost,
    activeSlope,
    inactiveSlope,
    readProbabilities,
    readCosts(x, offset) {
      let finite = true;
      for (let d = 0; d < dimension; d++) {
        const value = x[offset + d];
        activeCost[d] = logits ? softplus(-value) : 0 - Math.log(value);
        inactiveCost[d] = logits ? softplus(value) : 0 - Math.log1p(-value);
        if (activeCost[d] === Infinity || inactiveCost[d] === Infinity) finite = false;
      }
      return finite;
    },
    readDerivatives(x, offset) {
      readProbabilities(x, offset);
      for (let d = 0; d < dimension; d++) {
        activeSlope[d] = logits ? -inactive[d] : -1 / Math.max(active[d], leastProbability);
        inactiveSlope[d] = logits ? active[d] : 1 / Math.max(inactive[d], leastProbability);
      }
    },
  };
}
