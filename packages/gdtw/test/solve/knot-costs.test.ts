import { createRandom } from '@rubato/core';
import { expect, it } from 'vitest';
import { createSignal, createWarpProblem } from '../../src/index.ts';
import { reachableRanges } from '../../src/problem/feasibility.ts';
import type { WarpChain } from '../../src/solve/chain.ts';
import { createChain, knotCost } from '../../src/solve/chain.ts';
import { findInterval } from '../../src/signal/signal.ts';
import { createKnotCosts } from '../../src/solve/knot-costs.ts';
import { randomIngredients, toProblem } from '../support/random-problem.ts';

function chainOf(problem: Parameters<typeof reachableRanges>[0]): WarpChain {
  const ranges = reachableRanges(problem);
  if ('reason' in ranges) throw new Error(ranges.reason);
  return createChain(problem, ranges, {});
}

/** Rows of all widths, from all of x to far less than a segment, its observations and its ends among them. */
function* rows(chain: WarpChain, random: () => number): Generator<Float64Array> {
  yield chain.times;
  for (const width of [1, 0.1, 1e-3, 1e-7]) {
    const middle = random();
    yield Float64Array.from({ length: 40 }, () => Math.min(1, Math.max(0, middle + width * (random() - 0.5)))).toSorted();
  }
}

it.each([
  { signalLoss: 'squared' },
  { signalLoss: 'squared', cubic: 'x' },
  { signalLoss: 'absolute' },
  { signalLoss: 'huber' },
  { signalLoss: 'p-norm' },
] as const)('adds the losses of a row as they are one by one: %o', (flavour) => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = createRandom(seed);
    const chain = chainOf(toProblem(randomIngredients(random, flavour)));
    const add = createKnotCosts(chain);
    for (let knot = 0; knot < chain.count; knot++) {
      for (const row of rows(chain, random)) {
        const costs = new Float64Array(row.length).fill(1);
        const half = Math.floor(row.length / 2);
        add(knot, row, costs, half, row.length);
        expect(costs.subarray(0, half).every((cost) => cost === 1)).toBe(true);
        add(knot, row, costs, 0, half);
        row.forEach((value, k) => {
          const right = 1 + knotCost(chain, knot, findInterval(chain.times, value), value);
          expect(Math.abs(costs[k] - right), `seed ${seed}`).toBeLessThanOrEqual(1e-14 * (1 + right));
        });
      }
    }
  }
});

it.each([1, 3])('squares of %i channels are exact where x agrees with y, and finite where x is level or all but', (channels) => {
  for (const rise of [0, 1e-170, 1e-160, 1e-100, 1e-9, 1, 1e59]) {
    const rows = (list: number[]): number[][] => list.map((value) => Array.from({ length: channels }, () => value));
    const x = createSignal(rows([1, 1 + rise, 1, 1 - 2 * rise]));
    const y = createSignal(rows([1, 0, rise, 1]));
    const chain = chainOf(createWarpProblem({ x, y, lambda: 1 }));
    const add = createKnotCosts(chain);
    const costs = new Float64Array(4);
    add(0, chain.times, costs, 0, 4);
    expect([costs[0], costs[2]], `rise ${rise}`).toEqual([0, 0]);
    add(1, chain.times, costs, 0, 4);
    expect(
      costs.every((cost) => cost >= 0 && cost < 1e130),
      `rise ${rise}: ${costs.join(' ')}`,
    ).toBe(true);
    const right = channels * (chain.weights[1] * (1 + rise) ** 2 + chain.weights[0] * rise ** 2);
    expect(Math.abs(costs[1] - right)).toBeLessThanOrEqual(1e-14 * right);
  }
});
