import type { AlignmentSolution, ProblemInput } from '@rubato/core';
import { createRandom, normaliseProblem, openReference } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { GeneralBackend } from './support/general-backend.ts';

/*
 * Inputs on which probabilities kept in ordinary numbers, rescaled row by row, give right values and wrong gradients: neighbouring
 * cells differ by thousands of powers of ten. The reference works with logarithms throughout.
 */
const general = new GeneralBackend();
const ROWS = 60;
const COLUMNS = 50;

const shapes: Readonly<Record<string, (random: () => number, n: number, m: number) => number>> = {
  ties: () => 1,
  noise: (random) => 2 * random(),
  'walls of 50': (random, n, m) => ((n % 7 === 3 && m % 11 !== n % 11) || (m % 9 === 4 && n % 8 !== m % 8) ? 50 : random()),
  'costs from -50 to 5000': (random) => -50 + 5050 * random() ** 8,
  'one cheap corner': (random, n, m) => (n < 20 && m > 30 ? -50 : 5 * random()),
};

/** A random walk along each row: costs that drift far apart. */
function walk(random: () => number): Float64Array {
  const data = new Float64Array(ROWS * COLUMNS);
  for (let k = 1; k < data.length; k++) data[k] = data[k - 1] + 4 * random() - 2;
  return data;
}

const families: Readonly<Record<string, Pick<ProblemInput, 'steps' | 'stepWeights' | 'stepPenalties' | 'start' | 'end'>>> = {
  'soft-DTW': {
    steps: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
  },
  'weighted soft-DTW': {
    steps: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    stepWeights: [0.1, 1, 2],
    stepPenalties: [0, 0.3, 0],
  },
  'masked, as CTC': {
    steps: [
      [1, 0],
      [1, 1],
      [1, 2],
    ],
    stepWeights: {
      data: Float64Array.from({ length: 3 * COLUMNS }, (_, i) => (i % 3 === 2 && Math.floor(i / 3) % 2 === 0 ? Infinity : 1)),
      shape: [1, 1, COLUMNS, 3],
    },
    start: [
      [0, 0],
      [0, 1],
    ],
    end: [
      [-1, -1],
      [-1, -2],
    ],
  },
  'two steps, open ends': {
    steps: [
      [1, 0],
      [1, 1],
    ],
    start: 'firstRow',
    end: 'lastRow',
  },
  '2-1 steps': {
    steps: [
      [1, 1],
      [2, 1],
      [1, 2],
    ],
  },
};

function largestDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = found.length === expected.length ? 0 : Infinity;
  for (let k = 0; k < expected.length; k++) {
    if (found[k] === expected[k]) continue;
    const difference = Math.abs(found[k] - expected[k]) / Math.max(1, Math.abs(expected[k]));
    // NaN must not pass for small.
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

const request = { gradient: true, softAlignment: true, accumulatedCost: true } as const;

describe('a temperature far above the costs', () => {
  it.each([1, 1e3, 1e6, 1e12, 1e18, 1e100])('γ = %d: a single path keeps the digits of its cost', (temperature) => {
    const data = Float64Array.from({ length: 2 * 40 }, (_, k) => 0.1 + (k % 7) / 10);
    for (const shape of [
      [2, 1, 40],
      [2, 40, 1],
    ] as const) {
      const problem = normaliseProblem({
        cost: { kind: 'dense', data, shape },
        steps: [
          [1, 0],
          [0, 1],
          [1, 1],
        ],
        temperature,
      });
      const found = general.solveSync(problem, request);
      const expected = openReference().solveSync(problem, request);
      expect(largestDifference(found.values, expected.values)).toBeLessThanOrEqual(1e-12);
      expect(largestDifference(found.softAlignment!.data, expected.softAlignment!.data)).toBeLessThanOrEqual(1e-12);
    }
  });
});

function expectSame(input: ProblemInput, condition: number): void {
  const problem = normaliseProblem(input);
  const expected: AlignmentSolution = openReference().solveSync(problem, request);
  const found = general.solveSync(problem, request);
  const tolerance = 1e-12 * condition;
  expect(largestDifference(found.values, expected.values)).toBeLessThanOrEqual(1e-12);
  expect(largestDifference(found.accumulatedCost!.data, expected.accumulatedCost!.data)).toBeLessThanOrEqual(1e-12);
  expect(largestDifference(found.softAlignment!.data, expected.softAlignment!.data)).toBeLessThanOrEqual(tolerance);
  expect(largestDifference(found.gradient!.data, expected.gradient!.data)).toBeLessThanOrEqual(tolerance);
}

describe.each(Object.entries(families))('%s agrees with the reference', (_, family) => {
  const input = (data: Float64Array, temperature: number): ProblemInput => ({
    ...family,
    cost: { kind: 'dense', data, shape: [ROWS, COLUMNS] },
    temperature,
  });

  it.each([1e-3, 0.03, 1, 10])('at γ = %d on ties, noise, walls, wide costs and random walks', (temperature) => {
    for (const shape of Object.values(shapes)) {
      const random = createRandom(5);
      const data = Float64Array.from({ length: ROWS * COLUMNS }, (__, k) => shape(random, Math.floor(k / COLUMNS), k % COLUMNS));
      // Weights are exponentials of differences of D over γ: they lose what D/γ has beyond its digits.
      const largest = data.reduce((most, cost) => Math.max(most, Math.abs(cost)), 1);
      expectSame(input(data, temperature), 1 + (largest * (ROWS + COLUMNS)) / temperature / 1000);
    }
    expectSame(input(walk(createRandom(6)), temperature), 1 + 1e4 / temperature / 100);
  });

  it('where costs over γ are too large for extended numbers, item by item', () => {
    const random = createRandom(7);
    const data = Float64Array.from({ length: 3 * ROWS * COLUMNS }, random);
    data[ROWS * COLUMNS + 77] = 1e9;
    expectSame({ ...family, cost: { kind: 'dense', data, shape: [3, ROWS, COLUMNS] }, temperature: 0.1 }, 100);
  });
});
