import type { AlignmentProblem, SolveRequest } from '@rubato/core';
import { latticeLayout, normaliseProblem, SolutionWriter } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { dense, denseProblem, unitSteps } from '../support/dense.ts';

const writerOf = (problem: AlignmentProblem, request: SolveRequest) => new SolutionWriter(problem, request, latticeLayout(problem));
const row = (...numbers: number[]): Float64Array => Float64Array.from(numbers);

describe('SolutionWriter', () => {
  const problem = denseProblem(
    [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ],
    { rowLengths: [2, 1], end: 'lastRow' },
  );

  it('gives just what was asked for', () => {
    const writer = writerOf(problem, {});
    writer.value(0, 3);
    writer.value(1, Infinity);
    // Rows nobody asked for are passed over.
    writer.gradientRow(0, 0, 0, 1, row(1, 1), 0);
    writer.accumulatedRow(0, 0, 0, 1, row(1, 1), 0);
    writer.endMarginal(0, 0, 1, 1);
    writer.temperatureDerivative(0, 1);
    writer.path(0, Int32Array.of(0, 0), 1);
    expect(writer.finish('mine')).toEqual({
      backend: 'mine',
      precision: 'float64',
      values: Float64Array.of(3, Infinity),
      status: [{ kind: 'solved' }, { kind: 'infeasible', reason: 'every path meets a forbidden cell or step, or leaves the band' }],
    });
    expect([writer.wantsGradient, writer.wantsBoundary, writer.edges.needed]).toEqual([false, false, false]);
  });

  it('puts rows in their places, from any offset, and leaves the rest 0, or Infinity for D', () => {
    const writer = writerOf(problem, {
      gradient: true,
      softAlignment: true,
      accumulatedCost: true,
      hessianProduct: { along: 'cost', direction: new Float64Array(8) },
    });
    writer.gradientRow(0, 1, 0, 1, row(9, 10, 11, 9), 1);
    writer.softAlignmentRow(1, 0, 0, 1, row(12, 13), 0);
    writer.hessianRow(1, 0, 0, 1, row(16, 17), 0);
    for (const [b, n] of [
      [0, 0],
      [0, 1],
      [1, 0],
    ])
      writer.accumulatedRow(b, n, 0, 1, row(14, 15), 0);
    const { gradient, softAlignment, accumulatedCost, hessianProduct } = writer.finish('mine');
    expect([...gradient!.data]).toEqual([0, 0, 10, 11, 0, 0, 0, 0]);
    expect([...softAlignment!.data]).toEqual([0, 0, 0, 0, 12, 13, 0, 0]);
    expect([...hessianProduct!.data]).toEqual([0, 0, 0, 0, 16, 17, 0, 0]);
    expect([...accumulatedCost!.data]).toEqual([14, 15, 14, 15, 14, 15, Infinity, Infinity]);
    expect([gradient!.fill, accumulatedCost!.fill]).toEqual([0, Infinity]);
  });

  it('sums what boundary candidates carry, with their costs, as wide as the widest item', () => {
    const writer = writerOf(problem, { boundaryGradient: true });
    expect(writer.wantsBoundary).toBe(true);
    writer.startMarginal(0, 0, 0.5, 4);
    writer.startMarginal(0, 0, 0.25, 4);
    writer.endMarginal(1, 1, 0.5, -3);
    // A marginal of 0 may come with a cost of Infinity.
    writer.endMarginal(1, 0, 0, Infinity);
    expect(writer.finish('mine').boundaryGradient).toEqual({
      startMultiplier: { data: row(3, 0), shape: [2, 1] },
      startPenalty: { data: row(0.75, 0), shape: [2, 1] },
      endMultiplier: { data: row(0, 0, 0, -1.5), shape: [2, 2] },
      endPenalty: { data: row(0, 0, 0, 0.5), shape: [2, 2] },
    });
  });

  it('stores everything in the precision of the problem', () => {
    const single = normaliseProblem({
      cost: dense([
        [1, 2],
        [3, 4],
      ]),
      steps: unitSteps,
      precision: 'float32',
    });
    const writer = writerOf(single, {
      gradient: true,
      accumulatedCost: true,
      temperatureGradient: true,
      boundaryGradient: true,
      stepWeightGradient: 'table',
      stepPenaltyGradient: 'full',
      edgeMarginals: true,
      marginals: [{ by: 'step' }],
      path: true,
      inputGradient: true,
    });
    writer.value(0, 1 / 3);
    writer.temperatureDerivative(0, 1 / 3);
    writer.path(0, Int32Array.of(0, 0, 1, 1), 1 / 3);
    writer.edges.row(0, 1, 2, 0, 1, row(0, 1 / 3), 0, row(3, 4));
    const solution = writer.finish('mine');
    const { boundaryGradient, marginals, inputGradient, pathCosts, paths } = solution;
    const arrays = [
      solution.values,
      solution.gradient!.data,
      solution.accumulatedCost!.data,
      solution.temperatureGradient,
      solution.stepWeightGradient!.data,
      solution.stepPenaltyGradient!.data,
      solution.edgeMarginals!.data,
      marginals![0].data,
      pathCosts,
      ...Object.values(boundaryGradient!).map(({ data }) => data),
      (inputGradient as { data: Float32Array }).data,
    ];
    for (const array of arrays) expect(array).toBeInstanceOf(Float32Array);
    expect([solution.values[0], solution.temperatureGradient![0], pathCosts![0]]).toEqual([1, 1, 1].map(() => Math.fround(1 / 3)));
    expect([...solution.stepWeightGradient!.data]).toEqual([Math.fround(4 / 3)]);
    expect(solution.stepPenaltyGradient!.data[11]).toBe(Math.fround(1 / 3));
    expect(paths).toEqual([Int32Array.of(0, 0, 1, 1)]);
  });
});
