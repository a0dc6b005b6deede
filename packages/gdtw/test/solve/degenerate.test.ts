import { createRandom } from '@rubato/core';
import { expect, it } from 'vitest';
import type { SignalInterpolation, WarpProblem } from '../../src/index.ts';
import { createSignal, createWarpProblem, solveWarp, warpFeasibility } from '../../src/index.ts';
import { chainCost, createChain } from '../../src/solve/chain.ts';
import { reachableRanges } from '../../src/problem/feasibility.ts';
import { polish } from '../../src/solve/polish.ts';

/** Signals of few whole numbers at whole times: runs of knots pile up on observations, and constraints say the same thing twice. */
function wholeProblem(seed: number, interpolation: SignalInterpolation = 'linear'): WarpProblem {
  const random = createRandom(seed);
  const signal = (length: number): ReturnType<typeof createSignal> =>
    createSignal(
      Array.from({ length }, () => Math.floor(3 * random())),
      { interpolation },
    );
  const [x, y] = [signal(3 + Math.floor(12 * random())), signal(3 + Math.floor(25 * random()))];
  return createWarpProblem({
    x,
    y,
    lambda: random() < 0.3 ? 0 : 10 ** (3 * random() - 4),
    subsequence: random() < 0.4,
    warpPenalty: random() < 0.3 ? 'absolute' : 'squared',
    signalLoss: random() < 0.3 ? 'absolute' : 'squared',
    ...(random() < 0.4 ? { slopes: { upper: 2 * ((x.times.length - 1) / (y.times.length - 1)) } } : {}),
  });
}

it.each(['linear', 'cubic'] as const)('the polish reaches a KKT point where constraints are degenerate, signals %s', (interpolation) => {
  let solved = 0;
  for (let seed = 1; seed <= 2500; seed++) {
    const problem = wholeProblem(seed, interpolation);
    if (!warpFeasibility(problem).feasible) continue;
    const { kktResidual } = solveWarp(problem, { gridSize: 12, passes: 1 + (seed % 3) });
    expect(kktResidual, `seed ${seed}`).toBeLessThanOrEqual(1e-9);
    solved++;
  }
  expect(solved).toBeGreaterThan(1000);
});

it('the polish leaves a pile of knots on an observation, whichever way it has to go', () => {
  let left = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const problem = wholeProblem(seed);
    const ranges = reachableRanges(problem);
    if ('reason' in ranges || !problem.subsequence) continue;
    const chain = createChain(problem, ranges, {});
    // All knots at one observation: feasible wherever slopes may be 0.
    const pile = new Float64Array(chain.count).fill(chain.times[1 + (seed % (chain.times.length - 2))]);
    const before = chainCost(chain, pile);
    const warp = pile.slice();
    const { costs } = polish(chain, warp, 10_000);
    expect(chainCost(chain, warp)).toBeLessThanOrEqual(before * (1 + 1e-12));
    for (let k = 1; k < costs.length; k++) expect(costs[k]).toBeLessThanOrEqual(costs[k - 1] * (1 + 1e-12));
    if (chainCost(chain, warp) < before) left++;
  }
  expect(left).toBeGreaterThan(100);
});
