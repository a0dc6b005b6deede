import { describe, expect, it } from 'vitest';
import { localCosts, prepareLocalCost, squaredEuclidean, weightedSum } from '@rubato/costs';
import type { LocalCost, PreparedCost, WeightedCostTerm } from '@rubato/costs';
import { costOf, expectClose, float64, gradientsOf, programOf } from './support.ts';

const prepare = (terms: readonly WeightedCostTerm[], dimension: number): PreparedCost =>
  prepareLocalCost({ name: 'weightedSum', terms }, dimension);
const squares = { name: 'squaredEuclidean' };
const likelihood = { name: 'negativeLogLikelihood' };

describe('weightedSum', () => {
  it('adds its terms, each on its own range', () => {
    const absolute = { name: 'absolute' };
    const cost = prepare(
      [
        { cost: squares, weight: 2, last: 1 },
        { cost: absolute, weight: 3, first: 1 },
      ],
      3,
    );
    expect(costOf(cost, [1, 2, 3], [4, 6, 8])).toBe(2 * 9 + 3 * 9);
    expect(gradientsOf(cost, [1, 2, 3], [4, 6, 8])).toEqual({ x: [-12, -3, -3], y: [12, 3, 3] });
  });

  it('lets ranges overlap, and leaves dimensions out', () => {
    const cost = prepare(
      [
        { cost: squares, weight: 1, last: 2 },
        { cost: squares, weight: 10, first: 1, last: 2 },
      ],
      3,
    );
    expect(costOf(cost, [1, 1, 1], [2, 3, 4])).toBe(1 + 4 + 40);
    expect(gradientsOf(cost, [1, 1, 1], [2, 3, 4]).x).toEqual([-2, -44, 0]);
    expect(cost.domain('x', 2)).toMatchObject({ least: -1e140, most: 1e140 });
  });

  it('skips a term of weight 0 even where it is infinite', () => {
    const terms = [
      { cost: squares, weight: 1 },
      { cost: likelihood, weight: 0 },
    ];
    const [none, half] = [prepare(terms, 2), prepare([terms[0], { cost: likelihood, weight: 0.5 }], 2)];
    expect(costOf(half, [0, 1], [1, 0])).toBe(Infinity);
    expect(costOf(none, [0, 1], [1, 0])).toBe(2);
    expect(gradientsOf(none, [0, 1], [1, 0]).x).toEqual([-2, 2]);
    expect(programOf(none, [0, 1], [1, 0]).cost).toBe(2);
    expect(none.rowProblem).toBeUndefined();
    expect(none.domain('y', 0)).toMatchObject({ least: -1e140 });
  });

  it('costs nothing when every weight is 0', () => {
    const cost = prepare([{ cost: squares, weight: 0 }], 1);
    expect(costOf(cost, [1], [5])).toBe(0);
    expect(programOf(cost, [1], [5]).cost).toBe(0);
  });

  it('asks of a dimension what all its terms ask', () => {
    const entropy = { name: 'binaryCrossEntropy' };
    const cost = prepare(
      [
        { cost: squares, weight: 1 },
        { cost: entropy, weight: 1, first: 1 },
      ],
      2,
    );
    expect(cost.domain('y', 0)).toMatchObject({ least: -1e140, most: 1e140 });
    expect(cost.domain('y', 1)).toEqual({
      least: 0,
      most: 1,
      description: 'a finite number of magnitude at most 1e140 and a probability between 0 and 1',
    });
  });

  it("passes on what its terms say about a row, in the sum's dimensions", () => {
    const cost = prepare(
      [
        { cost: squares, weight: 1, last: 1 },
        { cost: likelihood, weight: 1, first: 1 },
      ],
      3,
    );
    expect(cost.rowProblem?.('y', float64([5, 0, 1]), 0)).toBeUndefined();
    expect(cost.rowProblem?.('y', float64([5, 0, 0]), 0)).toMatch(/^in dimensions 1 to 2: an all-zero target row/);
  });

  it('looks its terms up among the records that it is given', () => {
    const mine: LocalCost = { name: 'mine', prepare: (_, dimension) => squaredEuclidean.prepare(squares, dimension) };
    const terms = [{ cost: { name: 'mine' }, weight: 2 }];
    const cost = prepareLocalCost({ name: 'weightedSum', terms }, 1, { ...localCosts, mine });
    expect(costOf(cost, [1], [4])).toBe(18);
    expect(() => prepare(terms, 1)).toThrow("terms[0].cost: unknown local cost 'mine'; known are: absolute, ");
    const alone = weightedSum.prepare({ name: 'weightedSum', terms: [{ cost: squares, weight: 2 }] }, 1);
    expect(costOf(alone, [1], [4])).toBe(18);
  });

  it('has no program when a term has none', () => {
    const mine: LocalCost = {
      name: 'mine',
      prepare(_, dimension) {
        const { program, ...rest } = squaredEuclidean.prepare(squares, dimension);
        expect(program).toBeDefined();
        return rest;
      },
    };
    const terms = [
      { cost: squares, weight: 1 },
      { cost: { name: 'mine' }, weight: 2 },
    ];
    expect(prepareLocalCost({ name: 'weightedSum', terms }, 1, { ...localCosts, mine }).program).toBeUndefined();
  });

  it('sums programs whose bindings have the same names', () => {
    const cosine = { name: 'cosine' };
    const cost = prepare(
      [
        { cost: cosine, weight: 1, last: 2 },
        { cost: cosine, weight: 10, first: 2 },
      ],
      4,
    );
    expectClose([programOf(cost, [3, 4, 1, 0], [1, 0, 1, 0]).cost], [0.4]);
    expectClose([programOf(cost, [1, 0, 3, 4], [1, 0, 1, 0]).cost], [4]);
  });

  it('takes the largest of its own dimensions only, in a program', () => {
    const logits = { ...likelihood, parameters: { input: 'logits' } };
    const cost = prepare([{ cost: logits, weight: 1, first: 1 }], 3);
    const x = [0, -900, -900];
    expectClose([programOf(cost, x, [0, 1, 0]).cost, costOf(cost, x, [0, 1, 0])], [Math.LN2, Math.LN2]);
  });

  it.each([
    [undefined, /terms must be a list of at least one term, got undefined/],
    [[], /terms must be a list of at least one term/],
    [[null], /terms\[0\] must be an object, got null/],
    [[{ cost: squares }], /terms\[0\]\.weight must be a number from 0 to 1000000000000000, got undefined/],
    [[{ cost: squares, weight: -1 }], /terms\[0\]\.weight must be a number from 0 to .*, got -1/],
    [[{ cost: squares, weight: Infinity }], /terms\[0\]\.weight/],
    [
      [
        { cost: squares, weight: 1 },
        { cost: squares, weight: NaN },
      ],
      /terms\[1\]\.weight .* got NaN/,
    ],
    [[{ cost: squares, weight: 1, first: 2 }], /terms\[0\]\.first must be a whole number from 0 to 1, got 2/],
    [[{ cost: squares, weight: 1, last: 3 }], /terms\[0\]\.last must be a whole number from 1 to 2, got 3/],
    [[{ cost: squares, weight: 1, first: 1, last: 1 }], /terms\[0\]\.last must be a whole number from 2 to 2, got 1/],
    [[{ weight: 1 }], /terms\[0\]\.cost: unknown local cost undefined/],
    [[{ cost: { name: 'toString' }, weight: 1 }], /terms\[0\]\.cost: unknown local cost 'toString'/],
    [[{ cost: { name: 'weightedSum' }, weight: 1 }], /terms\[0\]\.cost must not be a weighted sum itself/],
    [[{ cost: { name: 'huber', parameters: { delta: 0 } }, weight: 0 }], /terms\[0\]\.cost: .*'delta' must be/],
  ])('refuses %j', (terms, message) => {
    const prepareAny = (): PreparedCost => prepare(terms as readonly WeightedCostTerm[], 2);
    expect(prepareAny).toThrow(RangeError);
    expect(prepareAny).toThrow(message);
  });
});
