import { latticeLayout } from '@rubato/core';
import { softmin } from '@rubato/minimum';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/structure.ts';
import { Checkpoints } from '../../src/sweep/checkpoints.ts';
import { ItemRows } from '../../src/sweep/item-rows.ts';
import { RowStore } from '../../src/sweep/row-store.ts';
import { noise } from '../support/noise.ts';

const problem = noise(7, 6, {
  steps: [
    [1, 0],
    [2, 1],
    [0, 2],
  ],
  band: { kind: 'ranges', first: [0, 0, 1, 3, 3, 4, 5], last: [1, 2, 3, 3, 4, 5, 5] },
});
const structure = analyse(problem, {}, softmin);

function open(height: number): { rows: ItemRows; store: RowStore } {
  const rows = new ItemRows(problem, latticeLayout(problem), structure);
  rows.open(0);
  const store = new RowStore(rows, rows.outside + rows.windowSize(height));
  // Whatever stood there before.
  store.data.fill(NaN);
  store.begin();
  return { rows, store };
}

/** Writes 100·n + m into row n. */
function write({ rows, store }: ReturnType<typeof open>, n: number): void {
  store.clear(n);
  for (let m = rows.first[n]; m <= rows.last[n]; m++) store.data[store.base(n) + m] = 100 * n + m;
}

/** What steps into the cells of row n find: the predecessor's number, or Infinity outside. */
function expectPredecessors({ rows, store }: ReturnType<typeof open>, n: number): void {
  for (let m = rows.first[n]; m <= rows.last[n]; m++) {
    for (let s = 0; s < structure.count; s++) {
      const [row, column] = [n - structure.rowsBack[s], m - structure.columnsBack[s]];
      const isCell = row >= 0 && column >= rows.first[row] && column <= rows.last[row];
      // Within the row itself only columns before m have been computed.
      if (row === n && column >= m) continue;
      expect(store.data[store.base(row) + column], `${row}, ${column}`).toBe(isCell ? 100 * row + column : Infinity);
    }
  }
}

describe('RowStore', () => {
  it.each([1, 2, 3, 7, 20])('in blocks of %i rows: every predecessor is at hand, Infinity outside of the band', (height) => {
    const opened = open(height);
    for (let n = 0; n < 7; n++) {
      if (n > 0 && n % height === 0) opened.store.advance(n);
      write(opened, n);
      expectPredecessors(opened, n);
    }
  });

  it.each([1, 2, 3, 4])('puts the rows before any block of %i rows back', (height) => {
    const opened = open(height);
    const blocks = Math.ceil(7 / height);
    const checkpoints = new Checkpoints(opened.rows.checkpointSize(height), blocks);
    checkpoints.reset();
    for (let n = 0; n < 7; n++) {
      if (n > 0 && n % height === 0) {
        checkpoints.save(n / height, n, opened.store);
        opened.store.advance(n);
      }
      write(opened, n);
    }
    for (let block = blocks - 1; block >= 0; block--) {
      const from = block * height;
      opened.store.data.fill(NaN, opened.rows.outside);
      if (block === 0) opened.store.begin();
      else checkpoints.restore(block, from, opened.store);
      for (let n = from; n < Math.min(7, from + height); n++) {
        write(opened, n);
        expectPredecessors(opened, n);
      }
    }
  });
});

describe('Checkpoints', () => {
  it('take no room where there are none', () => {
    expect(Checkpoints.bytes(0, 5)).toBe(0);
    expect(Checkpoints.bytes(10, 5)).toBe(120);
  });
});
