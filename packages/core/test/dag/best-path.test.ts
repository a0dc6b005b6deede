import { bestPath, createDag, enumeratePaths } from '@rubato/core';
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

describe('bestPath', () => {
  it('has the least cost of all paths, and is one of them', () => {
    fc.assert(
      fc.property(fc.integer(), fc.boolean(), (seed, whole) => {
        const { dag, costs } = randomDag(choose(seed), whole);
        const paths = [...enumeratePaths(dag, costs)];
        const { cost, edges } = bestPath(dag, costs);
        if (paths.length === 0) {
          expect({ cost, edges }).toEqual({ cost: Infinity, edges: new Int32Array() });
          return;
        }
        expect(cost).toBeCloseTo(Math.min(...paths.map((path) => pathCost(costs, path))), 12);
        expect(paths.map(String)).toContain(String(edges));
        expect(pathCost(costs, edges)).toBeCloseTo(cost, 12);
      }),
      { numRuns: 300 },
    );
  });

  it('of equal paths takes the first edge into each node, from the sink back', () => {
    const costs = new Float64Array(4);
    expect([...bestPath(diamond, costs).edges]).toEqual([0, 2]);
    expect([
      ...bestPath(
        createDag(4, [
          [0, 2],
          [0, 1],
          [2, 3],
          [1, 3],
        ]),
        costs,
      ).edges,
    ]).toEqual([1, 2]);
    expect([
      ...bestPath(
        createDag(2, [
          [0, 1],
          [0, 1],
        ]),
        Float64Array.of(1, 1),
      ).edges,
    ]).toEqual([0]);
  });

  it('refuses bad costs', () => {
    expectRefusal(() => bestPath(diamond, Float64Array.of(1, NaN, 1, 1)), { argument: 'costs', index: [1] });
  });
});
