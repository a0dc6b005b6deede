import type { AlignmentProblem, SolveRequest } from '@rubato/core';
import { createRandom, normaliseProblem, openReference } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { edgeSumsOf } from '../../src/lattice/edge-sums.ts';
import { absent, withBackend } from '../support/backend.ts';

type Shape = readonly [number, number, number, number];
const [B, N, M, S] = [3, 70, 65, 3];
const random = createRandom(11);
const numbers = (count: number): Float32Array => Float32Array.from({ length: count }, () => 0.5 + random());
const table = (shape: Shape): { data: Float32Array; shape: Shape } => ({ data: numbers(shape[0] * shape[1] * shape[2] * shape[3]), shape });

function problemOf(weights: Shape, penalties: Shape, minimum = 'softmin'): AlignmentProblem {
  return normaliseProblem({
    cost: { kind: 'dense', data: numbers(B * N * M), shape: [B, N, M] },
    steps: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    stepWeights: table(weights),
    stepPenalties: table(penalties),
    rowLengths: [N, 50, N],
    temperature: 0.5,
    minimum,
  });
}

const request: SolveRequest = {
  stepWeightGradient: 'table',
  stepPenaltyGradient: 'table',
  marginals: [{ by: 'step' }, { by: 'row' }, { by: 'column' }],
  upstream: [1, 2, -1],
};

const shapes: readonly (readonly [Shape, Shape])[] = [
  [
    [1, 1, 1, S],
    [1, 1, 1, 1],
  ],
  [
    [B, 1, M, S],
    [1, N, 1, S],
  ],
  [
    [1, N, 1, 1],
    [B, 1, M, 1],
  ],
];

describe('sums of edge marginals', () => {
  it('serve where nothing differs from cell to cell', () => {
    const [weights, penalties] = shapes[1];
    expect([...edgeSumsOf(problemOf(weights, penalties), request)!].toSorted()).toEqual(['column', 'row']);
    expect(edgeSumsOf(problemOf([1, N, M, 1], penalties), request)).toBeUndefined();
    expect(edgeSumsOf(problemOf(weights, penalties), { ...request, edgeMarginals: true })).toBeUndefined();
    expect(edgeSumsOf(problemOf(weights, penalties), { stepWeightGradient: 'full' })).toBeUndefined();
  });

  it.skipIf(absent !== undefined).each(shapes)('of weights %j and penalties %j are those of the reference', async (weights, penalties) => {
    for (const minimum of ['softmin', 'smoothmin']) {
      const problem = problemOf(weights, penalties, minimum);
      const expected = openReference().solveSync(problem, request);
      const found = await withBackend({}, (backend) => backend.solve(problem, request));
      for (const name of ['stepWeightGradient', 'stepPenaltyGradient'] as const) {
        expect(found[name]!.shape).toEqual(expected[name]!.shape);
        expectClose(found[name]!.data, expected[name]!.data);
      }
      expected.marginals!.forEach(({ data, shape }, r) => {
        expect(found.marginals![r].shape).toEqual(shape);
        expectClose(found.marginals![r].data, data);
      });
    }
  });

  it.skipIf(absent !== undefined)('have the same bits in windows of rows', async () => {
    const problem = problemOf(...shapes[1]);
    const whole = await withBackend({}, (backend) => backend.solve(problem, request));
    const windows = await withBackend({ maxBytes: 90_000 }, async (backend) => {
      expect(backend.estimate(problem, request).plan).toBe('checkpointed');
      return backend.solve(problem, request);
    });
    expect(windows.stepWeightGradient!.data).toEqual(whole.stepWeightGradient!.data);
    expect(windows.stepPenaltyGradient!.data).toEqual(whole.stepPenaltyGradient!.data);
    expect(windows.marginals!.map(({ data }) => data)).toEqual(whole.marginals!.map(({ data }) => data));
  });
});

/** Sums of thousands of numbers, relative to the largest. */
function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  const largest = Math.max(...Array.from(expected, Math.abs));
  expect(actual.length).toBe(expected.length);
  for (let k = 0; k < expected.length; k++) expect(Math.abs(actual[k] - expected[k]), `number ${k}`).toBeLessThanOrEqual(1e-5 * largest);
}
