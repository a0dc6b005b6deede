import { createRandom } from '@rubato/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSignal, createWarpProblem, evaluateSignal, solveWarp, warpGradient } from '../../src/index.ts';
import { signalSlope } from '../../src/signal/signal.ts';
import { reachableRanges } from '../../src/problem/feasibility.ts';
import { bendAt, createChain, differenceAt, directionAt } from '../../src/solve/chain.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const cubic = (values: number[], times?: number[]): ReturnType<typeof createSignal> =>
  createSignal(values, { interpolation: 'cubic', ...(times === undefined ? {} : { times }) });

function randomTimes(random: () => number, length: number): number[] {
  let time = 3 * random();
  return Array.from({ length }, () => (time += 0.1 + random()));
}

describe('cubic interpolation', () => {
  it('is exact for parabolas at uneven times', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 3, max: 12 }), (seed, length) => {
        const random = createRandom(seed);
        const times = randomTimes(random, length);
        const [p, q, r] = [random() - 0.5, random() - 0.5, random() - 0.5];
        const parabola = (t: number): number => p + t * (q + t * r);
        const signal = cubic(times.map(parabola), times);
        for (let trial = 0; trial < 20; trial++) {
          const time = times[0] + random() * (times[length - 1] - times[0]);
          expect(Math.abs(evaluateSignal(signal, time)[0] - parabola(time))).toBeLessThan(1e-12 * (1 + time * time));
        }
      }),
    );
  });

  it('is Catmull-Rom at even times, straight between two observations, level beyond the ends', () => {
    const signal = cubic([3, 1, 4, 1, 5]);
    expect(evaluateSignal(signal, 1.5)[0]).toBe((-3 + 9 * 1 + 9 * 4 - 1) / 16);
    expect(signalSlope(signal, 2, 0, 2)).toBe((1 - 1) / 2);
    expect(evaluateSignal(cubic([2, 6], [1, 5]), 2)[0]).toBe(3);
    expect(evaluateSignal(signal, -1)[0]).toBe(3);
    expect(evaluateSignal(signal, 9)[0]).toBe(5);
    expect(Array.from([0, 1, 2, 3, 4], (time) => evaluateSignal(signal, time)[0])).toEqual([3, 1, 4, 1, 5]);
  });

  it('has one slope at an observation, from both sides', () => {
    const random = createRandom(4);
    const times = randomTimes(random, 9);
    const signal = cubic(times.map(random), times);
    for (let k = 1; k < 8; k++) {
      expect(signalSlope(signal, k - 1, 0, times[k])).toBeCloseTo(signalSlope(signal, k, 0, times[k]), 12);
      const [before, after] = [times[k] - times[k - 1], times[k + 1] - times[k]];
      const [rise, next] = [(signal.values[k] - signal.values[k - 1]) / before, (signal.values[k + 1] - signal.values[k]) / after];
      // The three-point tangent.
      expect(signalSlope(signal, k, 0, times[k])).toBeCloseTo((after * rise + before * next) / (before + after), 12);
    }
  });

  it('has derivatives that are central differences of its values', () => {
    const random = createRandom(9);
    const times = randomTimes(random, 8);
    const rows = times.map(() => [random(), random()]);
    const x = createSignal(rows, { times, interpolation: 'cubic' });
    const problem = createWarpProblem({ x, y: x, lambda: 1 });
    const ranges = reachableRanges(problem);
    if ('reason' in ranges) throw new Error('infeasible');
    const chain = createChain(problem, ranges, {});
    const h = 1e-5;
    for (let segment = 0; segment < 7; segment++) {
      const value = chain.times[segment] + (0.1 + 0.8 * random()) * (chain.times[segment + 1] - chain.times[segment]);
      const at = (step: number): Float64Array => differenceAt(chain, 0, segment, value + step).slice();
      const [low, middle, high] = [at(-h), at(0), at(h)];
      for (let c = 0; c < 2; c++) {
        expect(Math.abs(directionAt(chain, segment, value)[c] - (high[c] - low[c]) / (2 * h))).toBeLessThan(1e-6);
        expect(Math.abs(bendAt(chain, segment, value)[c] - (high[c] - 2 * middle[c] + low[c]) / h ** 2)).toBeLessThan(1e-3);
      }
      // The chain's own formula starts at the nearer observation; it says the same as the signal's.
      const time = times[0] + value * (times[7] - times[0]);
      expect(middle[0] + chain.targets[0]).toBeCloseTo(evaluateSignal(x, time)[0], 12);
    }
  });

  it('is the same in any unit of time, however small or large', () => {
    const values = [3, 1, 4, 1, 5];
    const times = [0, 1, 3, 4, 6];
    const of = (unit: number): ReturnType<typeof createSignal> =>
      cubic(
        values,
        times.map((time) => time * unit),
      );
    for (const unit of [2 ** -700, 2 ** -40, 2 ** 300]) {
      for (const time of [0.25, 1.5, 2, 3.5, 5]) {
        expect(evaluateSignal(of(unit), time * unit)[0]).toBe(evaluateSignal(of(1), time)[0]);
      }
      const problem = createWarpProblem({ x: of(unit), y: of(unit), lambda: 1, knots: 8 });
      const { warp } = solveWarp(problem);
      warp.forEach((value, i) => expect(Math.abs(value / unit - (6 * i) / 7)).toBeLessThan(1e-11));
      expect([...warpGradient(problem, warp, values.with(0, 1).concat(1, 1, 1)).y].every(Number.isFinite)).toBe(true);
    }
  });

  it('is refused under another name', () => {
    expect(() => createSignal([1, 2], { interpolation: 'spline' as 'cubic' })).toThrow(
      'options.interpolation is "spline"; expected linear or cubic',
    );
  });
});
