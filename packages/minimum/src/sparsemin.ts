import { add, divide, lessThan, maximum, multiply, select, subtract, sum, variable } from '@rubato/expression';
import type { Program } from '@rubato/expression';
import { indexOfLeast } from './least.ts';
import { excessUpTo, leastCandidate, relativeDirection, weighted } from './program-parts.ts';
import type { MinimumFunction } from './record.ts';
import { onSimplex } from './simplex.ts';

// With excess_i = (x_i - least)/γ a weight is max(0, top - excess_i), where top, the minimum's own weight, is
// (1 + Σ excess)/count over the support. Candidate i is supported iff Σ_j max(0, excess_i - excess_j) < 1, which needs
// no sorting; so no excess of 1 or more is. The excess is cut off at 2, safely above 1 however division rounds.
const program: Program = {
  bindings: [
    leastCandidate,
    excessUpTo(2),
    {
      name: 'supported',
      index: 'i',
      expression: lessThan(sum('j', maximum(0, subtract(variable('excess', 'i'), variable('excess', 'j')))), 1),
    },
    { name: 'top', expression: divide(add(1, weighted('supported', 'excess')), sum('i', variable('supported', 'i'))) },
    { name: 'share', index: 'i', expression: maximum(0, subtract(variable('top'), variable('excess', 'i'))) },
    ...relativeDirection,
    { name: 'member', index: 'i', expression: lessThan(0, variable('share', 'i')) },
    { name: 'meanDirection', expression: divide(weighted('member', 'relative'), sum('i', variable('member', 'i'))) },
  ],
  outputs: {
    // ⟨q, x⟩ + γ/2 (‖q‖² - 1) with ‖q‖² = top - ⟨q, excess⟩.
    value: {
      expression: subtract(
        variable('least'),
        multiply(multiply(0.5, variable('gamma')), subtract(subtract(1, variable('top')), weighted('share', 'excess'))),
      ),
    },
    weight: { index: 'i', expression: variable('share', 'i') },
    // 1 - ‖q‖² = Σ q_i (1 - q_i): terms ≥ 0.
    temperatureDerivative: {
      expression: multiply(-0.5, sum('i', multiply(variable('share', 'i'), subtract(1, variable('share', 'i'))))),
    },
    product: {
      index: 'i',
      expression: select(
        variable('member', 'i'),
        divide(subtract(variable('meanDirection'), variable('relative', 'i')), variable('gamma')),
        0,
      ),
    },
  },
};

/**
 * The minimum with a quadratic regulariser: candidates γ or more above it, and some nearer, get weight exactly 0.
 *
 * μ_γ(x) = min over q in the simplex of ⟨q, x⟩ + γ/2 (‖q‖² - 1). The weights q are the Euclidean projection of -x/γ on
 * the simplex, ∂μ/∂γ = ½(‖q‖² - 1), ∇²μ(x)·z = -(z_i - mean of z over the support)/γ on the support of q and 0
 * elsewhere, Ω(q) = ½(‖q‖² - 1).
 *
 * Candidates and value have the unit of γ; the weights have none. It lies below the minimum, by γ/2 at most.
 * Nothing is checked here: candidates are neither NaN nor `-Infinity`, and γ > 0.
 *
 * Source: A. F. T. Martins, R. F. Astudillo, "From softmax to sparsemax", ICML 2016; A. Mensch, M. Blondel,
 * "Differentiable dynamic programming for structured prediction and attention", ICML 2018; the projection: C. Michelot,
 * "A finite algorithm for finding the projection of a point onto the canonical simplex of Rⁿ", J. Optim. Theory Appl.
 * 50, 1986.
 *
 * @example
 * ```ts
 * import { sparsemin } from '@rubato/minimum';
 * const weights = new Float64Array(3);
 * sparsemin.evaluate(Float64Array.of(1, 1.5, 4), 3, 1, weights); // → 0.9375
 * [...weights]; // → [0.75, 0.25, 0]
 * ```
 */
export const sparsemin: MinimumFunction = {
  name: 'sparsemin',
  usesTemperature: true,
  weightsOnSimplex: true,
  associative: false,

  evaluate(candidates, count, temperature, weights) {
    const first = indexOfLeast(candidates, count);
    if (first < 0) {
      weights.fill(0, 0, count);
      return Infinity;
    }
    const least = candidates[first];
    // slack_i = max(0, 1 - (x_i - least)/γ): what a candidate's weight would be if the minimum gave nothing away. The
    // weights are the slacks less a common threshold = (Σ slack - 1)/support. The slacks stand in `weights` until it is
    // known; the minimum's own, 1, is left out of the sum.
    let support = 1;
    let others = 0;
    for (let i = 0; i < count; i++) {
      const room = temperature - (candidates[i] - least);
      weights[i] = room > 0 ? room / temperature : 0;
      if (i === first || weights[i] === 0) continue;
      support++;
      others += weights[i];
    }
    // Michelot's iterations: what lies under the threshold leaves, which raises the threshold, until nothing leaves.
    let threshold = others / support;
    for (;;) {
      let kept = 1;
      others = 0;
      for (let i = 0; i < count; i++) {
        if (i === first || !(weights[i] > threshold)) continue;
        kept++;
        others += weights[i];
      }
      if (kept >= support) break;
      support = kept;
      threshold = others / support;
    }
    // slack - threshold is exact to the rounding of 1, so where all weights are small they come from the excesses
    // instead: (1 + Σ excess)/support - excess.
    const small = threshold > 0.5;
    let top = 1;
    if (small) {
      // Counted anew: on a kink, rounding may have let in a candidate that the last threshold was computed without.
      let members = 0;
      for (let i = 0; i < count; i++) {
        if (!(weights[i] > threshold)) continue;
        members++;
        top += (candidates[i] - least) / temperature;
      }
      top /= members;
    }
    // ⟨q, x⟩ + γ/2 (‖q‖² - 1) = least - γ/2 Σ q_i slack_i over all but the minimum: only terms ≥ 0: nothing cancels.
    let gain = 0;
    for (let i = 0; i < count; i++) {
      const slack = weights[i];
      if (!(slack > threshold)) {
        weights[i] = 0;
        continue;
      }
      weights[i] = small ? Math.max(0, top - (candidates[i] - least) / temperature) : slack - threshold;
      if (i !== first) gain += weights[i] * slack;
    }
    return least - 0.5 * temperature * gain;
  },

  temperatureDerivative(candidates, count, _temperature, weights) {
    const first = indexOfLeast(candidates, count);
    if (first < 0) return 0;
    // 1 - ‖q‖² = Σ q_i (1 - q_i), with the sum of the others for 1 - q_first, which would cancel near 1.
    let others = 0;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      if (i === first) continue;
      others += weights[i];
      sum += weights[i] * (1 - weights[i]);
    }
    return 0 - 0.5 * (sum + weights[first] * others);
  },

  secondOrderProduct(candidates, count, temperature, weights, direction, product) {
    const first = indexOfLeast(candidates, count);
    const origin = first < 0 ? 0 : direction[first];
    let support = 0;
    let mean = 0;
    for (let i = 0; i < count; i++) {
      if (weights[i] === 0) continue;
      support++;
      mean += direction[i] - origin;
    }
    mean /= support;
    for (let i = 0; i < count; i++) {
      product[i] = weights[i] === 0 ? 0 : (mean - (direction[i] - origin)) / temperature;
    }
  },

  regulariser(weights) {
    if (!onSimplex(weights)) return Infinity;
    let squares = 0;
    for (let i = 0; i < weights.length; i++) squares += weights[i] * weights[i];
    return 0.5 * (squares - 1);
  },

  program,
};
