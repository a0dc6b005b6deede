import type { AlignmentProblem } from '@rubato/core';
import { createCostReader, normaliseProblem, UnsupportedError } from '@rubato/core';
import { squaredEuclidean } from '@rubato/costs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose } from '../support/choose.ts';
import { cellCost } from '../support/definition.ts';
import { unitSteps } from '../support/dense.ts';
import { randomProblem } from '../support/random-problem.ts';

/** The cells of row n of item b as [first, last], by the definition. */
function rangeOf(problem: AlignmentProblem, b: number, n: number): readonly [number, number] {
  const columns = Array.from({ length: problem.columns }, (_, m) => m).filter((m) => cellCost(problem, b, n, m) !== undefined);
  return columns.length === 0 ? [0, -1] : [columns[0], columns[columns.length - 1]];
}

describe('createCostReader', () => {
  it('reads any stretch of any row of any kind, and writes nowhere else', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = choose(seed);
        const problem = normaliseProblem(randomProblem(random));
        const read = createCostReader(problem);
        for (let b = 0; b < problem.batch; b++) {
          for (let n = 0; n < problem.rowLengths[b]; n++) {
            const [least, most] = rangeOf(problem, b, n);
            const first = random.whole(least, Math.max(least, most));
            const last = random.whole(first - 1, most);
            const out = new Float64Array(problem.columns + 2).fill(-77);
            read(b, n, first, last, out, 1);
            const expected = Array.from(out, (_, i) => (i >= 1 && i <= last - first + 1 ? cellCost(problem, b, n, first + i - 1) : -77));
            expect([...out]).toEqual(expected);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('knows extra local costs beside the built-in ones', () => {
    const costs = { mine: { ...squaredEuclidean, name: 'mine' } };
    for (const name of ['mine', 'absolute']) {
      const features = {
        kind: 'features',
        x: Float64Array.of(5),
        y: Float64Array.of(2),
        shape: [1, 1],
        dimension: 1,
        localCost: { name },
      } as const;
      const out = new Float64Array(1);
      createCostReader(normaliseProblem({ cost: features, steps: unitSteps }, { costs }), costs)(0, 0, 0, 0, out, 0);
      expect(out[0]).toBe(name === 'mine' ? 9 : 3);
    }
  });

  it('declines a device cost by the name of its backend', () => {
    const cost = { kind: 'device', backend: 'webgpu', handle: 1, shape: [1, 1, 1], precision: 'float32' } as const;
    const problem = normaliseProblem({ cost, steps: unitSteps });
    expect(() => createCostReader(problem)).toThrow(UnsupportedError);
    expect(() => createCostReader(problem)).toThrow(/webgpu/);
  });
});
