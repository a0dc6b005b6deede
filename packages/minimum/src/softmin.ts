import { add, divide, logarithm, multiply, negate, subtract, variable } from '@rubato/expression';
import type { Program } from '@rubato/expression';
import { indexOfLeast } from './least.ts';
import { boltzmannTerms, relativeDirection, weighted } from './program-parts.ts';
import type { MinimumFunction } from './record.ts';
import { onSimplex } from './simplex.ts';

const program: Program = {
  bindings: [
    ...boltzmannTerms,
    { name: 'logTotal', expression: logarithm(variable('total')) },
    ...relativeDirection,
    { name: 'meanDirection', expression: weighted('probability', 'relative') },
  ],
  outputs: {
    value: { expression: subtract(variable('least'), multiply(variable('gamma'), variable('logTotal'))) },
    weight: { index: 'i', expression: variable('probability', 'i') },
    // -ln p_i = excess_i + ln(total): two sums of terms ≥ 0.
    temperatureDerivative: { expression: negate(add(weighted('probability', 'excess'), variable('logTotal'))) },
    product: {
      index: 'i',
      expression: divide(
        multiply(variable('probability', 'i'), subtract(variable('meanDirection'), variable('relative', 'i'))),
        variable('gamma'),
      ),
    },
  },
};

/**
 * The smoothed minimum with entropy as its regulariser, the only one here that makes alignment a sum over all paths.
 *
 * μ_γ(x) = -γ ln Σ exp(-x_i/γ), weights p = softmax(-x/γ), ∂μ/∂γ = Σ p_i ln p_i,
 * ∇²μ(x)·z = -p_i (z_i - ⟨p, z⟩)/γ, Ω(q) = Σ q_i ln q_i.
 *
 * Candidates and value have the unit of γ; the weights have none. It lies below the minimum, by γ ln(count) at most.
 * Nothing is checked here: candidates are neither NaN nor `-Infinity`, and γ > 0.
 *
 * Source: M. Cuturi, M. Blondel, "Soft-DTW: a differentiable loss function for time-series", ICML 2017;
 * second-order product: A. Mensch, M. Blondel, "Differentiable dynamic programming for structured prediction and
 * attention", ICML 2018.
 *
 * @example
 * ```ts
 * import { softmin } from '@rubato/minimum';
 * const weights = new Float64Array(3);
 * softmin.evaluate(Float64Array.of(1, 1, Infinity), 3, 0.5, weights); // → 1 - 0.5 * Math.log(2)
 * [...weights]; // → [0.5, 0.5, 0]
 * ```
 */
export const softmin: MinimumFunction = {
  name: 'softmin',
  usesTemperature: true,
  weightsOnSimplex: true,
  associative: true,

  evaluate(candidates, count, temperature, weights) {
    const first = indexOfLeast(candidates, count);
    if (first < 0) {
      weights.fill(0, 0, count);
      return Infinity;
    }
    const least = candidates[first];
    // The minimum's own term is 1. It stays out of the sum, so that log1p keeps what is far smaller than 1.
    let others = 0;
    for (let i = 0; i < count; i++) {
      if (i === first) continue;
      const term = Math.exp((least - candidates[i]) / temperature);
      weights[i] = term;
      others += term;
    }
    weights[first] = 1;
    const scale = 1 / (1 + others);
    for (let i = 0; i < count; i++) weights[i] *= scale;
    return least - temperature * Math.log1p(others);
  },

  temperatureDerivative(candidates, count, temperature, weights) {
    const first = indexOfLeast(candidates, count);
    if (first < 0) return 0;
    const least = candidates[first];
    // -ln p_i = excess_i/γ + ln(total): two sums of terms ≥ 0, where ln p_i would be lost near 1 and infinite at 0.
    let others = 0;
    let mean = 0;
    for (let i = 0; i < count; i++) {
      const weight = weights[i];
      if (i === first || weight === 0) continue;
      others += weight;
      mean += weight * ((candidates[i] - least) / temperature);
    }
    // Subtracted from 0, since negation would turn an entropy of 0 into -0.
    return 0 - (mean + Math.log1p(others / weights[first]));
  },

  secondOrderProduct(candidates, count, temperature, weights, direction, product) {
    const first = indexOfLeast(candidates, count);
    // Directions are measured from the heaviest candidate's: where it has nearly all weight, its own entry cancels.
    const origin = first < 0 ? 0 : direction[first];
    let mean = 0;
    for (let i = 0; i < count; i++) {
      if (weights[i] !== 0) mean += weights[i] * (direction[i] - origin);
    }
    for (let i = 0; i < count; i++) {
      product[i] = weights[i] === 0 ? 0 : (weights[i] * (mean - (direction[i] - origin))) / temperature;
    }
  },

  regulariser(weights) {
    if (!onSimplex(weights)) return Infinity;
    let sum = 0;
    for (let i = 0; i < weights.length; i++) {
      if (weights[i] > 0) sum += weights[i] * Math.log(weights[i]);
    }
    return sum;
  },

  program,
};
