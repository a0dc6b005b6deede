import { add, divide, multiply, subtract, sum, variable } from '@rubato/expression';
import type { Program } from '@rubato/expression';
import { indexOfLeast } from './least.ts';
import { boltzmannTerms, relativeDirection, weighted } from './program-parts.ts';
import type { MinimumFunction } from './record.ts';

const program: Program = {
  bindings: [
    ...boltzmannTerms,
    { name: 'mean', expression: weighted('probability', 'excess') },
    { name: 'deviation', index: 'i', expression: subtract(variable('excess', 'i'), variable('mean')) },
    {
      name: 'weight',
      index: 'i',
      expression: multiply(variable('probability', 'i'), subtract(1, variable('deviation', 'i'))),
    },
    ...relativeDirection,
    { name: 'meanDirection', expression: weighted('probability', 'relative') },
    { name: 'weightedDirection', expression: weighted('weight', 'relative') },
  ],
  outputs: {
    value: { expression: add(variable('least'), multiply(variable('gamma'), variable('mean'))) },
    weight: { index: 'i', expression: variable('weight', 'i') },
    // The variance in a second pass: no squares are subtracted.
    temperatureDerivative: {
      expression: sum('i', multiply(variable('probability', 'i'), multiply(variable('deviation', 'i'), variable('deviation', 'i')))),
    },
    product: {
      index: 'i',
      expression: divide(
        add(
          multiply(variable('weight', 'i'), subtract(variable('meanDirection'), variable('relative', 'i'))),
          multiply(variable('probability', 'i'), subtract(variable('weightedDirection'), variable('relative', 'i'))),
        ),
        variable('gamma'),
      ),
    },
  },
};

/** ⟨p, excess⟩ with excess_i = (x_i - least)/γ and p = softmax(-excess). */
function meanExcess(candidates: Float64Array, count: number, temperature: number, least: number): number {
  let total = 0;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const excess = (candidates[i] - least) / temperature;
    const term = Math.exp(-excess);
    // Where the term is 0 the excess may be infinite.
    if (term === 0) continue;
    total += term;
    sum += term * excess;
  }
  return sum / total;
}

/**
 * The mean of the candidates under softmax(-x/γ), which lies above the minimum; some of its weights are negative.
 *
 * μ_γ(x) = ⟨p, x⟩ with p = softmax(-x/γ), weights g_i = p_i (1 - (x_i - μ)/γ), ∂μ/∂γ = Var_p(x)/γ²,
 * ∇²μ(x)·z = -(g_i (z_i - ⟨p, z⟩) + p_i (z_i - ⟨g, z⟩))/γ. It has no regulariser Ω.
 *
 * Candidates and value have the unit of γ; the weights have none, and sum to 1. It exceeds the minimum by
 * γ (count - 1)/e at most. Nothing is checked here: candidates are neither NaN nor `-Infinity`, and γ > 0.
 *
 * Source: M. Müller, J. Zeitler, "Differentiable alignment techniques for music processing: techniques and
 * applications", ISMIR tutorial 2025, part 2; the derivatives are elementary.
 *
 * @example
 * ```ts
 * import { smoothmin } from '@rubato/minimum';
 * const weights = new Float64Array(2);
 * smoothmin.evaluate(Float64Array.of(0, Math.log(3)), 2, 1, weights); // → Math.log(3) / 4
 * [...weights]; // → [0.75 * (1 + Math.log(3) / 4), 0.25 * (1 - 0.75 * Math.log(3))]
 * ```
 */
export const smoothmin: MinimumFunction = {
  name: 'smoothmin',
  usesTemperature: true,
  weightsOnSimplex: false,
  associative: false,

  evaluate(candidates, count, temperature, weights) {
    const first = indexOfLeast(candidates, count);
    if (first < 0) {
      weights.fill(0, 0, count);
      return Infinity;
    }
    const least = candidates[first];
    let total = 0;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const excess = (candidates[i] - least) / temperature;
      const term = Math.exp(-excess);
      weights[i] = term;
      // Where the term is 0 the excess may be infinite.
      if (term === 0) continue;
      total += term;
      sum += term * excess;
    }
    const mean = sum / total;
    for (let i = 0; i < count; i++) {
      if (weights[i] === 0) continue;
      const excess = (candidates[i] - least) / temperature;
      weights[i] = (weights[i] / total) * (1 - (excess - mean));
    }
    return least + temperature * mean;
  },

  temperatureDerivative(candidates, count, temperature, _weights) {
    const first = indexOfLeast(candidates, count);
    if (first < 0) return 0;
    const least = candidates[first];
    const mean = meanExcess(candidates, count, temperature, least);
    // The variance of x/γ about its mean, in a second pass: no squares are subtracted, and no square of x can overflow.
    let total = 0;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const excess = (candidates[i] - least) / temperature;
      const term = Math.exp(-excess);
      if (term === 0) continue;
      total += term;
      sum += term * (excess - mean) * (excess - mean);
    }
    return sum / total;
  },

  secondOrderProduct(candidates, count, temperature, weights, direction, product) {
    const first = indexOfLeast(candidates, count);
    if (first < 0) {
      product.fill(0, 0, count);
      return;
    }
    const least = candidates[first];
    // Both p and g sum to 1, so that directions may be measured from the heaviest candidate's.
    const origin = direction[first];
    const mean = meanExcess(candidates, count, temperature, least);
    let total = 0;
    let sum = 0;
    let weighted = 0;
    for (let i = 0; i < count; i++) {
      const term = Math.exp((least - candidates[i]) / temperature);
      if (term === 0) continue;
      total += term;
      sum += term * (direction[i] - origin);
      weighted += weights[i] * (direction[i] - origin);
    }
    sum /= total;
    for (let i = 0; i < count; i++) {
      const excess = (candidates[i] - least) / temperature;
      const term = Math.exp(-excess);
      if (term === 0) {
        product[i] = 0;
        continue;
      }
      const relative = direction[i] - origin;
      product[i] = ((term / total) * ((1 - (excess - mean)) * (sum - relative) + (weighted - relative))) / temperature;
    }
  },

  program,
};
