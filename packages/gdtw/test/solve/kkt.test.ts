import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import type { WarpProblem } from '../../src/index.ts';
import { createSignal, createWarpProblem, solveWarp, warpFeasibility } from '../../src/index.ts';
import { reachableRanges } from '../../src/problem/feasibility.ts';
import type { WarpChain } from '../../src/solve/chain.ts';
import { createChain } from '../../src/solve/chain.ts';
import { createForces, findForces, kktResidual } from '../../src/solve/kkt.ts';
import { randomIngredients, toProblem } from '../support/random-problem.ts';

function toChain(problem: WarpProblem): WarpChain {
  const ranges = reachableRanges(problem);
  if ('reason' in ranges) throw new Error(ranges.reason);
  return createChain(problem, ranges, {});
}

/** Two channels; the first one agrees with y where φ is 1. Its p-norm has a pole of the curvature there. */
function withPole(parameter: number): WarpChain {
  const x = createSignal([0, 1, 1, 1, 2, 1], { channels: 2 });
  const y = createSignal([0, 0, 1, 0, 2, 0], { channels: 2 });
  return toChain(createWarpProblem({ x, y, lambda: 0.1, signalLoss: { name: 'p-norm', parameter } }));
}

function forcesAt(chain: WarpChain, middle: number): ReturnType<typeof createForces> {
  const forces = createForces(chain.count);
  findForces(chain, Float64Array.of(0, middle, 1), { segment: 0, low: 0, high: 0 }, forces);
  return forces;
}

describe('the forces of a p-norm below 2', () => {
  it.each([1.02, 1.1, 1.5, 1.9])('are measured by what they are, not by the pole of their curvature: p = %d', (parameter) => {
    const chain = withPole(parameter);
    for (const distance of [1e-3, 1e-6, 1e-9, 1e-12]) {
      const { scale } = forcesAt(chain, 0.5 + distance);
      // No p-norm falls faster than the p-norm of x's slope, 2 per x's duration, times the knot's weight, 1/2.
      expect(scale).toBeLessThanOrEqual(1 + 1e-9);
      expect(scale).toBeGreaterThan(0);
    }
  });

  it('hold a knot that agrees with what they are at the next numbers', () => {
    const { knotLow, knotHigh } = forcesAt(withPole(1.5), 0.5);
    const near = forcesAt(withPole(1.5), 0.5 + 1e-14);
    expect(knotHigh[1]).toBeGreaterThan(1e-8);
    expect(knotHigh[1] / near.knotHigh[1]).toBeCloseTo(1, 1);
    expect(knotLow[1]).toBeCloseTo(-knotHigh[1], 14);
  });

  it.each([1.3, 1.5, 1.7, 1.9])('are balanced at the end: p = %d', (parameter) => {
    let solved = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const flavour = {
        signalLoss: { name: 'p-norm', parameter },
        warpPenalty: ['squared', 'absolute', { name: 'huber', parameter: 0.1 }][seed % 3],
        slopes: seed % 4 === 0,
        subsequence: seed % 5 === 0,
        uniform: seed % 2 === 0,
        cubic: seed % 3 === 0 ? ('x' as const) : undefined,
        most: 40,
      };
      const problem = toProblem(randomIngredients(createRandom(seed), flavour));
      if (!warpFeasibility(problem).feasible) continue;
      expect(solveWarp(problem).kktResidual, `seed ${seed}`).toBeLessThanOrEqual(1e-9);
      solved++;
    }
    expect(solved).toBeGreaterThan(60);
  });
});

describe('the KKT residual', () => {
  it('is a force out of balance as a share of the largest', () => {
    const x = createSignal([0, 1, 2]);
    const chain = toChain(createWarpProblem({ x, y: createSignal([0, 1.5, 2]), lambda: 0, signalLoss: 'squared' }));
    // The force on the knot in the middle, the only free one, is the largest.
    expect(kktResidual(chain, Float64Array.of(0, 0.5, 1))).toBeCloseTo(1, 12);
    expect(kktResidual(chain, Float64Array.of(0, 0.75, 1))).toBe(0);
  });
});
