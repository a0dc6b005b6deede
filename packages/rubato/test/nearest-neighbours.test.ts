import { dtw, InvalidArgumentError, nearestNeighbours } from 'rubato';
import { describe, expect, it } from 'vitest';

describe('nearestNeighbours', () => {
  const list = [[9, 9], [1, 2, 3], [1, 3], [1, 2, 2, 3], [0]];
  const query = [1, 2, 3];

  it('sorts by distance, ties by index', () => {
    const distances = list.map((sequence) => dtw(query, sequence).cost);
    expect(distances).toEqual([149, 0, 1, 0, 14]);
    expect(nearestNeighbours(query, list, 5)).toEqual([1, 3, 2, 4, 0].map((index) => ({ index, distance: distances[index] })));
    expect(nearestNeighbours(query, list, 1)).toEqual([{ index: 1, distance: 0 }]);
  });

  it('leaves out what no path connects', () => {
    const found = nearestNeighbours(query, list, 5, {
      steps: [
        [1, 1],
        [2, 1],
        [1, 2],
      ],
    });
    expect(found.map(({ index }) => index)).toEqual([1, 2, 3, 0]);
    expect(nearestNeighbours(query, [[1]], 1, { steps: [[1, 1]] })).toEqual([]);
  });

  it('looks inside longer sequences, or by soft-DTW', () => {
    const [first] = nearestNeighbours(
      [5, 6],
      [
        [5, 5],
        [0, 5, 6, 0],
      ],
      1,
      { subsequence: true },
    );
    expect(first).toEqual({ index: 1, distance: 0 });
    expect(
      nearestNeighbours(
        [5, 6],
        [
          [5, 5],
          [0, 5, 6, 0],
        ],
        1,
      )[0].index,
    ).toBe(0);
    expect(nearestNeighbours(query, list, 1, { metric: 'softDtw', temperature: 0.1 })[0].index).toBe(3);
  });

  it('refuses bad input by name and index', () => {
    expect(() => nearestNeighbours(query, list, 0)).toThrow('k is 0; expected a whole number from 1 to 5');
    expect(() => nearestNeighbours(query, list, 6)).toThrow('k is 6');
    expect(() => nearestNeighbours(query, list, 1.5)).toThrow(InvalidArgumentError);
    expect(() => nearestNeighbours([NaN], list, 1)).toThrow('query[0] is NaN');
    expect(() => nearestNeighbours(query, [[1], [NaN]], 1)).toThrow('list[1][0] is NaN');
    expect(() => nearestNeighbours(query, [[[1, 2]]], 1)).toThrow('list[0] is a sequence of 2 numbers an element; expected 1 like query');
  });
});
