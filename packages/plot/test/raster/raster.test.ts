import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockMeans, blockMeansInPieces, type RowSource } from '../../src/raster/raster.ts';

function sourceOf(matrix: readonly (readonly number[])[], first?: readonly number[], last?: readonly number[]): RowSource {
  const columns = matrix[0].length;
  const from = first ?? matrix.map(() => 0);
  const to = last ?? matrix.map(() => columns - 1);
  return {
    rows: matrix.length,
    columns,
    first: from,
    last: to,
    read: (n, out) => out.set(matrix[n].slice(from[n], to[n] + 1)),
  };
}

describe('blockMeans', () => {
  it('is the mean of each block, NaN where nothing finite stands', () => {
    const cell = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: -9, max: 9 }) }, { weight: 1, arbitrary: fc.constant(Infinity) });
    const size = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(
        fc
          .tuple(size, size, fc.integer({ min: 1, max: 6 }))
          .chain(([rows, columns, most]) =>
            fc.tuple(
              fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
              fc.constant(most),
            ),
          ),
        ([matrix, most]) => {
          const rows = matrix.length;
          const columns = matrix[0].length;
          const { width, height, values } = blockMeans(sourceOf(matrix), most);
          expect([width, height]).toEqual([Math.min(columns, most), Math.min(rows, most)]);
          for (let y = 0; y < height; y++) {
            for (let x = 0; x < width; x++) {
              const block = matrix.flatMap((row, n) =>
                Math.floor((n * height) / rows) === y
                  ? row.filter((value, m) => Math.floor((m * width) / columns) === x && value !== Infinity)
                  : [],
              );
              const mean = block.reduce((sum, value) => sum + value, 0) / block.length;
              expect(values[y * width + x]).toBe(mean);
            }
          }
        },
      ),
    );
  });

  it('leaves out what lies outside the ranges of rows', () => {
    const matrix = [
      [1, 99, 99],
      [99, 2, 3],
      [99, 99, 99],
    ];
    const { values } = blockMeans(sourceOf(matrix, [0, 1, 1], [0, 2, 0]), 3);
    expect([...values]).toEqual([1, NaN, NaN, NaN, 2, 3, NaN, NaN, NaN]);
  });

  it('pauses between pieces, and stops where the pause throws', async () => {
    const source = {
      rows: 4,
      columns: 2 ** 20,
      first: [0, 0, 0, 0],
      last: Array.from({ length: 4 }, () => 2 ** 20 - 1),
      read: (n: number, out: Float64Array) => out.fill(n),
    };
    let pauses = 0;
    const raster = await blockMeansInPieces(source, 8, async () => void pauses++);
    expect([pauses, raster]).toEqual([4, blockMeans(source, 8)]);
    await expect(blockMeansInPieces(source, 8, () => Promise.reject(new Error('enough')))).rejects.toThrow('enough');
  });
});
