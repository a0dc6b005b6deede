import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { createSignal, createWarpProblem } from '../../src/index.ts';
import { squaredLoss } from '../../src/losses/signal-loss.ts';
import { squaredPenalty } from '../../src/losses/warp-penalty.ts';
import { reachableRanges } from '../../src/problem/feasibility.ts';
import { createChain } from '../../src/solve/chain.ts';
import { createEdge } from '../../src/solve/convex-edge.ts';
import { canBound, findReachable, leastOf, leaveOutDearer } from '../../src/solve/within-bound.ts';
import { intervalEdge, PENALTIES } from '../support/interval-edge.ts';
import { whole } from '../support/plain-transition.ts';

it('a bound on the objective bounds its parts for losses and penalties of Rubato’s own, not for others', () => {
  const x = createSignal([0, 1, 0]);
  const signalLosses = [{ ...squaredLoss, name: 'mine' }];
  const warpPenalties = [{ ...squaredPenalty, name: 'mine' }];
  const bounds = (signalLoss: string, warpPenalty: string, lambda = 1): boolean => {
    const problem = createWarpProblem({ x, y: x, lambda, signalLoss, warpPenalty }, { signalLosses, warpPenalties });
    const ranges = reachableRanges(problem);
    if ('reason' in ranges) throw new Error(ranges.reason);
    const chain = createChain(problem, ranges, { signalLosses, warpPenalties });
    return canBound(chain, createEdge(chain));
  };
  for (const loss of ['squared', 'absolute', 'huber', 'p-norm']) {
    for (const penalty of Object.keys(PENALTIES)) expect(bounds(loss, penalty), `${loss}, ${penalty}`).toBe(true);
    expect(bounds(loss, 'mine')).toBe(false);
  }
  expect(bounds('mine', 'squared')).toBe(false);
  // Where the factors of an edge leave float64 nothing is known of it.
  expect(bounds('squared', 'squared', 1e-90)).toBe(false);
});

it('leaves out what is dearer than the bound at both ends, and tells the least of the rest', () => {
  const costs = Float64Array.of(9, NaN, 3, 7, 2, 5, 6, 1);
  const kept = { begin: 0, end: 0 };
  leaveOutDearer(costs, 5, { begin: 0, end: 7 }, kept);
  expect(kept).toEqual({ begin: 2, end: 6 });
  expect(leastOf(costs, kept)).toBe(2);
  leaveOutDearer(costs, 5, { begin: 3, end: 8 }, kept);
  expect(kept).toEqual({ begin: 4, end: 8 });
  leaveOutDearer(costs, 1, { begin: 0, end: 7 }, kept);
  expect(kept.begin).toBe(kept.end);
  expect(leastOf(costs, kept)).toBe(Infinity);
  // Without a bound only what is forbidden by others remains to be looked at.
  leaveOutDearer(Float64Array.of(Infinity, 1), Infinity, { begin: 0, end: 2 }, kept);
  expect(kept).toEqual({ begin: 0, end: 2 });
});

describe.each(Object.entries(PENALTIES))('what is within reach for a budget, with the penalty %s', (_, penalty) => {
  it('is no less than all that an affordable difference leads to, and no more than its ends', () => {
    let left = 0;
    for (let seed = 1; seed <= 2000; seed++) {
      const random = createRandom(seed);
      const list = (length: number): Float64Array => Float64Array.from({ length }, random).toSorted();
      const edge = intervalEdge(penalty, {
        lambda: seed % 20 === 0 ? 0 : 10 ** (4 * random() - 2),
        interval: 10 ** (-2 * random()),
        ratio: 10 ** (2 * random() - 1),
        expectedSlope: 2 * random(),
        threshold: 10 ** (3 * random() - 2),
      });
      const from = list(1 + Math.floor(5 * random()));
      const to = list(30);
      const budget = 10 ** (6 * random() - 4);
      const leastDelta = seed % 2 === 0 ? -Infinity : 0.2 * random();
      const mostDelta = seed % 3 === 0 ? Infinity : 0.2 + 0.3 * random();
      const reached = { begin: 0, end: 0 };
      const stretches = { fromStretch: whole(from), toStretch: whole(to) };
      findReachable({ from, to, costs: from, ...stretches, leastDelta, mostDelta, edge }, budget, to.length, reached);
      const affordable = (delta: number, share: number): boolean =>
        delta >= leastDelta && delta <= mostDelta && edge.cost(delta) <= budget * share;
      for (let k = 0; k < to.length; k++) {
        const isIn = k >= reached.begin && k < reached.end;
        if (from.some((value) => affordable(to[k] - value, 1))) expect(isIn, `seed ${seed}`).toBe(true);
        if (!isIn) left++;
      }
      // The ends of the stretch: one candidate's own reach.
      if (from.length > 1) continue;
      for (const k of [reached.begin, reached.end - 1]) {
        if (reached.begin < reached.end) expect(affordable(to[k] - from[0], 1 + 1e-6) || budget < 1e-3, `seed ${seed}`).toBe(true);
      }
    }
    expect(left).toBeGreaterThan(10_000);
  });
});
