import { bestPath, createDag, enumeratePaths, kBestPaths } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose } from '../support/choose.ts';
import { pathCost, randomDag } from '../support/random-dag.ts';
import { expectRefusal } from '../support/refusal.ts';

const diamond = createDag(4, [
  [0, 1],
  [0, 2],
  [1, 3],
  [2, 3],
]);

describe('kBestPaths', () => {
  it('are the first k of all paths sorted by cost', () => {
    fc.assert(
      fc.property(fc.integer(), fc.boolean(), fc.integer({ min: 1, max: 12 }), (seed, whole, k) => {
        const { dag, costs } = randomDag(choose(seed), whole);
        const sorted = [...enumeratePaths(dag, costs)].map((path) => pathCost(costs, path)).toSorted((left, right) => left - right);
        const best = kBestPaths(dag, costs, k);
        expect(best).toHaveLength(Math.min(k, sorted.length));
        expect(new Set(best.map(({ edges }) => String(edges))).size).toBe(best.length);
        best.forEach(({ cost, edges }, rank) => {
          expect(cost).toBeCloseTo(sorted[rank], 12);
          expect(pathCost(costs, edges)).toBeCloseTo(cost, 12);
        });
        if (best.length > 0) expect(best[0]).toEqual(bestPath(dag, costs));
      }),
      { numRuns: 500 },
    );
  });

  it('of equal paths take the first edge, then the better rest', () => {
    const dag = createDag(3, [
      [0, 1],
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    const best = kBestPaths(dag, Float64Array.of(1, 1, 2, 1), 9);
    expect(best.map(({ edges }) => [...edges])).toEqual([[2], [0, 3], [1, 3]]);
  });

  it('refuse k below 1 and bad costs', () => {
    expectRefusal(() => kBestPaths(diamond, new Float64Array(4), 0), { argument: 'k', found: '0' });
    expectRefusal(() => kBestPaths(diamond, new Float64Array(3), 1), { argument: 'costs' });
  });
});
