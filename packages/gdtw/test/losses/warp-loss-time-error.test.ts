import { createRandom } from '@rubato/core';
import type { RandomGenerator } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import {
  createSignal,
  evaluateSignal,
  knotTimes,
  largestErrorLoss,
  solveWarp,
  timeDeviationLoss,
  timeErrorLoss,
  warpFeasibility,
  warpGradient,
} from '../../src/index.ts';
import { expectGradient } from '../support/expect-gradient.ts';
import { randomIngredients, toProblem } from '../support/random-problem.ts';

interface Pair {
  readonly predicted: { readonly positions: number[]; readonly times: number[] };
  readonly truth: { readonly positions: number[]; readonly times: number[] };
}

/** Two monotone warps of different knots; the predicted one is known on a longer stretch than the truth. */
function randomPair(random: RandomGenerator): Pair {
  const warp = (start: number, end: number): Pair['truth'] => {
    const inner = Array.from({ length: Math.floor(8 * random()) }, () => start + random() * (end - start)).toSorted((a, b) => a - b);
    const positions = [start, ...inner, end];
    let time = random();
    return { positions, times: positions.map(() => (time += random())) };
  };
  return { predicted: warp(-1, 11), truth: warp(0, 10) };
}

/** The definitions, by the midpoint rule at many places. */
function sampled({ predicted, truth }: Pair, from: number, to: number): { error: number; deviation: number; largest: number } {
  const n = 40_000;
  let [error, square, largest] = [0, 0, 0];
  const [one, other] = [predicted, truth].map(({ positions, times }) => createSignal(times, { times: positions }));
  for (let k = 0; k < n; k++) {
    const position = from + ((k + 0.5) / n) * (to - from);
    const difference = Math.abs(evaluateSignal(one, position)[0] - evaluateSignal(other, position)[0]);
    error += difference / n;
    square += difference ** 2 / n;
    largest = Math.max(largest, difference);
  }
  return { error, deviation: Math.sqrt(square), largest };
}

const LOSSES = { timeErrorLoss, timeDeviationLoss, largestErrorLoss } as const;

