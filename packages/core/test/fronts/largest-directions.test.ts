import { expect, it } from 'vitest';
import { largestDirections } from '../../src/fronts/index.ts';

it('is of each item, of cells inside lengths and band, and 1 where nothing moves', () => {
  // The second row of item 1 has no cell; of the first one only two are in the band.
  const layout = { first: Int32Array.of(0, 0, 1, 0, 0, 0), last: Int32Array.of(2, 2, 2, -1, 2, 2) };
  const direction = [1e25, 0, -2e25, 0, 3, 4, 1, -1e-16, 5e-17, 9, 9, 9, 0, 0, 0, 0, -0, 0];
  expect(largestDirections({ batch: 3, rows: 2, columns: 3 }, layout, direction)).toEqual(Float64Array.of(2e25, 1e-16, 1));
});
