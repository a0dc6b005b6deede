import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { minimumFunctions } from '@rubato/minimum';
import { evaluate, secondOrderProduct, temperatureDerivative } from './support/call.ts';

interface GoldenCase {
  readonly id: string;
  readonly min_function: string;
  readonly gamma: number;
  readonly x: readonly (number | 'inf')[];
  readonly value: number | 'inf';
  readonly gradient: readonly number[];
  readonly dgamma?: number | null;
  readonly hessian?: readonly (readonly number[])[] | null;
  readonly all_inf?: boolean;
}

const file = new URL('../../../../shared/golden/minimum.json', import.meta.url);
const present = existsSync(file);
const cases: readonly GoldenCase[] = present ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: GoldenCase[] }).cases : [];

const number = (value: number | 'inf'): number => (value === 'inf' ? Infinity : value);

// meta.tolerances.float64 of the file: rtol 1e-12, atol 1e-13, and 1e-10 for sparsemin at |x|/gamma > 1e3.
function expectClose(actual: number, expected: number, rtol: number, what: string): void {
  if (actual === expected) return;
  expect(Math.abs(actual - expected), `${what}: ${actual} for ${expected}`).toBeLessThanOrEqual(1e-13 + rtol * Math.abs(expected));
}

const required = process.env['REQUIRE_SHARED'] === '1';

describe.skipIf(!present && !required)('golden/minimum.json (skipped without ../shared)', () => {
  it('is there', () => {
    expect(present, 'REQUIRE_SHARED=1, and there is no ../shared/golden/minimum.json').toBe(true);
  });

  it('has 45 cases for each of four functions', () => {
    const counts = Map.groupBy(cases, (golden) => golden.min_function);
    expect([...counts].map(([name, members]) => [name, members.length])).toEqual(
      ['softmin', 'sparsemin', 'smoothmin', 'hardmin'].map((name) => [name, 45]),
    );
  });

  for (const golden of cases) {
    it(golden.id, () => {
      const minimum = minimumFunctions[golden.min_function];
      const x = golden.x.map(number);
      const largest = Math.max(...x.filter(Number.isFinite).map(Math.abs));
      const rtol = golden.min_function === 'sparsemin' && largest / golden.gamma > 1e3 ? 1e-10 : 1e-12;
      const { value, weights } = evaluate(minimum, x, golden.gamma);
      expectClose(value, number(golden.value), rtol, 'value');
      // All candidates forbidden: the file holds the toolbox's uniform gradient, and allows zeros, which are ours.
      const gradient = golden.all_inf === true ? golden.gradient.map(() => 0) : golden.gradient;
      gradient.forEach((expected, i) => expectClose(weights[i], expected, rtol, `gradient[${i}]`));
      if (typeof golden.dgamma === 'number') {
        expectClose(temperatureDerivative(minimum, x, golden.gamma), golden.dgamma, rtol, 'dgamma');
      }
      golden.hessian?.forEach((column, k) => {
        const direction = x.map((_, i) => (i === k ? 1 : 0));
        const product = secondOrderProduct(minimum, x, golden.gamma, direction);
        column.forEach((expected, i) => expectClose(product[i], expected, rtol, `hessian[${k}][${i}]`));
      });
    });
  }
});
