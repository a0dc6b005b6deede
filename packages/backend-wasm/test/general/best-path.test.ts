import type { AlignmentProblem, ProblemInput, Step } from '@rubato/core';
import { createRandom, normaliseProblem, openReference } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { GeneralBackend } from './support/general-backend.ts';

/** The order of steps decides ties. */
const orders: readonly (readonly Step[])[] = [
  [[1, 0], [0, 1], [1, 1]],
  [[1, 1], [1, 0], [0, 1]],
  [[0, 1], [1, 1], [1, 0]],
  [[0, 1], [1, 0], [1, 1]],
  [[1, 0], [1, 1], [0, 1]],
  [[1, 1], [0, 1], [1, 0]],
]; // prettier-ignore

/** Whole costs from 0 to 3 tie often. */
function whole(rows: number, columns: number, rest: Partial<ProblemInput>, seed = 1): AlignmentProblem {
  const random = createRandom(seed);
  const data = Float64Array.from({ length: rows * columns }, () => Math.floor(4 * random()));
  return normaliseProblem({ cost: { kind: 'dense', data, shape: [rows, columns] }, steps: orders[0], minimum: 'hardmin', ...rest });
}

const request = { path: true, gradient: true, softAlignment: true, edgeMarginals: true, accumulatedCost: true } as const;

function expectSame(problem: AlignmentProblem, asked: typeof request | { readonly path: true } = { path: true }): void {
  const [found, expected] = [new GeneralBackend(), openReference()].map((backend) => backend.solveSync(problem, asked));
  expect(found.values).toEqual(expected.values);
  expect(found.paths).toEqual(expected.paths);
  for (const name of ['gradient', 'softAlignment', 'edgeMarginals', 'accumulatedCost'] as const)
    expect(found[name]).toEqual(expected[name]);
}

describe.each(orders)('the best path by steps in the order %j', (...steps) => {
  it.each([
    [8, 1],
    [1, 8],
    [16, 3],
    [40, 61],
    [61, 40],
    [24, 505],
    [33, 1040],
  ])('of %i × %i is that of the reference, ties included', (rows, columns) => {
    expectSame(whole(rows, columns, { steps }));
    expectSame(whole(rows, columns, { steps }), request);
  });

  it.each<[string, Partial<ProblemInput>]>([
    ['with weights', { stepWeights: [1, 1, 2] }],
    [
      'with penalties and masks by column',
      { stepPenalties: { data: Float64Array.from({ length: 3 * 50 }, (_, i) => (i % 7 === 3 ? Infinity : i % 3)), shape: [1, 1, 50, 3] } },
    ],
    ['with weights by row', { stepWeights: { data: Float64Array.from({ length: 3 * 45 }, (_, i) => i % 4), shape: [1, 45, 1, 3] } }],
    ['with open ends', { start: 'firstRow', end: 'lastRow' }],
    ['with starts and ends in every row', { start: 'firstColumn', end: 'lastColumn' }],
    [
      'with cells in the middle',
      {
        start: [
          [9, 3],
          [2, 7],
          [2, 1],
        ],
        end: [
          [30, 40],
          [44, 12],
        ],
      },
    ],
    ['in a band', { band: { kind: 'sakoeChiba', radius: 4 } }],
    ['in a parallelogram', { band: { kind: 'itakura', slope: 2 } }],
  ])('%s', (_name, rest) => {
    expectSame(whole(45, 50, { steps, ...rest }));
    expectSame(whole(45, 50, { steps, ...rest }), request);
  });
});

describe.each<[string, readonly Step[]]>([
  [
    'two steps',
    [
      [1, 0],
      [1, 1],
    ],
  ],
  [
    'steps from above',
    [
      [1, 1],
      [2, 1],
      [1, 2],
    ],
  ],
  [
    'three steps, one within the row',
    [
      [0, 2],
      [1, 1],
      [1, 0],
    ],
  ],
  [
    'five steps',
    [
      [1, 1],
      [0, 1],
      [3, 2],
      [1, 0],
      [2, 2],
    ],
  ],
])('the best path by %s', (_name, steps) => {
  it('is that of the reference, ties included', () => {
    for (const [rows, columns] of [
      [30, 21],
      [21, 30],
      [9, 300],
    ]) {
      const rest = { steps, start: 'firstRow', end: 'lastRow' } as const;
      expectSame(whole(rows, columns, rest));
      expectSame(whole(rows, columns, rest), request);
    }
  });
});

describe('a path', () => {
  it('is the same whatever the minimum, and the value the minimum’s own', () => {
    const [hard, soft] = ['hardmin', 'softmin'].map((minimum) =>
      new GeneralBackend().solveSync(whole(30, 40, { minimum }), { path: true }),
    );
    expect(soft.paths).toEqual(hard.paths);
    expect(soft.pathCosts).toEqual(hard.values);
    expect(soft.values[0]).toBeLessThan(hard.values[0]);
  });

  it('is empty where there is none, and the gradient 0', () => {
    const data = new Float64Array(20 * 30).fill(1);
    for (let m = 0; m < 30; m++) data[9 * 30 + m] = Infinity;
    const cost = { kind: 'dense', data, shape: [20, 30] } as const;
    const { values, paths, status, gradient } = new GeneralBackend().solveSync(
      normaliseProblem({ cost, steps: orders[0], minimum: 'hardmin' }),
      { path: true, gradient: true },
    );
    expect([values[0], paths![0].length, status[0].kind]).toEqual([Infinity, 0, 'infeasible']);
    expect(gradient!.data.every((value) => value === 0)).toBe(true);
  });
});
