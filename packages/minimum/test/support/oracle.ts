import { divide, exponentialOfMinus, fromNumber, logarithm, multiply, one, sum } from './fixed-point.ts';
import type { FixedPoint } from './fixed-point.ts';

// The definitions, word for word, in fixed point: no shift of directions, no rearrangement against cancellation. All
// candidates are finite.

export interface ExactAnswer {
  readonly value: FixedPoint;
  readonly weights: readonly FixedPoint[];
  readonly temperatureDerivative: FixedPoint;
  readonly product: readonly FixedPoint[];
}

type Oracle = (candidates: readonly number[], temperature: number, direction: readonly number[]) => ExactAnswer;

const dot = (a: readonly FixedPoint[], b: readonly FixedPoint[]): FixedPoint => sum(a.map((v, i) => multiply(v, b[i])));
const least = (values: readonly FixedPoint[]): FixedPoint => values.reduce((a, b) => (b < a ? b : a));

/** exp(-(x_i - min x)/γ), and their sum. */
function boltzmann(x: readonly FixedPoint[], temperature: FixedPoint): { terms: FixedPoint[]; total: FixedPoint } {
  const minimum = least(x);
  const terms = x.map((value) => exponentialOfMinus(divide(value - minimum, temperature)));
  return { terms, total: sum(terms) };
}

const softmin: Oracle = (candidates, temperature, direction) => {
  const x = candidates.map(fromNumber);
  const z = direction.map(fromNumber);
  const gamma = fromNumber(temperature);
  const { terms, total } = boltzmann(x, gamma);
  const p = terms.map((term) => divide(term, total));
  const minimum = least(x);
  const logarithms = x.map((value) => -divide(value - minimum, gamma) - logarithm(total));
  return {
    value: minimum - multiply(gamma, logarithm(total)),
    weights: p,
    temperatureDerivative: dot(p, logarithms),
    product: p.map((weight, i) => -divide(multiply(weight, z[i] - dot(p, z)), gamma)),
  };
};

const smoothmin: Oracle = (candidates, temperature, direction) => {
  const x = candidates.map(fromNumber);
  const z = direction.map(fromNumber);
  const gamma = fromNumber(temperature);
  const { terms, total } = boltzmann(x, gamma);
  const p = terms.map((term) => divide(term, total));
  const value = dot(p, x);
  const g = p.map((weight, i) => multiply(weight, one - divide(x[i] - value, gamma)));
  // ∂g_i/∂x_k = -(g_i (δ_ik - p_k) + p_i (δ_ik - g_k))/γ, row by row.
  const product = p.map((_, i) =>
    sum(
      p.map((_weight, k) => {
        const same = i === k ? one : 0n;
        return -divide(multiply(multiply(g[i], same - p[k]) + multiply(p[i], same - g[k]), z[k]), gamma);
      }),
    ),
  );
  const deviations = x.map((candidate) => divide(candidate - value, gamma));
  return {
    value,
    weights: g,
    temperatureDerivative: sum(p.map((weight, i) => multiply(weight, multiply(deviations[i], deviations[i])))),
    product,
  };
};

const sparsemin: Oracle = (candidates, temperature, direction) => {
  const x = candidates.map(fromNumber);
  const z = direction.map(fromNumber);
  const gamma = fromNumber(temperature);
  // Sorted, the support is the longest prefix with Σ_{j ≤ k} (x_k - x_j) < γ.
  const sorted = x.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  let size = 0;
  let prefix = 0n;
  for (const value of sorted) {
    if (BigInt(size) * value - prefix >= gamma) break;
    prefix += value;
    size++;
  }
  const top = (gamma + prefix) / BigInt(size);
  const q = x.map((value) => (value < top ? divide(top - value, gamma) : 0n));
  const mean = sum(z.filter((_, i) => x[i] < top)) / BigInt(size);
  return {
    value: dot(q, x) + multiply(gamma, dot(q, q) - one) / 2n,
    weights: q,
    temperatureDerivative: (dot(q, q) - one) / 2n,
    product: x.map((value, i) => (value < top ? -divide(z[i] - mean, gamma) : 0n)),
  };
};

export const oracles: Readonly<Record<string, Oracle>> = { softmin, sparsemin, smoothmin };
