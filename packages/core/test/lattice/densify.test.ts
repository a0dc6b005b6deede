import { densify, normaliseProblem, openReference } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose } from '../support/choose.ts';
import { cellCost, forEachCell } from '../support/definition.ts';
import { randomProblem } from '../support/random-problem.ts';

describe('densify', () => {
  it("is C where there is a cell and Infinity elsewhere, in the problem's precision", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const problem = normaliseProblem(randomProblem(choose(seed)));
        const { kind, data, shape } = densify(problem);
        expect([kind, ...shape]).toEqual(['dense', problem.batch, problem.rows, problem.columns]);
        expect(data instanceof Float32Array).toBe(problem.precision === 'float32');
        forEachCell(problem, (b, n, m, position) => {
          const expected = cellCost(problem, b, n, m) ?? Infinity;
          expect(data[position]).toBe(problem.precision === 'float32' ? Math.fround(expected) : expected);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('gives a problem of the same value and path', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const input = { ...randomProblem(choose(seed)), precision: 'float64' as const };
        const problem = normaliseProblem(input);
        const reference = openReference();
        const [sparse, dense] = [problem, normaliseProblem({ ...input, cost: densify(problem) })].map((of) =>
          reference.solveSync(of, { path: true }),
        );
        expect(dense.values).toEqual(sparse.values);
        expect(dense.paths).toEqual(sparse.paths);
      }),
      { numRuns: 200 },
    );
  });
});
