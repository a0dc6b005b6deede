import { createDag } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { checkEdgeCosts, checkPerEdge, largestInDegree } from '../../src/dag/dag.ts';
import { expectRefusal } from '../support/refusal.ts';

describe('createDag', () => {
  it('sorts edges by head and keeps their order there', () => {
    const dag = createDag(4, [
      [2, 3],
      [0, 1],
      [1, 3],
      [0, 3],
      [1, 2],
    ]);
    expect(dag).toEqual({ nodes: 4, firstEdge: Int32Array.of(0, 0, 1, 2, 5), tail: Int32Array.of(0, 1, 2, 1, 0) });
    expect(Object.isFrozen(dag)).toBe(true);
  });

  it('takes parallel edges, nodes without edges, and a single node', () => {
    expect([
      ...createDag(3, [
        [0, 2],
        [0, 2],
      ]).tail,
    ]).toEqual([0, 0]);
    expect(createDag(1, [])).toEqual({ nodes: 1, firstEdge: Int32Array.of(0, 0), tail: new Int32Array() });
  });

  it.each([
    [0, [], { argument: 'nodes', found: '0' }],
    [2.5, [], { argument: 'nodes' }],
    [2, 'edges', { argument: 'edges', expected: 'a list of pairs (tail, head)' }],
    [2, [3], { argument: 'edges', index: [0], found: '3', expected: 'a pair (tail, head)' }],
    [2, [[0, 1], [0]], { argument: 'edges', index: [1], found: '[0]' }],
    [
      3,
      [
        [0, 1],
        [2, 1],
      ],
      { argument: 'edges', index: [1], found: '[2, 1]', expected: 'a tail before its head' },
    ],
    [3, [[1, 1]], { argument: 'edges', index: [0] }],
    [3, [[0, 3]], { argument: 'edges', index: [0, 1], found: '3', expected: 'a whole number from 1 to 2' }],
    [3, [[-1, 2]], { argument: 'edges', index: [0, 0], found: '-1' }],
    [3, [[0, 0]], { argument: 'edges', index: [0, 1] }],
  ])('refuses %o nodes, edges %o', (nodes, edges, refusal) => {
    expectRefusal(() => createDag(nodes, edges as [number, number][]), refusal);
  });
});

describe('checkEdgeCosts', () => {
  const dag = createDag(3, [
    [0, 1],
    [1, 2],
  ]);

  it('takes numbers within ±1e290 and Infinity', () => {
    expect(() => checkEdgeCosts(dag, Float64Array.of(-1e290, Infinity))).not.toThrow();
  });

  it.each([[NaN], [-Infinity], [1.1e290], [-1e300]])('refuses %d', (cost) => {
    expectRefusal(() => checkEdgeCosts(dag, Float64Array.of(0, cost)), {
      argument: 'costs',
      index: [1],
      found: String(cost),
      expected: 'a number within ±1e+290, or Infinity to forbid the edge',
    });
  });

  it('refuses another number of costs', () => {
    expectRefusal(() => checkEdgeCosts(dag, Float64Array.of(0)), {
      argument: 'costs',
      found: '1 long',
      expected: '2 numbers, one per edge',
    });
    expectRefusal(() => checkPerEdge(dag, 'direction', 3 as unknown as Float64Array), { argument: 'direction', found: '3' });
  });
});

describe('largestInDegree', () => {
  it('is the most edges into one node', () => {
    expect(
      largestInDegree(
        createDag(4, [
          [0, 1],
          [0, 3],
          [1, 3],
          [0, 3],
        ]),
      ),
    ).toBe(3);
    expect(largestInDegree(createDag(1, []))).toBe(0);
  });
});
