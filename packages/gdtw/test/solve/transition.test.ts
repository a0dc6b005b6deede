import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import type { Transition } from '../../src/solve/transition.ts';
import { convexTransition, createTransitionScratch } from '../../src/solve/transition.ts';
import { plainTransition } from '../support/plain-transition.ts';

const SIZE = 24;
const scratch = createTransitionScratch(1024);

/** Whole numbers throughout, so that every sum is exact: sorted values, some unreached, a random convex cost, a random slope window. */
function randomTransition(seed: number): Transition {
  const random = createRandom(seed);
  const whole = (most: number): number => Math.floor(random() * (most + 1));
  const sorted = (length: number, most: number): Float64Array => Float64Array.from({ length }, () => whole(most)).toSorted();
  const range = 1 + whole(30);
  const share = random();
  const [a, b, c, kink, corner] = [whole(2), whole(9), whole(9), whole(20) - 10, whole(20) - 10];
  const windowed = random() < 0.7;
  const least = whole(12) - 6;
  return {
    from: sorted(1 + whole(SIZE), range),
    to: sorted(1 + whole(SIZE), range),
    costs: Float64Array.from({ length: SIZE + 1 }, () => (random() < share * 0.9 ? Infinity : whole(40))),
    leastDelta: windowed ? least : -Infinity,
    mostDelta: windowed ? least + whole(10) : Infinity,
    edge: (delta) => a * delta * delta + b * Math.abs(delta - kink) + c * Math.max(0, delta - corner),
  };
}

describe('the fast transition', () => {
  it('equals the plain loop on 10,000 random convex problems, to the bit', () => {
    let forbidden = 0;
    let unreached = 0;
    for (let seed = 1; seed <= 10_000; seed++) {
      const whole = randomTransition(seed);
      const step = { ...whole, costs: whole.costs.subarray(0, whole.from.length) };
      const out = new Float64Array(step.to.length);
      const origins = new Int32Array(step.to.length);
      convexTransition(step, scratch, out, origins);
      expect(out, `seed ${seed}`).toEqual(plainTransition(step));
      for (let k = 0; k < out.length; k++) {
        if (out[k] === Infinity) {
          expect(origins[k]).toBe(-1);
          forbidden++;
        } else expect(step.costs[origins[k]] + step.edge(step.to[k] - step.from[origins[k]]), `seed ${seed}`).toBe(out[k]);
      }
      if (step.costs.includes(Infinity)) unreached++;
    }
    // Rows without a candidate and candidates that nobody reaches are what goes wrong easily.
    expect(forbidden).toBeGreaterThan(10_000);
    expect(unreached).toBeGreaterThan(5_000);
  });

  it('equals the plain loop on real numbers up to rounding', () => {
    for (let seed = 1; seed <= 1_000; seed++) {
      const random = createRandom(seed);
      const list = (length: number): Float64Array => Float64Array.from({ length }, random);
      const weight = 10 ** (4 * random() - 2);
      const step: Transition = {
        from: list(60).toSorted(),
        to: list(60).toSorted(),
        costs: list(60),
        leastDelta: -0.3 * random(),
        mostDelta: 0.5 * random(),
        edge: (delta) => weight * (delta - 0.1) ** 2,
      };
      const out = new Float64Array(60);
      convexTransition(step, scratch, out, new Int32Array(60));
      plainTransition(step).forEach((value, k) => {
        if (value === Infinity) expect(out[k]).toBe(Infinity);
        else expect(Math.abs(out[k] - value)).toBeLessThanOrEqual(1e-13 * (1 + weight));
      });
    }
  });

  it.each([64, 256, 1024])('looks at O(M log M) edges for M = %i', (size) => {
    let looks = 0;
    const values = Float64Array.from({ length: size }, (_, k) => k / size);
    const step: Transition = {
      from: values,
      to: values,
      costs: values.map((value) => Math.sin(40 * value)),
      leastDelta: -Infinity,
      mostDelta: Infinity,
      edge: (delta) => {
        looks++;
        return 5 * delta * delta;
      },
    };
    convexTransition(step, scratch, new Float64Array(size), new Int32Array(size));
    expect(looks).toBeLessThan(2 * size * (1 + Math.log2(size)));
  });
});
