import { softmin } from '@rubato/minimum';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  backwardExtended,
  distanceOf,
  exponentiate,
  exponentOf,
  forwardExtended,
  largestArgument,
  mantissaOf,
  ZERO_EXPONENT,
} from '../../src/kernels/extended.ts';

const COUNT = 9;
/** Costs over γ from close together to thousands of powers of ten apart. */
const cost = fc.oneof(
  { weight: 5, arbitrary: fc.double({ min: -20, max: 20, noNaN: true }) },
  { weight: 2, arbitrary: fc.double({ min: -1e5, max: 1e5, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(Infinity) },
);
const row = fc.array(cost, { minLength: COUNT + 2, maxLength: COUNT + 2 }).map((list) => Float64Array.from(list));
const setting = fc.record({ above: row, before: cost, costs: fc.tuple(row, row, row), gamma: fc.constantFrom(0.1, 1, 30) });

/** Numbers as extended ones. */
function extend(distances: Float64Array, gamma: number): { readonly P: Float64Array; readonly X: Int32Array } {
  const X = Int32Array.from(distances, (distance) => exponentOf(distance, gamma));
  return { P: distances.map((distance, i) => mantissaOf(distance, X[i], gamma)), X };
}

describe('extended numbers', () => {
  it('hold distances of any size, to the digits of D/γ', () => {
    fc.assert(
      fc.property(cost, fc.constantFrom(1e-3, 1, 1e6), (distance, gamma) => {
        const exponent = exponentOf(distance, gamma);
        const mantissa = mantissaOf(distance, exponent, gamma);
        const back = distanceOf(mantissa, exponent, gamma);
        if (distance === Infinity) expect([mantissa, exponent, back]).toEqual([0, ZERO_EXPONENT, Infinity]);
        else {
          expect(Math.abs(back - distance)).toBeLessThanOrEqual(1e-13 * (Math.abs(distance) + gamma));
          expect(mantissa).toBeGreaterThanOrEqual(2 ** -257);
          expect(mantissa).toBeLessThanOrEqual(2 ** 257);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('have no room for distances beyond their exponents, and say so', () => {
    expect(exponentOf(1e12, 1)).toBeNaN();
    expect(exponentOf(-1e12, 1)).toBeNaN();
    expect(exponentOf(1e10, 1)).not.toBeNaN();
  });

  it('take exponentials of costs, and tell where one is beyond the limit', () => {
    const costs = Float64Array.of(9e9, 0, 3, -700, Infinity, 4e6, 9e9);
    const [factors, exponents] = [new Float64Array(7), new Int32Array(7)];
    const within = (limit: number): boolean => exponentiate(costs, 1, 5, 1, limit, factors, exponents);
    expect([within(5e6), within(3e6)]).toEqual([true, false]);
    for (const k of [1, 2, 3, 5]) expect(distanceOf(factors[k], exponents[k], 1)).toBeCloseTo(costs[k], 8);
    expect([factors[4], exponents[4], factors[0], factors[6]]).toEqual([0, 0, 0, 0]);
  });

  it('bound costs by the length of paths, so that no path runs out of exponents', () => {
    expect(largestArgument(10)).toBe(largestArgument(1000));
    expect(largestArgument(1e9)).toBeLessThan(100);
    expect((largestArgument(1e9) * 1e9) / (512 * Math.LN2)).toBeLessThanOrEqual(2 ** 27);
  });
});

describe.each([2, 3])('the extended kernels over %i steps', (steps) => {
  const own = COUNT + 3;
  // The cell before in the same row comes last; a third step that there is not leads to zeros.
  const positions = steps === 2 ? [1, own - 1] : [1, 0, own - 1];
  const zeros = 2 * COUNT + 6;
  const third = steps === 2 ? zeros : positions[2];

  function layOut({ above, before, costs, gamma }: { above: Float64Array; before: number; costs: readonly Float64Array[]; gamma: number }) {
    const distances = new Float64Array(3 * COUNT + 6).fill(Infinity);
    distances.set(above);
    distances[own - 1] = before;
    const { P, X } = extend(distances, gamma);
    const factors = costs.map(() => new Float64Array(COUNT + 2));
    const exponents = costs.map(() => new Int32Array(COUNT + 2));
    costs.forEach((list, s) => exponentiate(list, 1, COUNT, gamma, Infinity, factors[s], exponents[s]));
    forwardExtended(P, X, own, positions[0], positions[1], third, factors, exponents, 1, COUNT);
    return { P, X, factors, exponents };
  }

  const candidatesOf = (D: Float64Array, costs: readonly Float64Array[], k: number): Float64Array =>
    Float64Array.from(positions, (position, s) => D[position + k] + costs[s][k + 1]);

  it('forward is the record of softmin, cell after cell', () => {
    fc.assert(
      fc.property(setting, (input) => {
        const { P, X } = layOut(input);
        const D = P.map((mantissa, i) => distanceOf(mantissa, X[i], input.gamma));
        const weights = new Float64Array(steps);
        for (let k = 0; k < COUNT; k++) {
          const expected = softmin.evaluate(candidatesOf(D, input.costs, k), steps, input.gamma, weights);
          if (expected === Infinity) expect([P[own + k], D[own + k]]).toEqual([0, Infinity]);
          else expect(Math.abs(D[own + k] - expected)).toBeLessThanOrEqual(1e-14 * (Math.abs(expected) + 3e5 + input.gamma));
          expect(P[own + k] === 0 || (P[own + k] >= 2 ** -257 && P[own + k] <= 2 ** 257)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('backward hands on E times the weights of the record, and keeps what each step carried', () => {
    const seeds = fc.array(fc.oneof(fc.constant(0), fc.double({ min: -5, max: 5, noNaN: true })), { minLength: COUNT, maxLength: COUNT });
    fc.assert(
      fc.property(setting, seeds, (input, seed) => {
        const { P, X, factors, exponents } = layOut(input);
        const D = P.map((mantissa, i) => distanceOf(mantissa, X[i], input.gamma));
        const [E, expected] = [new Float64Array(P.length), new Float64Array(P.length)];
        seed.forEach((e, k) => {
          if (D[own + k] !== Infinity) E[own + k] = expected[own + k] = e;
        });
        const marginals = [0, 1, 2].map(() => new Float64Array(COUNT + 1).fill(NaN));
        backwardExtended(
          P,
          X,
          own,
          positions[0],
          positions[1],
          third,
          factors,
          exponents,
          1,
          COUNT,
          E,
          own,
          positions[0],
          positions[1],
          third,
          marginals,
        );
        const weights = new Float64Array(steps);
        for (let k = COUNT - 1; k >= 0; k--) {
          softmin.evaluate(candidatesOf(D, input.costs, k), steps, input.gamma, weights);
          positions.forEach((position, s) => {
            const carried = expected[own + k] * weights[s];
            expected[position + k] += carried;
            // D/γ of 1e6 has ten digits behind the point.
            expect(Math.abs(marginals[s][k + 1] - carried), `step ${s}, cell ${k}`).toBeLessThanOrEqual(
              1e-8 * (1 + Math.abs(expected[own + k])),
            );
          });
        }
        expected.forEach((value, i) => expect(Math.abs(E[i] - value)).toBeLessThanOrEqual(1e-7));
        expect(E.subarray(zeros).every((value) => value === 0)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
