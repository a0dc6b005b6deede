import type { ProblemInput } from '@rubato/core';
import { createRandom, normaliseProblem } from '@rubato/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenedWasm } from '../../src/index.ts';
import { costShapes, largestDifference, makeCosts } from '../support/costs.ts';
import { open } from '../support/open.ts';

/* As for the strips: the gradient against the float64 solution of the same costs, which the general engine works out. */
const LARGEST_ERROR = 1e-5;
const [ROWS, COLUMNS] = [1024, 1025];

/** Weights by column: 1 where a step is allowed. Every third step over a column is forbidden, and all into even columns. */
const skips = Float64Array.from({ length: 3 * COLUMNS }, (_, i) => {
  const column = Math.floor(i / 3);
  return i % 3 === 2 && (column % 2 === 0 || column % 3 === 0) ? Infinity : 1;
});

const families: Readonly<Record<string, Pick<ProblemInput, 'steps' | 'stepWeights' | 'start' | 'end'>>> = {
  'steps (1,0), (1,1)': { steps: [[1, 0], [1, 1]], start: 'firstRow', end: 'lastRow' }, // prettier-ignore
  'weights 1, 1, 2': { steps: [[1, 0], [1, 1], [1, 2]], stepWeights: [1, 1, 2], end: 'lastRow' }, // prettier-ignore
  'a step forbidden by column': {
    steps: [[1, 0], [1, 1], [1, 2]], // prettier-ignore
    stepWeights: { data: skips, shape: [1, 1, COLUMNS, 3] },
    start: [[0, 0], [0, 1]], // prettier-ignore
    end: [[-1, -1], [-1, -2]], // prettier-ignore
  },
};

describe.each([false, true])('rows of 1024 × 1025, fused: %s', (relaxedSimd) => {
  let backend: OpenedWasm;
  beforeAll(async () => {
    backend = await open({ relaxedSimd });
  });
  afterAll(() => backend.dispose());

  it.each(Object.entries(families))('%s: |ΔH| ≤ 1e-5 for γ from 0.01 to 1', (_, family) => {
    const random = createRandom(5);
    for (const shape of Object.keys(costShapes)) {
      for (const temperature of [0.01, 0.1, 1]) {
        const data = makeCosts(shape, random, ROWS, COLUMNS);
        const input = (values: Float32Array | Float64Array): ProblemInput => ({
          ...family,
          cost: { kind: 'dense', data: values, shape: [ROWS, COLUMNS] },
          temperature,
        });
        const found = backend.solveSync(normaliseProblem(input(data)), { gradient: true });
        const exact = backend.solveSync(normaliseProblem(input(Float64Array.from(data))), { gradient: true });
        expect(largestDifference(found.gradient!.data, exact.gradient!.data), `${shape}, γ = ${temperature}`).toBeLessThan(LARGEST_ERROR);
        expect(Math.abs(found.values[0] - exact.values[0])).toBeLessThan(3e-6 * (1 + Math.abs(exact.values[0])));
      }
    }
  });

  it('blanks and labels by turns: the gradient by class', () => {
    const random = createRandom(6);
    const [classes, labels] = [40, 400];
    const index = Int32Array.from({ length: 2 * labels + 1 }, (_, m) => (m % 2 === 0 ? 0 : 1 + Math.floor((classes - 1) * random())));
    const columns = index.length;
    const weights = Float64Array.from({ length: 3 * columns }, (_, i) => {
      const m = Math.floor(i / 3);
      return i % 3 === 2 && (m % 2 === 0 || m < 3 || index[m] === index[m - 2]) ? Infinity : 1;
    });
    for (const temperature of [0.1, 1, 10]) {
      const values = Float32Array.from({ length: ROWS * classes }, () => -Math.log(1e-6 + random()));
      const input = (numbers: Float32Array | Float64Array): ProblemInput => ({
        cost: { kind: 'gathered', values: numbers, classes, index, shape: [ROWS, columns] },
        steps: [[1, 0], [1, 1], [1, 2]], // prettier-ignore
        stepWeights: { data: weights, shape: [1, 1, columns, 3] },
        start: [[0, 0], [0, 1]], // prettier-ignore
        end: [[-1, -1], [-1, -2]], // prettier-ignore
        temperature,
      });
      const found = backend.solveSync(normaliseProblem(input(values)), { inputGradient: true });
      const exact = backend.solveSync(normaliseProblem(input(Float64Array.from(values))), { inputGradient: true });
      const [left, right] = [found, exact].map(({ inputGradient }) => (inputGradient as { readonly values: Float64Array }).values);
      expect(largestDifference(left, right), `γ = ${temperature}`).toBeLessThan(LARGEST_ERROR);
      expect(Math.abs(found.values[0] / exact.values[0] - 1)).toBeLessThan(1e-6);
    }
  });
});

describe('checkpoints of rows', () => {
  it('change no bit', async () => {
    const data = makeCosts('uniform up to 50', createRandom(8), 300, 200);
    const cost = { kind: 'dense', data, shape: [300, 200] } as const;
    const problem = normaliseProblem({ cost, steps: [[1, 0], [1, 1]], start: 'firstRow', end: 'lastRow' }); // prettier-ignore
    const free = await open();
    const least = await open({ maxBytes: 0.75 * free.estimate(problem, { gradient: true }).total });
    expect(least.estimate(problem, { gradient: true }).plan).toBe('checkpointed');
    expect(least.solveSync(problem, { gradient: true }).gradient!.data).toEqual(free.solveSync(problem, { gradient: true }).gradient!.data);
    await Promise.all([free.dispose(), least.dispose()]);
  });
});