describe('losses of the time error', () => {
  it('are their definitions, sampled, over all of the truth and over a part', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const pair = randomPair(createRandom(seed));
      for (const range of [{}, { from: 2.3, to: 7.1 }]) {
        const { error, deviation, largest } = sampled(pair, range.from ?? 0, range.to ?? 10);
        const { predicted, truth } = pair;
        expect(timeErrorLoss(predicted, truth, range).value, `seed ${seed}`).toBeCloseTo(error, 5);
        expect(timeDeviationLoss(predicted, truth, range).value, `seed ${seed}`).toBeCloseTo(deviation, 5);
        expect(Math.abs(largestErrorLoss(predicted, truth, range).value - largest), `seed ${seed}`).toBeLessThan(1e-2);
      }
    }
  });

  it.each(Object.entries(LOSSES))('%s: the gradient is that of finite differences', (name, loss) => {
    for (let seed = 1; seed <= 60; seed++) {
      const { predicted, truth } = randomPair(createRandom(seed));
      const { positions, times } = predicted;
      for (const range of [{}, { from: 2.3, to: 7.1 }]) {
        expectGradient(times, (moved) => loss({ positions, times: moved }, truth, range), `${name}, seed ${seed}`);
      }
    }
  });

  it('have the values of their definitions where these are known', () => {
    const truth = { positions: [0, 4], times: [0, 4] };
    // The error runs from 1 to -1 and back to 1.
    const crossing = { positions: [0, 2, 4], times: [1, 1, 5] };
    expect(timeErrorLoss(crossing, truth).value).toBe(0.5);
    expect(timeDeviationLoss(crossing, truth).value).toBe(Math.sqrt(1 / 3));
    expect(largestErrorLoss(crossing, truth)).toEqual({ value: 1, gradient: Float64Array.of(1, 0, 0) });
    // A quarter of 1 lies on each side of a crossing; hats weigh what is near their knot.
    expect(Array.from(timeErrorLoss(crossing, truth).gradient)).toEqual([0.125, -0.25, 0.125]);
  });

  it('take 0 of the subgradients where the warp is the truth, and lose nothing where it nearly is', () => {
    const truth = { positions: [0, 1, 4], times: [0, 2, 4] };
    for (const loss of Object.values(LOSSES)) expect(loss(truth, truth)).toEqual({ value: 0, gradient: new Float64Array(3) });
    // Right on the first stretch, late on the second.
    expect(Array.from(timeErrorLoss({ ...truth, times: [0, 2, 5] }, truth).gradient)).toEqual([0, 0.375, 0.375]);
    const tiny = { positions: [0, 4], times: [1e-200, 1e-200] };
    const still = { positions: [0, 4], times: [0, 0] };
    expect(timeErrorLoss(tiny, still).value).toBe(1e-200);
    expect(timeDeviationLoss(tiny, still)).toEqual({ value: 1e-200, gradient: Float64Array.of(0.5, 0.5) });
  });

  it.each([
    [() => timeErrorLoss({ positions: [0], times: [0] }, { positions: [0, 4], times: [0, 4] }), 'predicted.positions'],
    [() => timeErrorLoss({ positions: [0, 4], times: [0] }, { positions: [0, 4], times: [0, 4] }), 'predicted.times'],
    [() => timeDeviationLoss({ positions: [0, 4], times: [0, 4] }, { positions: [0, 0], times: [0, 4] }), 'truth.positions[1]'],
    [() => largestErrorLoss({ positions: [0, 4], times: [0, Number.NaN] }, { positions: [0, 4], times: [0, 4] }), 'predicted.times[1]'],
  ])('refuse by name and index: %s', (run, place) => {
    expect(run).toThrow(`${place} is `);
  });

  it.each([
    // The truth asks for what the warp does not have.
    [[0, 4], [-1, 4], {}, 'truth.positions[0] is -1; expected at least 0'],
    [[0, 3], [0, 2, 4], {}, 'truth.positions[2] is 4; expected at most 3'],
    [[0, 4], [-1, 4], { to: 2 }, 'truth.positions[0] is -1'],
    [[0, 3], [0, 4], { from: 1 }, 'truth.positions[1] is 4'],
    [[0, 3], [3, 4], { from: 1, to: 2 }, 'truth.positions[0] is 3; expected a number below 3'],
    [[3, 4], [0, 3], { from: 1, to: 2 }, 'truth.positions[1] is 3; expected a number above 3'],
    // An option does.
    [[0, 4], [0, 4], { from: -1 }, 'options.from is -1; expected a number from 0 to 4'],
    [[0, 4], [-1, 5], { from: -1, to: 5 }, 'options.from is -1'],
    [[-1, 5], [0, 4], { from: -1, to: 5 }, 'options.from is -1'],
    [[-1, 5], [0, 4], { to: 5 }, 'options.to is 5; expected a number from 0 to 4'],
    [[0, 4], [0, 4], { from: 4 }, 'options.from is 4; expected a number below 4'],
    [[0, 4], [0, 4], { to: 0 }, 'options.to is 0; expected a number above 0'],
    [[0, 4], [0, 4], { from: 2, to: 2 }, 'options.to is 2; expected a number above 2'],
    [[0, 4], [0, 4], { from: '1' as never }, 'options.from is "1"'],
    [[0, 4], [0, 4], { to: Number.NaN }, 'options.to is NaN'],
  ])('blame who asks for more than both warps have: predicted %j, truth %j, %j', (predicted, truth, span, message) => {
    for (const loss of Object.values(LOSSES)) {
      expect(() => loss({ positions: predicted, times: predicted }, { positions: truth, times: truth }, span)).toThrow(message);
    }
  });

  it('measure a part that both warps have, where neither has the whole of the other', () => {
    const [early, late] = [[-1, 3], [1, 5]].map((positions) => ({ positions, times: positions })); // prettier-ignore
    for (const loss of Object.values(LOSSES)) expect(loss(early, late, { from: 1, to: 3 }).value).toBe(0);
  });
});

it('a loss of a solved warp has gradients by the signals: its own, through warpGradient', () => {
  let compared = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const random = createRandom(seed);
    const of = randomIngredients(random, { slopes: true, most: 12, cubic: seed % 2 === 0 ? 'x' : undefined });
    const problem = toProblem(of);
    if (!warpFeasibility(problem).feasible) continue;
    const positions = knotTimes(problem);
    const solution = solveWarp(problem);
    const [start, end] = [of.xTimes[0], of.xTimes[of.xTimes.length - 1]];
    const truth = { positions: [positions[0], positions[positions.length - 1]], times: [start, end] };
    const direction = of.y.map(() => 2 * random() - 1);
    const step = 2e-6;
    for (const loss of Object.values(LOSSES)) {
      const { gradient } = loss({ positions, times: solution.warp }, truth);
      const byInputs = warpGradient(problem, solution.warp, gradient);
      if (!byInputs.regular) continue;
      const [before, after] = [-step, step].map((distance) => {
        const moved = solveWarp(toProblem({ ...of, y: of.y.map((value, k) => value + distance * direction[k]) }));
        return loss({ positions, times: moved.warp }, truth).value;
      });
      // Another optimum, or a warp that is the truth.
      if (Math.abs(after - before) > 1e-3 || gradient.every((value) => value === 0)) continue;
      const expected = byInputs.y.reduce((sum, value, k) => sum + value * direction[k], 0);
      const measured = (after - before) / (2 * step);
      expect(Math.abs(expected - measured), `seed ${seed}`).toBeLessThan(1e-4 * (1 + Math.abs(measured)));
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(60);
});
