import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { edgeCost } from '../../src/solve/chain.ts';
import { createEdge } from '../../src/solve/convex-edge.ts';
import { intervalChain, intervalEdge, PENALTIES } from '../support/interval-edge.ts';

describe.each(Object.entries(PENALTIES))('the edge of the penalty %s', (_, penalty) => {
  it('costs what the chain says, and crosses where both candidates cost the same', () => {
    let finite = 0;
    let never = 0;
    for (let seed = 1; seed <= 5000; seed++) {
      const random = createRandom(seed);
      const numbers = {
        lambda: 10 ** (4 * random() - 2),
        interval: 10 ** (-2 * random()),
        ratio: 10 ** (2 * random() - 1),
        expectedSlope: 4 * random() - 1,
        threshold: 10 ** (3 * random() - 2),
      };
      const chain = intervalChain(penalty, numbers);
      const edge = intervalEdge(penalty, numbers);
      for (const delta of [-1, 0, random(), 3]) {
        const right = edgeCost(chain, 0, delta);
        expect(Math.abs(edge.cost(delta) - right), `seed ${seed}`).toBeLessThanOrEqual(1e-13 * (1 + right));
      }
      const [earlier, later] = [random(), random()].toSorted((a, b) => a - b);
      const at = earlier + 3 * (random() - 0.5);
      // As much dearer as the later one is cheaper to come from, at this value; sometimes more than it ever is.
      const rise = (edge.cost(at - earlier) - edge.cost(at - later)) * (seed % 4 === 0 ? 3 : 1);
      const crossing = edge.crossing!(rise, earlier, later);
      const gain = (value: number): number => edge.cost(value - earlier) - edge.cost(value - later) - rise;
      const noise = 1e-11 * (1 + edge.cost(Math.abs(crossing) < 1e3 ? crossing - earlier : 1e3) + Math.abs(rise));
      if (Math.abs(crossing) === Infinity) {
        for (const value of [-50, -1, 0, 0.5, 1, 50]) {
          if (crossing > 0) expect(gain(value), `seed ${seed}`).toBeLessThanOrEqual(noise);
          else expect(gain(value), `seed ${seed}`).toBeGreaterThanOrEqual(-noise);
        }
        never++;
        continue;
      }
      expect(Math.abs(gain(crossing)), `seed ${seed}`).toBeLessThanOrEqual(noise);
      expect(gain(crossing + 0.01), `seed ${seed}`).toBeGreaterThanOrEqual(-noise);
      expect(gain(crossing - 0.01), `seed ${seed}`).toBeLessThanOrEqual(noise);
      finite++;
    }
    expect(finite).toBeGreaterThan(2000);
    if (penalty !== PENALTIES.squared) expect(never).toBeGreaterThan(200);
  });

  it('says which differences a budget pays for', () => {
    for (let seed = 1; seed <= 1000; seed++) {
      const random = createRandom(seed);
      const edge = intervalEdge(penalty, {
        lambda: 10 ** (4 * random() - 2),
        interval: 10 ** (-2 * random()),
        ratio: 10 ** (2 * random() - 1),
        expectedSlope: 4 * random() - 1,
        threshold: 10 ** (3 * random() - 2),
      });
      const budget = 10 ** (6 * random() - 3);
      for (const delta of [edge.leastWithin!(budget), edge.mostWithin!(budget)]) {
        expect(Math.abs(edge.cost(delta) / budget - 1), `seed ${seed}`).toBeLessThan(1e-6);
      }
      expect(edge.leastWithin!(0)).toBe(edge.mostWithin!(0));
    }
    const free = intervalEdge(penalty, { lambda: 0, interval: 1, ratio: 1, expectedSlope: 1, threshold: 1 });
    expect([free.leastWithin!(0), free.mostWithin!(0)]).toEqual([-Infinity, Infinity]);
  });

  it('without a weight the cheaper one is better everywhere, and of two alike the first', () => {
    const edge = intervalEdge(penalty, { lambda: 0, interval: 1, ratio: 1, expectedSlope: 1, threshold: 1 });
    expect([-1, 0, 1].map((rise) => edge.crossing!(rise, 0, 1))).toEqual([-Infinity, Infinity, Infinity]);
  });

  it('says nothing of crossings where its numbers leave float64', () => {
    const numbers = { lambda: 1, interval: 1, ratio: 1, expectedSlope: 1, threshold: 1 };
    expect('crossing' in intervalEdge(penalty, { ...numbers, ratio: 1e90 })).toBe(false);
    expect('crossing' in intervalEdge(penalty, { ...numbers, lambda: 1e-90 })).toBe(false);
    expect('crossing' in intervalEdge(penalty, { ...numbers, expectedSlope: 1e90 })).toBe(false);
  });
});

it('a penalty of one’s own has no known crossing', () => {
  const own = { ...PENALTIES.squared, name: 'own' };
  const numbers = { lambda: 2, interval: 0.5, ratio: 1, expectedSlope: 1, threshold: 1 };
  const edge = createEdge(intervalChain(own, numbers));
  edge.set(0);
  expect('crossing' in edge).toBe(false);
  expect(edge.cost(1)).toBe(1);
});
