import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSignal, createWarpProblem } from '../../src/index.ts';
import { reachableRanges } from '../../src/problem/feasibility.ts';
import type { WarpChain } from '../../src/solve/chain.ts';
import { createChain, differenceAt } from '../../src/solve/chain.ts';
import { findCrossings } from '../../src/solve/crossings.ts';

function chainOf(x: number[], target: number, interpolation: 'linear' | 'cubic'): WarpChain {
  const y = createSignal([target, target]);
  const problem = createWarpProblem({ x: createSignal(x, { interpolation }), y, lambda: 1, signalLoss: 'absolute' });
  const ranges = reachableRanges(problem);
  if ('reason' in ranges) throw new Error('infeasible');
  return createChain(problem, ranges, {});
}

const crossingsOf = (chain: WarpChain, segment: number): number[] => {
  const out = new Float64Array(3);
  return Array.from(out.subarray(0, findCrossings(chain, 0, segment, 0, out)));
};

it('finds every change of sign on a segment of a cubic, and nothing else', () => {
  const counts = new Set<number>();
  const value = fc.double({ min: -1, max: 1, noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 4, maxLength: 4 }), (x) => {
      const chain = chainOf(x, 0, 'cubic');
      for (let segment = 0; segment < 3; segment++) {
        const found = crossingsOf(chain, segment);
        counts.add(found.length);
        const [start, end] = [chain.times[segment], chain.times[segment + 1]];
        for (const at of found) {
          expect(at).toBeGreaterThanOrEqual(start);
          expect(at).toBeLessThanOrEqual(end);
          expect(Math.abs(differenceAt(chain, 0, segment, at)[0])).toBeLessThan(1e-13);
        }
        expect(found).toEqual(found.toSorted((a, b) => a - b));
        // Where the sign at two samples differs, a crossing lies between them.
        const samples = Array.from({ length: 201 }, (_, k) => start + (k / 200) * (end - start));
        for (let k = 1; k < samples.length; k++) {
          const [a, b] = [differenceAt(chain, 0, segment, samples[k - 1])[0], differenceAt(chain, 0, segment, samples[k])[0]];
          const between = found.some((at) => at >= samples[k - 1] - 1e-12 && at <= samples[k] + 1e-12);
          if (a * b < 0 && Math.min(Math.abs(a), Math.abs(b)) > 1e-13) expect(between).toBe(true);
        }
      }
    }),
    { numRuns: 2000 },
  );
  expect([...counts]).toEqual(expect.arrayContaining([0, 1, 2]));
});

it('finds three crossings, those at observations, and none where x is y throughout', () => {
  // The middle segment falls steeply from just above 0, and falls steeply to just below it.
  const three = crossingsOf(chainOf([2.19, 0.01, -0.01, -2.19], 0, 'cubic'), 1);
  expect(three.length).toBe(3);
  expect(three[1]).toBeCloseTo(0.5, 12);
  expect(crossingsOf(chainOf([1, 0, 1], 0, 'cubic'), 0)).toEqual([0.5]);
  expect(crossingsOf(chainOf([1, 0, 1], 0, 'cubic'), 1)).toEqual([0.5]);
  expect(crossingsOf(chainOf([1, 1, 1], 1, 'cubic'), 0)).toEqual([]);
  expect(crossingsOf(chainOf([0, 4], 1, 'linear'), 0)).toEqual([0.25]);
  expect(crossingsOf(chainOf([1, 1], 1, 'linear'), 0)).toEqual([]);
});
