import { constant, equal, indexOf, variable } from '@rubato/expression';
import type { Program } from '@rubato/expression';
import { firstLeast, leastCandidate } from './program-parts.ts';
import type { MinimumFunction } from './record.ts';
import { onSimplex } from './simplex.ts';

const program: Program = {
  bindings: [leastCandidate, firstLeast],
  outputs: {
    value: { expression: variable('least') },
    weight: { index: 'i', expression: equal(indexOf('i'), variable('first')) },
    temperatureDerivative: { expression: constant(0) },
    product: { index: 'i', expression: constant(0) },
  },
};

/**
 * The minimum itself. Of equal candidates the first takes all the weight.
 *
 * μ(x) = min x_i, weights 1 at the first index that attains it and 0 elsewhere, ∂μ/∂γ = 0, ∇²μ(x)·z = 0, Ω(q) = 0.
 *
 * Candidates and value have one unit, the weights none; γ is ignored. Nothing is checked here: candidates are neither
 * NaN nor `-Infinity`.
 *
 * Source: H. Sakoe, S. Chiba, "Dynamic programming algorithm optimization for spoken word recognition", IEEE Trans.
 * Acoust., Speech, Signal Process. 26(1), 1978.
 *
 * @example
 * ```ts
 * import { hardmin } from '@rubato/minimum';
 * const weights = new Float64Array(3);
 * hardmin.evaluate(Float64Array.of(5, 2, 2), 3, 1, weights); // → 2
 * [...weights]; // → [0, 1, 0]
 * ```
 */
export const hardmin: MinimumFunction = {
  name: 'hardmin',
  usesTemperature: false,
  weightsOnSimplex: true,
  associative: true,

  evaluate(candidates, count, _temperature, weights) {
    let first = -1;
    let least = Infinity;
    for (let i = 0; i < count; i++) {
      weights[i] = 0;
      if (candidates[i] < least) {
        least = candidates[i];
        first = i;
      }
    }
    if (first >= 0) weights[first] = 1;
    return least;
  },

  temperatureDerivative() {
    return 0;
  },

  secondOrderProduct(_candidates, count, _temperature, _weights, _direction, product) {
    product.fill(0, 0, count);
  },

  regulariser(weights) {
    return onSimplex(weights) ? 0 : Infinity;
  },

  program,
};
