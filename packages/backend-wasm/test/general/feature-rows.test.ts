import { createRandom, densify, normaliseProblem } from '@rubato/core';
import type { AlignmentProblem, SolveRequest } from '@rubato/core';
import { squaredEuclidean } from '@rubato/costs';
import { describe, expect, it } from 'vitest';
import { GeneralBackend } from './support/general-backend.ts';

const [ROWS, COLUMNS] = [21, 37];
const steps = [[1, 0], [0, 1], [1, 1]] as const; // prettier-ignore

function features(name: string, dimension: number, parameters?: Readonly<Record<string, number>>): AlignmentProblem {
  const random = createRandom(3);
  const numbers = (length: number): Float64Array => Float64Array.from({ length }, () => random() - 0.3);
  const [x, y] = [numbers(2 * ROWS * dimension), numbers(2 * COLUMNS * dimension)];
  // Zero rows are what cosine treats apart.
  x.fill(0, 0, dimension);
  y.fill(0, dimension, 3 * dimension);
  const localCost = { name, ...(parameters === undefined ? {} : { parameters }) };
  return normaliseProblem({ cost: { kind: 'features', x, y, shape: [2, ROWS, COLUMNS], dimension, localCost }, steps });
}

const request: SolveRequest = { path: true, gradient: true, boundaryGradient: true, stepWeightGradient: 'full' };

describe.each([1, 2, 5, 12])('costs of %i features', (dimension) => {
  it.each([
    ['squaredEuclidean', undefined],
    ['halfSquaredEuclidean', undefined],
    ['euclidean', undefined],
    ['cosine', undefined],
    ['innerProduct', undefined],
    ['innerProduct', { offset: -3.25 }],
    ['manhattan', undefined],
  ] as const)('%s has the bits of a cost matrix', (name, parameters) => {
    const problem = features(name === 'manhattan' ? 'absolute' : name, dimension, parameters);
    const matrix = { ...problem, cost: densify(problem) };
    const backend = new GeneralBackend();
    expect(backend.solveSync(problem, request)).toEqual(backend.solveSync(matrix, request));
  });
});

describe('the kernels’ features', () => {
  const problem = features('squaredEuclidean', 40);

  it('give way to the host where there is no room for them, with the same bits', () => {
    const free = new GeneralBackend();
    const most = free.estimate(problem, { gradient: true }).total;
    const layoutBytes = 8 * 40 * COLUMNS;
    const tight = new GeneralBackend({ maxBytes: leastBytes(problem) });
    expect(tight.estimate(problem, { gradient: true }).total).toBeLessThan(most - layoutBytes);
    expect(tight.solveSync(problem, { gradient: true })).toEqual(free.solveSync(problem, { gradient: true }));
  });

  it('leave costs that a caller put in place of the built-in ones to them', () => {
    const mine = { ...squaredEuclidean, prepare: (...parameters: Parameters<typeof squaredEuclidean.prepare>) => {
      const prepared = squaredEuclidean.prepare(...parameters);
      return { ...prepared, row: (...row: Parameters<typeof prepared.row>): void => { prepared.row(...row); row[5][row[6]] += 1; } };
    } }; // prettier-ignore
    const [own, builtIn] = [{ costs: { squaredEuclidean: mine } }, {}].map((options) => new GeneralBackend(options).solveSync(problem, {}));
    expect(own.values[0]).toBeGreaterThan(builtIn.values[0]);
  });
});

/** Bytes of the least plan. */
function leastBytes(problem: AlignmentProblem): number {
  return new GeneralBackend({ maxBytes: 1 }).estimate(problem, { gradient: true }).total;
}
