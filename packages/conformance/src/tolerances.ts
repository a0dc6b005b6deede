import type { Precision } from '@rubato/core';

/** What an answer holds, as the comparisons name it. */
export type QuantityName =
  | 'values'
  | 'accumulatedCost'
  | 'softAlignment'
  | 'edgeMarginals'
  | 'gradient'
  | 'inputGradient'
  | 'stepWeightGradient'
  | 'stepPenaltyGradient'
  | 'temperatureGradient'
  | 'boundaryMultiplierGradient'
  | 'boundaryPenaltyGradient'
  | 'marginals'
  | 'hessianProduct'
  | 'pathCosts';

/**
 * How hard an item is: what tolerances are computed from. All of it is measured on the float64 definition, so no backend has a say.
 */
export interface Conditions {
  /** The most cells that a path of the item may have. */
  readonly pathLength: number;
  /** γ, or undefined where the minimum does not use it. */
  readonly temperature: number | undefined;
  /** Expected sum of absolute edge costs along a path to the end: `Σ |marginal|·|θ|`, the scale of rounding errors in the value. */
  readonly magnitude: number;
  /** The largest of these over all cells that can be reached. */
  readonly largestMagnitude: number;
  /** The largest |E| with signs dropped all along: 1 but for smoothmin. */
  readonly growth: number;
  /** Candidates of a cell, at most. */
  readonly candidates: number;
  /** The largest finite step weight or multiplier, at least 1. */
  readonly weight: number;
  /** The largest finite |C|, at least 1. */
  readonly cost: number;
  /** The largest |∂c/∂x|, |∂c/∂y| of a features cost; 1 for other kinds. */
  readonly sensitivity: number;
  /** How much larger a cost's rounding error may be than its own: |x|² against |x - y|² for features; 0 for other kinds. */
  readonly costRounding: number;
  /** The largest entry of the Hessian product's direction. */
  readonly direction: number;
  /** |upstream gradient|. */
  readonly upstream: number;
}

/** Relative rounding of one number: 2^-24 and 2^-53. */
export const unitRoundoff: Readonly<Record<Precision, number>> = Object.freeze({ float32: 2 ** -24, float64: 2 ** -53 });

/** Rounding errors of a few operations per cell, and of sums in another order. */
const operations = 8;

/**
 * The error of a derivative relative to its scale: each cell on a path rounds sums of size `magnitude`, which the weights of the
 * minimum see divided by γ.
 */
export function relativeError(precision: Precision, conditions: Conditions): number {
  const { pathLength, temperature } = conditions;
  const magnitude = conditions.magnitude + conditions.weight * conditions.costRounding;
  const steepness = temperature === undefined ? 0 : magnitude / temperature;
  // Errors along a path add up like a random walk; its length counts in full for the few operations of each cell.
  return operations * unitRoundoff[precision] * (pathLength + Math.sqrt(pathLength) * steepness);
}

/**
 * The largest absolute difference that an entry of an answer may have from the definition's: computed from precision, path length,
 * temperature and magnitudes alone. The one place where tolerances come from.
 */
export function tolerance(quantity: QuantityName, precision: Precision, conditions: Conditions): number {
  const { pathLength, temperature = 0, growth, weight, cost, upstream, direction, candidates } = conditions;
  const roundoff = operations * unitRoundoff[precision];
  const rounding = weight * conditions.costRounding * pathLength;
  // Each cell of a path takes up to γ ln(candidates) off the accumulated cost, whose size that adds to, and rounds.
  const gained = pathLength * (1 + Math.log(candidates));
  const derivative = relativeError(precision, conditions) * growth * upstream;
  // Sums over a whole table or batch item meet as many errors as a path has cells, of either sign.
  const summed = derivative * Math.sqrt(pathLength);
  switch (quantity) {
    case 'values':
    case 'pathCosts':
      return roundoff * (Math.sqrt(pathLength) * conditions.magnitude + temperature * gained + rounding);
    case 'accumulatedCost':
      return roundoff * (Math.sqrt(pathLength) * conditions.largestMagnitude + temperature * gained + rounding);
    case 'softAlignment':
    case 'edgeMarginals':
    case 'boundaryPenaltyGradient':
      return derivative;
    case 'stepPenaltyGradient':
    case 'marginals':
      return summed;
    case 'gradient':
      return derivative * weight;
    case 'inputGradient':
      return summed * weight * conditions.sensitivity;
    case 'boundaryMultiplierGradient':
      return derivative * (cost + conditions.costRounding);
    case 'stepWeightGradient':
      return summed * (cost + conditions.costRounding);
    case 'temperatureGradient':
      return summed * (1 + Math.log(candidates));
    case 'hessianProduct': {
      if (conditions.temperature === undefined) return derivative;
      // D moves by up to pathLength·weight·direction, and the weights of the minimum by that over γ.
      return (derivative * growth * pathLength * weight ** 2 * direction) / temperature;
    }
  }
}
