import fc from 'fast-check';
import { dtw, InvalidArgumentError } from 'rubato';
import type { DtwOptions, Sequence } from 'rubato';
import { describe, expect, it } from 'vitest';

/** Every path of steps (1,1), (1,0), (0,1) from (0,0) to (N-1,M-1). */
function allPaths(N: number, M: number): [number, number][][] {
  if (N === 1 && M === 1) return [[[0, 0]]];
  const before = [
    [N - 1, M - 1],
    [N - 1, M],
    [N, M - 1],
  ].filter(([n, m]) => n > 0 && m > 0);
  return before.flatMap(([n, m]) => allPaths(n, m).map((path): [number, number][] => [...path, [N - 1, M - 1]]));
}

const whole = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 4 });

describe('dtw', () => {
  it('is the least cost over all paths, and its path has that cost', () => {
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        const costOf = (path: readonly (readonly number[])[]): number => path.reduce((sum, [n, m]) => sum + (a[n] - b[m]) ** 2, 0);
        const { cost, path } = dtw(a, b);
        expect(cost).toBe(Math.min(...allPaths(a.length, b.length).map(costOf)));
        expect(costOf(path)).toBe(cost);
        expect(allPaths(a.length, b.length)).toContainEqual(path);
      }),
    );
  });

  it('takes typed arrays and vectors alike, and leaves them alone', () => {
    const a = Float32Array.of(1, 2, 3);
    const expected = dtw([1, 2, 3], [1, 3]);
    expect(dtw(a, Int16Array.of(1, 3))).toEqual(expected);
    expect(dtw([[1], [2], [3]], [Float64Array.of(1), [3]])).toEqual(expected);
    expect(dtw([[1], [2], [3]], [1, 3])).toEqual(expected);
    expect(a).toEqual(Float32Array.of(1, 2, 3));
  });

  it('aligns single elements', () => {
    expect(dtw([1], [3])).toEqual({ cost: 4, path: [[0, 0]] });
    expect(dtw([1], [1, 2, 1])).toEqual({
      cost: 1,
      path: [
        [0, 0],
        [0, 1],
        [0, 2],
      ],
    });
  });

  it('takes another cost, by name or with parameters', () => {
    expect(dtw([0, 3], [0, 5], { cost: 'absolute' }).cost).toBe(2);
    expect(dtw([[3, 4]], [[0, 0]], { cost: 'euclidean' }).cost).toBe(5);
    const weighted = { name: 'weightedSum', terms: [{ cost: { name: 'absolute' }, weight: 2, first: 1 }] };
    expect(dtw([[3, 4]], [[0, 0]], { cost: weighted }).cost).toBe(8);
  });

  it('takes steps, weights and penalties', () => {
    const [a, b] = [
      [1, 1, 1],
      [0, 0, 0],
    ];
    expect(dtw(a, b).cost).toBe(3);
    expect(dtw(a, b, { stepWeights: [3, 1, 1] }).cost).toBe(5);
    expect(dtw(a, b, { stepPenalties: [2, 0, 0] }).cost).toBe(5);
    expect(dtw(a, b, { stepWeights: 2 }).cost).toBe(1 + 2 * 2);
    expect(dtw(a, [0], { steps: [[2, 0]] })).toEqual({
      cost: 2,
      path: [
        [0, 0],
        [2, 0],
      ],
    });
  });

  it('keeps to a band', () => {
    const [a, b] = [
      [0, 0, 0, 9],
      [0, 9, 9, 9],
    ];
    expect(dtw(a, b).cost).toBe(0);
    expect(dtw(a, b, { band: { kind: 'sakoeChiba', radius: 0 } })).toEqual({
      cost: 2 * 81,
      path: [
        [0, 0],
        [1, 1],
        [2, 2],
        [3, 3],
      ],
    });
  });

  it('finds a subsequence', () => {
    expect(dtw([2, 3, 4], [9, 9, 2, 3, 3, 4, 9], { subsequence: true })).toEqual({
      cost: 0,
      path: [
        [0, 2],
        [1, 3],
        [1, 4],
        [2, 5],
      ],
    });
    expect(dtw([2], [9, 1], { subsequence: true })).toEqual({ cost: 1, path: [[0, 1]] });
  });

  it('answers Infinity where there is no path', () => {
    expect(dtw([1, 2, 3, 4], [1], { steps: [[1, 1]] })).toEqual({ cost: Infinity, path: [] });
  });

  it('refuses bad input by name and index', () => {
    const refused: [unknown, unknown, string, object?][] = [
      [[1, NaN], [1], 'a[1] is NaN; expected a number'],
      [[1], [[1, 2], [1]], 'b[1] is a vector of 1; expected 2 numbers like the first'],
      [[1], [[1], 2], 'b[1] is 2; expected a vector of 1 like the first'],
      [[[1, 2]], [[1, NaN]], 'b[0, 1] is NaN; expected a number'],
      [[[1, 2]], [[1, 2, 3]], 'b is a sequence of 3 numbers an element; expected 2 like a'],
      [[], [1], 'a is empty; expected at least one element'],
      [[1], [[]], 'b[0] is an empty vector; expected at least one number'],
      ['abc', [1], 'a is "abc"; expected a sequence: a list of numbers or of vectors'],
      [[1], null, 'b is null; expected a sequence: a list of numbers or of vectors'],
      [[1, '2'], [1], 'a[1] is "2"; expected a number'],
      [new Array(2), [1], 'a[0] is undefined; expected a number'],
      [[1, Infinity], [1], 'a[1] is Infinity; expected'],
      [[[1, 0.5]], [[0.5, 2]], 'b[0, 1] is 2; expected a probability between 0 and 1', { cost: 'binaryCrossEntropy' }],
      [[1], [1], 'cost is refused (unknown local cost', { cost: 'manhattan' }],
      [[1], [1], 'cost is refused (unknown local cost', { cost: null }],
      [[1], [1], 'steps is "all"', { steps: 'all' }],
      [[1], [1], 'steps[0] is (0, 0)', { steps: [[0, 0]] }],
      [[1], [1], 'stepWeights', { stepWeights: [1, -1, 1] }],
      [[1], [1], 'band.radius is -1', { band: { kind: 'sakoeChiba', radius: -1 } }],
      [[1], [1], 'subsequence is "rows"; expected true or false', { subsequence: 'rows' }],
      [[1], [1], 'options.temperature is not an option', { temperature: 1 }],
    ];
    for (const [a, b, message, options] of refused) {
      const call = (): unknown => dtw(a as Sequence, b as Sequence, options);
      expect(call, message).toThrow(InvalidArgumentError);
      expect(call).toThrow(message);
    }
    expect(() => dtw([1], [1], null as unknown as DtwOptions)).toThrow('options is null; expected an object');
  });
});
