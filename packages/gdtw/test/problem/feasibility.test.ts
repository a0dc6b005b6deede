import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import type { WarpProblemInput } from '../../src/index.ts';
import { createSignal, createWarpProblem, InfeasibleWarpError, solveWarp, warpFeasibility, warpGradient } from '../../src/index.ts';
import { reachableRanges } from '../../src/problem/feasibility.ts';
import { randomIngredients, toProblem } from '../support/random-problem.ts';

const signal = createSignal([0, 1, 0, 2, 1], { times: [0, 1, 2, 3, 4] });
const base: WarpProblemInput = { x: signal, y: signal, lambda: 1 };
const wide = { lower: [0, 0, 0, 0, 0], upper: [4, 4, 4, 4, 4] };

describe('warpFeasibility', () => {
  it.each([
    ['slopes that contradict themselves', { slopes: { lower: [0, 0, 3, 0], upper: 2 } }, 'slopes', 2],
    ['slopes too small for the end', { slopes: { upper: 0.9 } }, 'endpoints', 4],
    ['slopes too large for the end', { slopes: { lower: 1.1 } }, 'endpoints', 4],
    ['a band that misses the start', { band: { kind: 'ranges', ...wide, lower: [1, 0, 0, 0, 0] } }, 'band', 0],
    ['an empty range', { band: { kind: 'ranges', lower: [0, 0, 3, 0, 0], upper: [4, 4, 2, 4, 4] } }, 'band', 2],
    ['a band that goes back', { band: { kind: 'ranges', lower: [0, 3, 0, 0, 0], upper: [4, 4, 2, 4, 4] } }, 'band', 2],
    ['a band that slopes do not reach', { slopes: { upper: 1.5 }, band: { kind: 'ranges', ...wide, lower: [0, 0, 3.5, 0, 0] } }, 'band', 2],
  ])('tells %s by name and knot', (_, part, constraint, knot) => {
    const problem = createWarpProblem({ ...base, ...part } as WarpProblemInput);
    expect(warpFeasibility(problem)).toMatchObject({ feasible: false, constraint, knot });
    expect(() => solveWarp(problem)).toThrow(InfeasibleWarpError);
    expect(() => warpGradient(problem, [0, 1, 2, 3, 4], [1, 1, 1, 1, 1])).toThrow(InfeasibleWarpError);
  });

  it('allows what is only just feasible, and the one warp is found', () => {
    // In tenths the slopes do not add up to the end exactly.
    const times = Array.from({ length: 11 }, (_, k) => k / 10);
    const x = createSignal(times.map(Math.sin), { times });
    for (const slopes of [{ upper: 1 }, { lower: 1 }, { lower: 1, upper: 1 }]) {
      const { warp, kktResidual } = solveWarp(createWarpProblem({ x, y: x, lambda: 1, slopes }));
      warp.forEach((value, i) => expect(value).toBeCloseTo(times[i], 11));
      expect(kktResidual).toBeLessThanOrEqual(1e-9);
    }
  });

  it('agrees with a search over a fine grid', () => {
    let infeasible = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const random = createRandom(seed);
      const of = randomIngredients(random, { slopes: true, band: 'ranges', most: 6 });
      const narrow = of.bandUpper.map((value, i) =>
        i === 0 || i === of.bandUpper.length - 1 ? value : value - 0.9 * random() * (value - of.bandLower[i]),
      );
      const problem = toProblem({ ...of, bandUpper: narrow });
      const ranges = reachableRanges(problem);
      const { warp } = 'least' in ranges ? solveWarp(problem, { gridSize: 10, passes: 1, polish: false }) : { warp: undefined };
      if (warp === undefined) infeasible++;
      expect(searchFinds({ ...of, bandUpper: narrow }) && warp === undefined, `seed ${seed}`).toBe(false);
    }
    expect(infeasible).toBeGreaterThan(20);
    expect(infeasible).toBeLessThan(280);
  });
});

/** Whether any of 200 values a knot can be reached from the start by allowed slopes, up to the end. */
function searchFinds(of: ReturnType<typeof randomIngredients>): boolean {
  const first = of.xTimes[0];
  const end = of.xTimes[of.xTimes.length - 1];
  const values = Array.from({ length: 200 }, (_, k) => first + (k / 199) * (end - first));
  let reached = [first];
  for (let i = 1; i < of.yTimes.length; i++) {
    const interval = of.yTimes[i] - of.yTimes[i - 1];
    const candidates = i === of.yTimes.length - 1 ? [end] : values;
    const before = reached;
    reached = candidates.filter((value) => {
      if (value < of.bandLower[i] || value > of.bandUpper[i]) return false;
      return before.some((from) => value - from >= of.slopesLower[i - 1] * interval && value - from <= of.slopesUpper[i - 1] * interval);
    });
  }
  return reached.length > 0;
}
