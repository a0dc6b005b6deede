import type { AlignmentProblem, SolveRequest } from '@rubato/core';
import { latticeLayout } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { EdgeCollector } from '../../src/backend/edge-collector.ts';
import { denseProblem } from '../support/dense.ts';

const collect = (problem: AlignmentProblem, request: SolveRequest) => {
  const collector = new EdgeCollector(problem, request, latticeLayout(problem));
  // Step 1 into row 1, columns 0 to 2: marginals 0.5, 0, 0.25 at cells of cost 4, Infinity, 6.
  collector.row(0, 1, 1, 0, 2, Float64Array.of(-9, 0.5, 0, 0.25), 1, Float64Array.of(4, Infinity, 6));
  return collector.finish((values) => values);
};

describe('EdgeCollector', () => {
  const rows = [
    [1, 2, 3],
    [4, Infinity, 6],
  ];

  it('is needed just where something is made of edge marginals', () => {
    const problem = denseProblem(rows);
    const needed = (request: SolveRequest): boolean => new EdgeCollector(problem, request, latticeLayout(problem)).needed;
    const requests: SolveRequest[] = [
      { stepWeightGradient: 'table' },
      { stepPenaltyGradient: 'full' },
      { edgeMarginals: true },
      { marginals: [{ by: 'step' }] },
    ];
    expect(requests.map(needed)).toEqual([true, true, true, true]);
    expect(needed({ gradient: true, softAlignment: true, edgeMarginals: false })).toBe(false);
    expect(needed({ marginals: [] })).toBe(false);
  });

  it("sums to the table's own shape: marginal·cost by weights, marginal by penalties", () => {
    const stepWeights = { data: new Float64Array(9).fill(1), shape: [1, 1, 3, 3] } as const;
    const { stepWeightGradient, stepPenaltyGradient } = collect(denseProblem(rows, { stepWeights, stepPenalties: [0, 0, 0] }), {
      stepWeightGradient: 'table',
      stepPenaltyGradient: 'table',
    });
    expect(stepWeightGradient).toEqual({ data: Float64Array.of(0, 2, 0, 0, 0, 0, 0, 1.5, 0), shape: [1, 1, 3, 3] });
    expect(stepPenaltyGradient).toEqual({ data: Float64Array.of(0, 0.75, 0), shape: [1, 1, 1, 3] });
  });

  it('stores in full, a cost of Infinity at marginal 0 included', () => {
    const { stepWeightGradient, stepPenaltyGradient, edgeMarginals } = collect(denseProblem(rows), {
      stepWeightGradient: 'full',
      stepPenaltyGradient: 'full',
      edgeMarginals: true,
    });
    const second = (numbers: readonly number[]): number[] => [
      ...new Array<number>(9).fill(0),
      ...numbers.flatMap((number) => [0, number, 0]),
    ];
    expect([...stepWeightGradient!.data]).toEqual(second([2, 0, 1.5]));
    expect([...stepPenaltyGradient!.data]).toEqual(second([0.5, 0, 0.25]));
    expect([...edgeMarginals!.data]).toEqual(second([0.5, 0, 0.25]));
    expect(edgeMarginals!.data).not.toBe(stepPenaltyGradient!.data);
  });

  it('stores banded rows packed', () => {
    const problem = denseProblem(rows, { band: { kind: 'ranges', first: [0, 0], last: [0, 2] } });
    const { edgeMarginals } = collect(problem, { edgeMarginals: true });
    expect([...edgeMarginals!.data]).toEqual([0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0, 0.25, 0]);
  });
});
