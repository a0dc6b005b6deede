import type { Case } from './arbitraries.ts';

/**
 * Bounds on the rounding errors of an answer, in units of 2^-53, from the conditioning of the problem: with
 * u_i = (x_i - min x)/γ the relative error of exp(-u_i) is 2 u_i + 2 (its argument is rounded twice, exp is good to an
 * ulp), a sum of n terms adds n, and a cancellation is paid in the size of what cancels. Where u and n are small these
 * are a few ulps.
 */
export interface RoundingBounds {
  readonly value: number;
  readonly weights: readonly number[];
  readonly temperatureDerivative: number;
  readonly product: readonly number[];
}

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const dot = (a: readonly number[], b: readonly number[]): number => total(a.map((v, i) => (v === 0 ? 0 : v * b[i])));

/** What all bounds are made of. `y` are the directions, measured from the first minimum's. */
function ingredients({ candidates, temperature, direction }: Case) {
  const n = candidates.length;
  const least = Math.min(...candidates);
  const first = candidates.indexOf(least);
  const u = candidates.map((x) => (x - least) / temperature);
  const terms = u.map((excess) => Math.exp(-excess));
  const p = terms.map((term) => term / total(terms));
  const mean = dot(p, u);
  const y = direction.map((z) => Math.abs(z - direction[first]));
  return { n, first, u, p, mean, y, relative: u.map((excess) => 2 * (excess + mean) + n + 5) };
}

export function softminBounds(problem: Case, value: number): RoundingBounds {
  const { n, first, u, p, mean, y, relative } = ingredients(problem);
  const gamma = problem.temperature;
  const logarithm = -Math.log(p[first]) + total(p.filter((_, i) => i !== first));
  const spread = dot(p, y);
  const spreadError = dot(
    p,
    y.map((size, i) => size * (relative[i] + n + 2)),
  );
  return {
    value: Math.abs(value) + gamma * ((n + 6) * logarithm + 2 * mean),
    weights: p.map((weight, i) => weight * relative[i]),
    temperatureDerivative:
      dot(
        p,
        u.map((excess, i) => excess * (relative[i] + n + 3)),
      ) +
      dot(
        p,
        relative.map((error, i) => (i === first ? 0 : error + relative[first])),
      ) +
      (n + 6) * logarithm,
    product: p.map((weight, i) => (weight / gamma) * ((y[i] + spread) * (relative[i] + 5) + spreadError)),
  };
}

export function smoothminBounds(problem: Case, value: number): RoundingBounds {
  const { n, u, p, mean, y, relative } = ingredients(problem);
  const gamma = problem.temperature;
  const meanError = dot(
    p,
    u.map((excess, i) => excess * (relative[i] + n + 2)),
  );
  const factor = u.map((excess) => Math.abs(1 - (excess - mean)));
  const factorError = u.map((excess) => 3 * (excess + mean) + 2 + meanError);
  const weights = p.map((weight, i) => (weight === 0 ? 0 : weight * (factor[i] * (relative[i] + 2) + factorError[i])));
  const spread = dot(p, y);
  const spreadError = dot(
    p,
    y.map((size, i) => size * (relative[i] + n + 2)),
  );
  const signed = dot(
    p,
    y.map((size, i) => size * factor[i]),
  );
  const signedError = dot(weights, y) + signed * (n + 2);
  const deviation = u.map((excess) => Math.abs(excess - mean));
  return {
    value: Math.abs(value) + gamma * (meanError + mean),
    weights,
    temperatureDerivative:
      dot(
        p,
        deviation.map((size, i) => size * size * (relative[i] + n + 3)),
      ) +
      2 *
        dot(
          p,
          deviation.map((size, i) => size * (2 * u[i] + meanError + size)),
        ),
    product: p.map((weight, i) => {
      if (weight === 0) return 0;
      const sizes = factor[i] * (y[i] + spread) + y[i] + signed;
      const errors = factorError[i] * (y[i] + spread) + factor[i] * spreadError + signedError;
      return (weight / gamma) * (sizes * (relative[i] + 6) + errors);
    }),
  };
}

export function sparseminBounds(problem: Case, value: number, exactWeights: readonly number[]): RoundingBounds {
  const { first, u, y } = ingredients(problem);
  const gamma = problem.temperature;
  const k = exactWeights.filter((weight) => weight > 0).length;
  const top = exactWeights[first];
  // A slack 1 - u_i is good to 2 units, the threshold, a mean of slacks, to 2 + (k - 1) threshold, and a weight is
  // their difference. Small weights are a mean of excesses less an excess, all of them below the greatest weight.
  const weightError = k === 1 ? 0 : top < 0.5 ? (k + 5) * top : 5 + (k - 1) * (1 - top);
  const others = exactWeights.map((weight, i) => (i === first ? 0 : weight));
  const slack = u.map((excess, i) => (i === first ? 0 : Math.max(0, 1 - excess)));
  const gainError = 2 * total(others) + weightError * total(slack) + (k + 3) * dot(others, slack);
  const meanSize = dot(
    exactWeights.map((weight) => (weight > 0 ? 1 / k : 0)),
    y,
  );
  return {
    value: Math.abs(value) + (gamma / 2) * gainError,
    weights: exactWeights.map(() => weightError),
    temperatureDerivative: 0.5 * (2 * k * weightError + (k + 4) * total(others)),
    product: exactWeights.map((weight, i) => (weight > 0 ? ((y[i] + meanSize) * (k + 5)) / gamma : 0)),
  };
}
