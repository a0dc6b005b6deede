import type { OpenOptions } from '@rubato/core';
import { openReference } from '@rubato/core';
import type { FloatArray, LocalCost } from '@rubato/costs';
import { localCosts } from '@rubato/costs';
import type { MinimumFunction } from '@rubato/minimum';
import { minimumFunctions } from '@rubato/minimum';
import { describe, expect, it } from 'vitest';
import { relativeError, runLaws, tolerance, unitRoundoff } from '../src/index.ts';
import type { Conditions } from '../src/index.ts';

const plain: Conditions = {
  pathLength: 16,
  temperature: 1,
  magnitude: 10,
  largestMagnitude: 20,
  growth: 1,
  candidates: 4,
  weight: 1,
  cost: 2,
  sensitivity: 1,
  costRounding: 0,
  direction: 1,
  upstream: 1,
};

describe('tolerances', () => {
  it('are proportional to the rounding of the precision', () => {
    const ratio = unitRoundoff.float32 / unitRoundoff.float64;
    for (const quantity of ['values', 'gradient', 'hessianProduct', 'stepWeightGradient'] as const) {
      expect(tolerance(quantity, 'float32', plain) / tolerance(quantity, 'float64', plain)).toBeCloseTo(ratio, 3);
    }
  });

  it('grow with path length and cost, and with 1/γ for derivatives alone', () => {
    expect(tolerance('values', 'float64', { ...plain, pathLength: 64 })).toBeGreaterThan(tolerance('values', 'float64', plain));
    expect(tolerance('gradient', 'float64', { ...plain, magnitude: 100 })).toBeGreaterThan(5 * tolerance('gradient', 'float64', plain));
    expect(tolerance('gradient', 'float64', { ...plain, temperature: 0.01 })).toBeGreaterThan(50 * tolerance('gradient', 'float64', plain));
    expect(tolerance('values', 'float64', { ...plain, temperature: 0.01 })).toBeLessThanOrEqual(tolerance('values', 'float64', plain));
  });

  it('know no γ where the minimum has none', () => {
    expect(relativeError('float64', { ...plain, temperature: undefined })).toBe(8 * 2 ** -53 * 16);
  });

  it('are of the size that the golden files allow: 1e-4·max(1, 0.1/γ) for costs of order 10 in float32', () => {
    for (const temperature of [1, 0.1]) {
      const allowed = tolerance('gradient', 'float32', { ...plain, temperature });
      expect(allowed).toBeLessThan(1e-3 * Math.max(1, 0.1 / temperature));
      expect(allowed).toBeGreaterThan(1e-6);
    }
  });
});

/** A minimum whose candidates, value and weights are rounded, as a solver that keeps D in that precision has them. */
function rounded(minimum: MinimumFunction, round: (value: number) => number): MinimumFunction {
  const list = new Float64Array(512);
  const take = (candidates: Float64Array, count: number): Float64Array => {
    for (let i = 0; i < count; i++) list[i] = round(candidates[i]);
    return list;
  };
  const give = (values: Float64Array, count: number): void => {
    for (let i = 0; i < count; i++) values[i] = round(values[i]);
  };
  return {
    ...minimum,
    evaluate(candidates, count, temperature, weights) {
      const value = round(minimum.evaluate(take(candidates, count), count, temperature, weights));
      give(weights, count);
      return value;
    },
    temperatureDerivative: (candidates, count, temperature, weights) =>
      round(minimum.temperatureDerivative(take(candidates, count), count, temperature, weights)),
    secondOrderProduct(candidates, count, temperature, weights, direction, product) {
      minimum.secondOrderProduct(take(candidates, count), count, temperature, weights, direction, product);
      give(product, count);
    },
  };
}

/** A local cost whose costs and derivatives are rounded. */
function roundedCost(cost: LocalCost, round: (value: number) => number): LocalCost {
  return {
    ...cost,
    prepare(...given) {
      const prepared = cost.prepare(...given);
      const give = (values: FloatArray, from: number, to: number): void => {
        for (let k = from; k < to; k++) values[k] = round(values[k]);
      };
      return {
        ...prepared,
        row(x, xOffset, y, yOffset, count, out, outOffset) {
          prepared.row(x, xOffset, y, yOffset, count, out, outOffset);
          give(out, outOffset, outOffset + count);
        },
        pullback(...call) {
          prepared.pullback(...call);
          const [, , , , count, , , gradientX, xAt, gradientY, yAt] = call;
          give(gradientX, xAt, xAt + prepared.dimension);
          give(gradientY, yAt, yAt + count * prepared.dimension);
        },
      };
    },
  };
}

const opened = (round: (value: number) => number): OpenOptions => ({
  costs: Object.fromEntries(Object.entries(localCosts).map(([name, cost]) => [name, roundedCost(cost, round)])),
  minimums: Object.fromEntries(Object.entries(minimumFunctions).map(([name, minimum]) => [name, rounded(minimum, round)])),
});

const provider = (open: OpenOptions) => ({
  name: 'reference',
  open: (options: OpenOptions = {}) =>
    Promise.resolve(
      openReference({ ...options, minimums: { ...options.minimums, ...open.minimums }, costs: { ...options.costs, ...open.costs } }),
    ),
});

const numeric = [
  'reference answer',
  'finite differences',
  'differences of gradients',
  'inert padding',
  'transposition',
  'E = H for unit weights',
  'rows of E sum to 1',
];

describe('an honest solver in single precision', () => {
  it('passes: the log-domain recursion with float32 storage', async () => {
    const options = { laws: numeric, problems: { precisions: ['float32'] as const }, print: () => {} };
    const { records } = await runLaws(provider(opened(Math.fround)), options);
    expect(records.map(({ law, outcome, reason }) => [law, outcome, reason])).toEqual(numeric.map((law) => [law, 'passed', undefined]));
  });

  it('does not pass for double precision', async () => {
    const { records } = await runLaws(provider(opened(Math.fround)), {
      laws: ['reference answer'],
      problems: { precisions: ['float64'] },
      print: () => {},
    });
    expect(records[0].outcome).toBe('failed');
  });

  it('does not pass with 16 bits of mantissa', async () => {
    const coarse = (value: number): number => Math.fround(value + value * 2 ** 8) - Math.fround(value * 2 ** 8);
    const { records } = await runLaws(provider(opened(coarse)), {
      laws: ['reference answer'],
      problems: { precisions: ['float32'] },
      print: () => {},
    });
    expect(records[0].outcome).toBe('failed');
  });
});
