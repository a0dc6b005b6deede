import { densify, normaliseProblem, openReference, toDense } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose } from '../support/choose.ts';
import { randomProblem } from '../support/random-problem.ts';

describe('toDense', () => {
  it('gives a full array back as it is', () => {
    const data = Float32Array.of(1, 2, 3, 4);
    expect(toDense({ data, shape: [1, 2, 2], depth: 1, fill: 0 })).toBe(data);
  });

  it('expands rows, with depth and fill, in the same precision', () => {
    const band = { first: Int32Array.of(1, 0, 2, 0), last: Int32Array.of(2, -1, 2, 0), offset: Float64Array.of(0, 2, 2, 3) };
    const array = { data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), shape: [2, 2, 3] as const, depth: 2, band, fill: 9 };
    const dense = toDense(array);
    expect(dense).toBeInstanceOf(Float32Array);
    expect([...dense]).toEqual([9, 9, 1, 2, 3, 4, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 5, 6, 7, 8, 9, 9, 9, 9]);
  });

  it('of a banded solution is the solution of the same costs in full, Infinity outside the band', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const input = { ...randomProblem(choose(seed)), precision: 'float64' as const };
        const problem = normaliseProblem(input);
        const { band, ...unbanded } = input;
        const { data, shape } = openReference().solveSync(problem, { accumulatedCost: true }).accumulatedCost!;
        if (band === undefined && input.cost.kind !== 'banded') {
          expect(data).toHaveLength(shape.reduce((product, side) => product * side, 1));
          return;
        }
        // `densify` is tested by itself; a band then changes nothing.
        const cost = { kind: 'dense' as const, data: densify(problem).data, shape };
        const request = { accumulatedCost: true, softAlignment: true, gradient: true };
        const [packed, full] = [problem, normaliseProblem({ ...unbanded, cost })].map((of) => openReference().solveSync(of, request));
        for (const name of ['accumulatedCost', 'softAlignment', 'gradient'] as const)
          expect(toDense(packed[name]!)).toEqual(toDense(full[name]!));
      }),
      { numRuns: 300 },
    );
  });
});
