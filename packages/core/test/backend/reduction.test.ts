import type { AlignmentProblem, LatticeArray, MarginalReduction } from '@rubato/core';
import { normaliseProblem, openReference, toDense } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reductionShape } from '../../src/backend/reduction.ts';
import { choose } from '../support/choose.ts';
import { forEachCell } from '../support/definition.ts';
import { randomProblem } from '../support/random-problem.ts';

/** Sums the full marginals by their index: the definition. */
function sumBy(
  problem: AlignmentProblem,
  marginals: LatticeArray,
  shape: readonly number[],
  positionOf: (b: number, n: number, m: number, s: number) => number,
): Float64Array {
  const sums = new Float64Array(shape.reduce((product, side) => product * side, 1));
  const full = toDense(marginals);
  const S = problem.steps.length;
  forEachCell(problem, (b, n, m, cell) => {
    for (let s = 0; s < S; s++) {
      const position = positionOf(b, n, m, s);
      if (position >= 0) sums[position] += full[cell * S + s];
    }
  });
  return sums;
}

describe('reductions of edge marginals', () => {
  it('are sums of the full marginals by step, row, column, group and transition', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = choose(seed);
        const problem = normaliseProblem({ ...randomProblem(random), precision: 'float64' });
        const { batch, rows, columns, steps } = problem;
        const S = steps.length;
        const numbers = (size: number): Int32Array => Int32Array.from({ length: size }, () => random.whole(-1, 2));
        const shape = [batch, rows, columns, S].map((side) => (random.chance(0.5) ? side : 1)) as [number, number, number, number];
        const groups = { data: numbers(shape.reduce((product, side) => product * side, 1)), shape };
        const [labels, labelsOfItem] = [numbers(columns), numbers(batch * columns)];
        const group = (...index: number[]): number =>
          groups.data[index.reduce((at, i, axis) => at * shape[axis] + (shape[axis] === 1 ? 0 : i), 0)];
        const requests: readonly (readonly [MarginalReduction, (b: number, n: number, m: number, s: number) => number])[] = [
          [{ by: 'step' }, (b, _n, _m, s) => b * S + s],
          [{ by: 'row' }, (b, n, _m, s) => (b * rows + n) * S + s],
          [{ by: 'column' }, (b, _n, m, s) => (b * columns + m) * S + s],
          [{ by: 'group', groups, count: 3 }, (b, n, m, s) => (group(b, n, m, s) < 0 ? -1 : 3 * b + group(b, n, m, s))],
          ...[labels, labelsOfItem].map(
            (list) =>
              [
                { by: 'transition', labels: list, count: 3 },
                (b: number, _n: number, m: number, s: number) => {
                  const stride = list.length === columns ? 0 : columns;
                  const [from, to] = [list[b * stride + m - steps[s][1]], list[b * stride + m]];
                  return m < steps[s][1] || from < 0 || to < 0 ? -1 : (b * 3 + from) * 3 + to;
                },
              ] as const,
          ),
        ];
        const solution = openReference().solveSync(problem, { edgeMarginals: true, marginals: requests.map(([reduction]) => reduction) });
        requests.forEach(([reduction, positionOf], r) => {
          const { data, shape: found } = solution.marginals![r];
          expect(found).toEqual(reductionShape(problem, reduction));
          const expected = sumBy(problem, solution.edgeMarginals!, found, positionOf);
          expected.forEach((sum, i) => expect(data[i], reduction.by).toBeCloseTo(sum, 10));
        });
      }),
      { numRuns: 300 },
    );
  });
});
