import { softmin } from '@rubato/minimum';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backwardThree, backwardTwo, forwardThree, forwardTwo } from '../../src/kernels/softmin.ts';

const COUNT = 9;
const cost = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -20, max: 20, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(Infinity) },
);
const stretch = fc.array(cost, { minLength: COUNT + 2, maxLength: COUNT + 2 }).map((list) => Float64Array.from(list));
const gamma = fc.constantFrom(1e-100, 1e-3, 0.1, 1, 30, 1e6);

/** Candidates of cell k: what stands in D plus the step's cost. */
const candidatesOf = (D: Float64Array, positions: readonly number[], costs: readonly Float64Array[], k: number): Float64Array =>
  Float64Array.from(positions, (position, s) => D[position + k] + costs[s][k + 1]);

describe.each([2, 3])('softmin over %i steps', (steps) => {
  // Two predecessors in a row above and, the last, the cell before in the same row.
  const setting = fc.record({ above: stretch, costs: fc.tuple(stretch, stretch, stretch), before: cost, gamma });

  /** D: the row above at 0, the own row at COUNT + 3, one cell before it. */
  function layOut(above: Float64Array, before: number): { D: Float64Array; own: number; positions: number[] } {
    const D = new Float64Array(2 * COUNT + 6).fill(NaN);
    D.set(above, 0);
    const own = COUNT + 3;
    D[own - 1] = before;
    return { D, own, positions: steps === 2 ? [1, own - 1] : [1, 0, own - 1] };
  }

  const forward = (D: Float64Array, own: number, p: readonly number[], c: readonly Float64Array[], temperature: number): void => {
    if (steps === 2) forwardTwo(D, own, p[0], p[1], c[0], c[1], 1, COUNT, temperature);
    else forwardThree(D, own, p[0], p[1], p[2], c[0], c[1], c[2], 1, COUNT, temperature);
  };

  it('forward is the record of the minimum, cell after cell', () => {
    fc.assert(
      fc.property(setting, ({ above, costs, before, gamma: temperature }) => {
        const { D, own, positions } = layOut(above, before);
        forward(D, own, positions, costs, temperature);
        const weights = new Float64Array(steps);
        for (let k = 0; k < COUNT; k++) {
          const expected = softmin.evaluate(candidatesOf(D, positions, costs, k), steps, temperature, weights);
          if (expected === Infinity) expect(D[own + k]).toBe(Infinity);
          else expect(Math.abs(D[own + k] - expected)).toBeLessThanOrEqual(1e-15 * (Math.abs(expected) + 2 * temperature));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('backward hands on E times the weights of the record, and keeps what each step carried', () => {
    const cells = fc.array(fc.oneof(fc.constant(0), fc.constant(1e-295), fc.double({ min: -5, max: 5, noNaN: true })), {
      minLength: COUNT,
      maxLength: COUNT,
    });
    fc.assert(
      fc.property(setting, cells, ({ above, costs, before, gamma: temperature }, seeds) => {
        const { D, own, positions } = layOut(above, before);
        forward(D, own, positions, costs, temperature);
        const E = new Float64Array(D.length);
        const expected = new Float64Array(D.length);
        // What is added up, without its signs: where seeds cancel, this is what rounding goes by.
        const sizes = new Float64Array(D.length);
        seeds.forEach((seed, k) => {
          if (D[own + k] === Infinity) return;
          E[own + k] = expected[own + k] = seed;
          sizes[own + k] = Math.abs(seed);
        });
        const marginals = [0, 1, 2].map(() => new Float64Array(COUNT + 1).fill(NaN));
        const [a, b, c] = positions;
        if (steps === 2) backwardTwo(D, E, a, b, own, a, b, costs[0], costs[1], 1, COUNT, temperature, marginals);
        else backwardThree(D, E, a, b, c, own, a, b, c, costs[0], costs[1], costs[2], 1, COUNT, temperature, marginals);
        const weights = new Float64Array(steps);
        for (let k = COUNT - 1; k >= 0; k--) {
          softmin.evaluate(candidatesOf(D, positions, costs, k), steps, temperature, weights);
          positions.forEach((position, s) => {
            const carried = expected[own + k] * weights[s];
            expected[position + k] += carried;
            sizes[position + k] += sizes[own + k] * weights[s];
            expect(Math.abs(marginals[s][k + 1] - carried), `marginal ${s}, ${k}`).toBeLessThanOrEqual(1e-11 * sizes[own + k] + 1e-280);
          });
        }
        // E is below 50, and a weight e^-30 has lost 30 units of its last place to its argument: 50·9·30·1e-16.
        expected.forEach((value, at) => expect(Math.abs(E[at] - value)).toBeLessThanOrEqual(2e-12));
        // Without marginals the same.
        const again = new Float64Array(D.length);
        seeds.forEach((seed, k) => void (again[own + k] = D[own + k] === Infinity ? 0 : seed));
        if (steps === 2) backwardTwo(D, again, a, b, own, a, b, costs[0], costs[1], 1, COUNT, temperature, undefined);
        else backwardThree(D, again, a, b, c, own, a, b, c, costs[0], costs[1], costs[2], 1, COUNT, temperature, undefined);
        expect(again).toEqual(E);
      }),
      { numRuns: 2000 },
    );
  });
});
