import { countPaths, createDag, enumeratePaths } from '@rubato/core';
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

describe('enumeratePaths', () => {
  it('lists every path once, from source to sink, without forbidden edges', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { dag, costs } = randomDag(choose(seed));
        const paths = [...enumeratePaths(dag, costs)];
        expect(new Set(paths.map(String)).size).toBe(paths.length);
        expect(BigInt(paths.length)).toBe(countPaths(dag, costs));
        for (const path of paths) {
          expect(pathCost(costs, path)).toBeLessThan(Infinity);
          const heads = Array.from(path, (edge) => dag.firstEdge.findLastIndex((first) => first <= edge));
          expect([0, ...heads.slice(0, -1)]).toEqual(Array.from(path, (edge) => dag.tail[edge]));
          expect(heads.at(-1)).toBe(dag.nodes - 1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of a single node is the empty path', () => {
    expect([...enumeratePaths(createDag(1, []))]).toEqual([new Int32Array()]);
  });

  it('refuses bad costs at once', () => {
    expectRefusal(() => enumeratePaths(diamond, Float64Array.of(1)), { argument: 'costs', found: '1 long' });
  });
});
