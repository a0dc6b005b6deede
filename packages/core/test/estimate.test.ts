import { estimate, inputBytes, outputBytes } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { denseProblem } from './support/dense.ts';
import { expectRefusal } from './support/refusal.ts';

describe('estimate', () => {
  const problem = denseProblem([
    [1, 2, 3],
    [4, 5, 6],
  ]);

  it('asks the reference solver unless told otherwise, and adds up', () => {
    const { input, output, scratch, total, plan } = estimate(problem, { gradient: true });
    expect([input, output, total, plan]).toEqual([inputBytes(problem), outputBytes(problem, { gradient: true }), output + scratch, 'full']);
    const mine = { input: 1, output: 2, scratch: 3, total: 5, plan: 'checkpointed' } as const;
    expect(estimate(problem, {}, { estimate: () => mine })).toBe(mine);
  });

  it('refuses what could not be solved', () => {
    expectRefusal(() => estimate(problem, { upstream: [] }), { argument: 'request.upstream', found: '0 long' });
  });

  it('of the reference is within a hundred bytes a cell of nothing hidden: its scratch per cell', () => {
    const large = denseProblem(Array.from({ length: 40 }, () => new Array<number>(50).fill(1)));
    const perCell = (request: object): number => Math.round(estimate(large, request).scratch / 2000);
    // C, D, four candidates and weights, the start's number; E and H; four moves and those of the weights.
    expect(perCell({})).toBe(84);
    expect(perCell({ gradient: true })).toBe(100);
    expect(perCell({ path: true })).toBe(168);
    expect(perCell({ hessianProduct: { along: 'cost', direction: new Float64Array(2000) } })).toBe(156);
  });
});
