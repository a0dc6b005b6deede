import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import type { WarpProblem } from '../../src/index.ts';
import { createSignal, createWarpProblem } from '../../src/index.ts';
import { reachableRanges } from '../../src/problem/feasibility.ts';
import { createActiveState } from '../../src/solve/active-state.ts';
import { pieceCost } from '../../src/solve/advance.ts';
import type { WarpChain } from '../../src/solve/chain.ts';
import { chainCost, createChain } from '../../src/solve/chain.ts';
import { feasibleWarp } from '../../src/solve/grid.ts';
import { kktResidual } from '../../src/solve/kkt.ts';
import { polish } from '../../src/solve/polish.ts';
import { shiftFar } from '../../src/solve/shift-far.ts';
import { auditedProblem } from '../support/walk-in-walk.ts';

function toChain(problem: WarpProblem): WarpChain {
  const ranges = reachableRanges(problem);
  if ('reason' in ranges) throw new Error(ranges.reason);
  return createChain(problem, ranges, {});
}

/** y is the part of x from the 40th observation on; x has a kink at each. */
function laterPart(lambda: number, slopes = {}): WarpChain {
  const values = Array.from({ length: 81 }, (_, i) => Math.abs(i - 60) + (i % 2));
  const problem = { lambda, warpPenalty: 'absolute', signalLoss: 'absolute', subsequence: true, slopes };
  return toChain(createWarpProblem({ x: createSignal(values), y: createSignal(values.slice(40, 60)), ...problem }));
}

/** Knots one observation apart, from the given one on. */
const from = (chain: WarpChain, first: number): Float64Array => Float64Array.from({ length: chain.count }, (_, i) => (first + i) / 80);

describe('a shift across kinks', () => {
  it('carries all knots over tens of observations at once, as near to the best place as half distances come', () => {
    const chain = laterPart(10);
    const state = createActiveState(chain, from(chain, 20.3));
    const cost = chainCost(chain, state.phi);
    const all = { from: 0, to: chain.count - 1, side: 1, fall: 1 };
    const next = shiftFar(chain, state, all, new Float64Array(chain.count), cost);
    // Room is 40.7 observations; half of it is 0.65 too far.
    expect(state.phi[0] * 80).toBeCloseTo(20.3 + 40.7 / 2, 9);
    for (let i = 1; i < chain.count; i++) expect(state.phi[i] - state.phi[i - 1]).toBeCloseTo(1 / 80, 12);
    expect(next).toBeLessThan(0.1 * cost);
    expect(next).toBeCloseTo(chainCost(chain, state.phi), 12);
    // The state stands on the pieces that it came to.
    expect(pieceCost(chain, state, state.phi)).toBeCloseTo(chainCost(chain, state.phi), 12);
  });

  it('stays where no distance pays, and where bounds leave no room', () => {
    const chain = laterPart(10);
    const trial = new Float64Array(chain.count);
    for (const [first, side] of [
      [40, 1],
      [40, -1],
      [0, -1],
    ]) {
      const state = createActiveState(chain, from(chain, first));
      const shift = { from: 0, to: chain.count - 1, side, fall: 1 };
      expect(shiftFar(chain, state, shift, trial, chainCost(chain, state.phi))).toBeUndefined();
      expect(state.phi).toEqual(from(chain, first));
    }
  });

  it('lets slopes and bounds stop it, and what it shifts go', () => {
    const random = createRandom(5);
    let moved = 0;
    for (let trial = 0; trial < 200; trial++) {
      const chain = laterPart(0.1, { lower: 0.5, upper: 2 });
      const state = createActiveState(
        chain,
        from(chain, 40 * random()).map((value) => value + (0.4 * random()) / 80),
      );
      const first = Math.floor(random() * chain.count);
      const final = Math.min(chain.count - 1, first + Math.floor(random() * chain.count));
      for (let i = first; i <= final; i++) state.locked[i] = 1;
      const shift = { from: first, to: final, side: trial % 2 === 0 ? 1 : -1, fall: 1 };
      const cost = chainCost(chain, state.phi);
      const next = shiftFar(chain, state, shift, new Float64Array(chain.count), cost);
      if (next === undefined) continue;
      moved++;
      expect(next).toBeLessThan(cost);
      for (let i = 0; i < chain.count; i++) {
        expect(state.locked[i]).toBe(0);
        expect(state.phi[i]).toBeGreaterThanOrEqual(chain.lower[i]);
        expect(state.phi[i]).toBeLessThanOrEqual(chain.upper[i]);
        if (i === 0) continue;
        const delta = state.phi[i] - state.phi[i - 1];
        expect(delta).toBeGreaterThanOrEqual(chain.leastDelta[i - 1] - 1e-12);
        expect(delta).toBeLessThanOrEqual(chain.mostDelta[i - 1] + 1e-12);
      }
    }
    expect(moved).toBeGreaterThan(100);
  });

  it('spares a polish that has far to go most of its iterations', () => {
    const chain = toChain(auditedProblem(29));
    const warp = feasibleWarp(chain);
    // From piece to piece it has not ended after 3000, with an objective of 8.5.
    const { iterations } = polish(chain, warp, 3000);
    expect(iterations).toBeLessThan(1000);
    expect(chainCost(chain, warp)).toBeLessThan(0.91);
    expect(kktResidual(chain, warp)).toBeLessThanOrEqual(1e-9);
  });
});
