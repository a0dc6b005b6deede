import { weightedCost } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instance } from './support/test-row.ts';

const UNIT = 512 * Math.LN2;
const { exports } = instance;

/** Rows of doubles in the kernels' memory. */
function rows(...values: readonly ArrayLike<number>[]): { readonly addresses: number[]; readonly views: Float64Array[] } {
  instance.begin(2 ** 16);
  const addresses = values.map((list) => instance.take(8 * list.length));
  const views = addresses.map((address, i) => instance.all.f64.subarray(address / 8, address / 8 + values[i].length));
  views.forEach((view, i) => view.set(values[i]));
  return { addresses, views };
}

const cost = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -20, max: 20, noNaN: true }) },
  { weight: 2, arbitrary: fc.double({ min: -4e6, max: 4e6, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 177, -177, 176.7, 354, Infinity) },
);

describe('exponentials of costs', () => {
  it('are exp(-cost/γ) as mantissas and exponents of 2^512, to a few units in the last place of the argument', () => {
    fc.assert(
      fc.property(fc.array(cost, { minLength: 1, maxLength: 7 }), fc.constantFrom(0.5, 1, 30), (costs, gamma) => {
        const { addresses, views } = rows(costs, costs, costs);
        const within = exports.exponentiate(addresses[0], costs.length, -Math.LOG2E / gamma, 2e7, addresses[1], addresses[2]);
        expect(within).toBe(1);
        const exponents = new Int32Array(views[2].buffer, views[2].byteOffset, costs.length);
        costs.forEach((value, k) => {
          const mantissa = views[1][k];
          if (value === Infinity) {
            expect([mantissa, exponents[k]]).toEqual([0, 0]);
            return;
          }
          expect(mantissa).toBeGreaterThanOrEqual(2 ** -257);
          expect(mantissa).toBeLessThanOrEqual(2 ** 256);
          const back = -gamma * (Math.log(mantissa) + exponents[k] * UNIT);
          expect(Math.abs(back - value)).toBeLessThanOrEqual(1e-15 * (Math.abs(value) + 10 * gamma));
          if (value === 0) expect([mantissa, exponents[k]]).toEqual([1, 0]);
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('have errors of a unit in the last place where nothing is lost in the argument', () => {
    for (let i = -500; i <= 500; i++) {
      const { addresses, views } = rows([i / 1000], [0], [0]);
      exports.exponentiate(addresses[0], 1, -1, 1e6, addresses[1], addresses[2]);
      const exact = 2 ** (-i / 1000);
      expect(Math.abs(views[1][0] / exact - 1)).toBeLessThanOrEqual(3 * 2 ** -53);
    }
  });

  it('tell where a cost has no room, however large, in pairs and alone', () => {
    for (const wrong of [1e7, -1e7, 1e12, -1e140, 1e140]) {
      for (const costs of [[wrong], [1, wrong], [wrong, 1], [1, 1, wrong], [Infinity, wrong]]) {
        const { addresses } = rows(costs, costs, costs);
        expect(exports.exponentiate(addresses[0], costs.length, -1, 5e6, addresses[1], addresses[2])).toBe(0);
      }
    }
    const { addresses } = rows([5e6, -5e6, Infinity], [0, 0, 0], [0, 0, 0]);
    expect(exports.exponentiate(addresses[0], 3, -1, 5e6, addresses[1], addresses[2])).toBe(1);
    expect(exports.exponentiate(addresses[0], 2, -1, 100, addresses[1], addresses[2])).toBe(0);
  });
});

describe('step costs', () => {
  const number = fc.oneof(
    { weight: 5, arbitrary: fc.double({ min: 0, max: 9, noNaN: true }) },
    { weight: 2, arbitrary: fc.constantFrom(0, Infinity) },
  );
  const signed = fc.oneof(number, fc.double({ min: -9, max: 9, noNaN: true }));

  it('are W·C + P, and Infinity where any of them is, with numbers by column or one for all', () => {
    const row = fc.integer({ min: 1, max: 6 }).chain((length) => {
      const list = (of: fc.Arbitrary<number>): fc.Arbitrary<number[]> => fc.array(of, { minLength: length, maxLength: length });
      return fc.tuple(list(signed), list(number), list(number));
    });
    fc.assert(
      fc.property(row, fc.boolean(), fc.boolean(), ([costs, weights, penalties], oneWeight, onePenalty) => {
        const { addresses, views } = rows(costs, weights, penalties, costs);
        const [c, w, p, out] = addresses;
        exports.weighCosts(c, w, oneWeight ? 0 : 8, p, onePenalty ? 0 : 8, out, costs.length);
        const expected = costs.map((value, k) => weightedCost(weights[oneWeight ? 0 : k], value, penalties[onePenalty ? 0 : k]));
        expect(Array.from(views[3], (value) => value + 0)).toEqual(expected.map((value) => value + 0));
        exports.maskFactors(c, w, oneWeight ? 0 : 8, p, onePenalty ? 0 : 8, out, costs.length);
        const masked = costs.map((value, k) =>
          [weights[oneWeight ? 0 : k], penalties[onePenalty ? 0 : k]].includes(Infinity) ? 0 : value,
        );
        expect([...views[3]]).toEqual(masked);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('distances', () => {
  it('are -γ·ln P, and Infinity of zero', () => {
    const { addresses, views } = rows([1, 2 ** -200, 0, 1.5], [0, 0], [0, 0, 0, 0]);
    new Int32Array(views[1].buffer, views[1].byteOffset, 4).set([0, -3, -(2 ** 29), 7]);
    exports.distances(addresses[0], addresses[1], 4, 2, addresses[2]);
    const expected = [0, 2 * (200 * Math.LN2 + 3 * UNIT), Infinity, -2 * (Math.log(1.5) + 7 * UNIT)];
    [...views[2]].forEach((value, k) =>
      expected[k] === Infinity ? expect(value).toBe(Infinity) : expect(value).toBeCloseTo(expected[k], 9),
    );
  });
});
