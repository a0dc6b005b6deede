import type { RandomGenerator } from '@rubato/core';
import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import type { ConvexEdge } from '../../src/solve/convex-edge.ts';
import type { Stretch, Transition } from '../../src/solve/transition.ts';
import { convexTransition, createTransitionScratch } from '../../src/solve/transition.ts';
import { intervalEdge, PENALTIES } from '../support/interval-edge.ts';
import { plainTransition, whole as wholeOf } from '../support/plain-transition.ts';

const SIZE = 24;
const scratch = createTransitionScratch(4096);
const whole = (random: RandomGenerator, most: number): number => Math.floor(random() * (most + 1));

/** Edge costs of whole numbers: of Rubato's own penalties, whose crossings are known, and a sum of convex functions, whose are not. */
const EDGES: Record<string, (random: RandomGenerator) => ConvexEdge> = {
  'any convex function': (random) => {
    const [a, b, c, kink, corner] = [2, 9, 9, 20, 20].map((most) => whole(random, most));
    return {
      cost: (delta) => a * delta * delta + b * Math.abs(delta - kink + 10) + c * Math.max(0, delta - corner + 10),
    };
  },
  ...Object.fromEntries(
    Object.entries(PENALTIES).map(([name, penalty]) => [
      name,
      (random: RandomGenerator) =>
        intervalEdge(penalty, {
          lambda: whole(random, 4),
          interval: 1,
          ratio: 1 + whole(random, 1),
          expectedSlope: whole(random, 8) - 2,
          threshold: 1 + whole(random, 5),
        }),
    ]),
  ),
};

/** Whole numbers throughout, so that every sum is exact: sorted values, some unreached, a random slope window. */
function randomTransition(seed: number, makeEdge: (random: RandomGenerator) => ConvexEdge): Transition {
  const random = createRandom(seed);
  const sorted = (length: number, most: number): Float64Array => Float64Array.from({ length }, () => whole(random, most)).toSorted();
  const range = 1 + whole(random, 30);
  const share = random();
  const windowed = random() < 0.7;
  const least = whole(random, 12) - 6;
  const from = sorted(1 + whole(random, SIZE), range);
  const to = sorted(1 + whole(random, SIZE), range);
  const stretch = (values: Float64Array): Stretch => {
    if (seed % 3 > 0) return wholeOf(values);
    const begin = whole(random, values.length - 1);
    return { begin, end: begin + whole(random, values.length - begin) };
  };
  return {
    from,
    to,
    fromStretch: stretch(from),
    toStretch: stretch(to),
    costs: from.map(() => (random() < share * 0.9 ? Infinity : whole(random, 40))),
    leastDelta: windowed ? least : -Infinity,
    mostDelta: windowed && random() < 0.8 ? least + whole(random, 10) : Infinity,
    edge: makeEdge(random),
  };
}

describe.each(Object.entries(EDGES))('the transition with the edge cost: %s', (name, makeEdge) => {
  it('equals the plain loop on 10,000 random problems to the bit, and takes the first of candidates alike', () => {
    let forbidden = 0;
    let unreached = 0;
    for (let seed = 1; seed <= 10_000; seed++) {
      const step = randomTransition(seed, makeEdge);
      const out = new Float64Array(step.to.length).fill(7);
      const origins = new Int32Array(step.to.length + 2).fill(7);
      convexTransition(step, scratch, out, origins, 1);
      const right = plainTransition(step);
      const { begin, end } = step.toStretch;
      expect(out.subarray(begin, end), `seed ${seed}`).toEqual(right.out.subarray(begin, end));
      expect(origins.subarray(1 + begin, 1 + end), `seed ${seed}`).toEqual(right.origins.subarray(begin, end));
      // Nothing is written beside the stretch.
      const beside = [...out.subarray(0, begin), ...out.subarray(end), ...origins.subarray(0, 1 + begin), ...origins.subarray(1 + end)];
      expect(beside.every((value) => value === 7)).toBe(true);
      forbidden += right.origins.filter((j) => j < 0).length;
      if (step.costs.includes(Infinity)) unreached++;
    }
    // Rows without a candidate and candidates that nobody reaches are what goes wrong easily.
    expect(forbidden).toBeGreaterThan(10_000);
    expect(unreached).toBeGreaterThan(5_000);
  });

  it('equals the plain loop on real numbers up to rounding', () => {
    for (let seed = 1; seed <= 2_000; seed++) {
      const random = createRandom(seed);
      const list = (length: number): Float64Array => Float64Array.from({ length }, random);
      const weight = 10 ** (4 * random() - 2);
      const numbers = {
        lambda: weight,
        interval: 0.01 + random(),
        ratio: 1 + random(),
        expectedSlope: random(),
        threshold: 10 ** (3 * random() - 2),
      };
      const penalty = PENALTIES[name as keyof typeof PENALTIES] as (typeof PENALTIES)['squared'] | undefined;
      const step: Transition = {
        from: list(60).toSorted(),
        to: list(60).toSorted(),
        fromStretch: { begin: 0, end: 60 },
        toStretch: { begin: 0, end: 60 },
        costs: list(60),
        leastDelta: -0.3 * random(),
        mostDelta: seed % 2 === 0 ? Infinity : 0.5 * random(),
        edge: penalty === undefined ? { cost: (delta) => weight * (delta - 0.1) ** 2 } : intervalEdge(penalty, numbers),
      };
      const out = new Float64Array(60);
      convexTransition(step, scratch, out, new Int32Array(60));
      plainTransition(step).out.forEach((value, k) => {
        if (value === Infinity) expect(out[k]).toBe(Infinity);
        else expect(Math.abs(out[k] - value), `seed ${seed}`).toBeLessThanOrEqual(1e-13 * (1 + value));
      });
    }
  });
});

describe('the work of a transition', () => {
  const sizes = [64, 256, 1024, 4096];
  const looksAt = (size: number, edge: ConvexEdge, mostDelta: number): number => {
    let looks = 0;
    const cost = (delta: number): number => {
      looks++;
      return edge.cost(delta);
    };
    const crossing = (rise: number, earlier: number, later: number): number => {
      looks++;
      return edge.crossing!(rise, earlier, later);
    };
    const values = Float64Array.from({ length: size }, (_, k) => k / size);
    const step: Transition = {
      from: values,
      to: values,
      fromStretch: wholeOf(values),
      toStretch: wholeOf(values),
      costs: values.map((value) => Math.sin(40 * value)),
      leastDelta: 0,
      mostDelta,
      edge: edge.crossing === undefined ? { cost } : { cost, crossing },
    };
    convexTransition(step, scratch, new Float64Array(size), new Int32Array(size));
    return looks;
  };
  const numbers = { lambda: 5, interval: 1, ratio: 1, expectedSlope: 1, threshold: 0.3 };

  it.each(sizes)('is O(M) edges and crossings where crossings are known, M = %i', (size) => {
    for (const penalty of Object.values(PENALTIES)) {
      for (const mostDelta of [Infinity, 0.1]) {
        // A row looks at one edge; each crossing puts a candidate on the stack or takes one off.
        expect(looksAt(size, intervalEdge(penalty, numbers), mostDelta)).toBeLessThan(3 * size);
      }
    }
  });

  it.each(sizes)('is O(M log M) edges for any convex function, M = %i', (size) => {
    const edge = { cost: (delta: number) => 5 * delta * delta };
    expect(looksAt(size, edge, Infinity)).toBeLessThan(2 * size * (1 + Math.log2(size)));
  });
});
