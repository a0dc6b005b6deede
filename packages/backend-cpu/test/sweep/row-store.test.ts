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

function open(height: number, extended: boolean): { rows: ItemRows; store: RowStore } {
  const rows = new ItemRows(problem, latticeLayout(problem), structure);
  rows.open(0);
  const store = new RowStore(rows, rows.outside + rows.windowSize(height), extended);
  expect(store.data.byteLength + store.exponents.byteLength).toBe(RowStore.bytes(store.data.length, extended));
  store.hold(extended, 0.25);
  forget(store, 0);
  store.begin();
  return { rows, store };
}

/** Whatever stood there before. */
function forget(store: RowStore, from: number): void {
  store.data.fill(NaN, from);
  store.exponents.fill(7, from);
}

/** Writes 100·n + m into row n. */
function write({ rows, store }: ReturnType<typeof open>, n: number): void {
  store.clear(n);
  for (let m = rows.first[n]; m <= rows.last[n]; m++) expect(store.put(store.base(n) + m, 100 * n + m)).toBe(true);
}

/** What steps into the cells of row n find: the predecessor's number, or Infinity outside. */
function expectPredecessors({ rows, store }: ReturnType<typeof open>, n: number): void {
  for (let m = rows.first[n]; m <= rows.last[n]; m++) {
    for (let s = 0; s < structure.count; s++) {
      const [row, column] = [n - structure.rowsBack[s], m - structure.columnsBack[s]];
      const isCell = row >= 0 && column >= rows.first[row] && column <= rows.last[row];
      // Within the row itself only columns before m have been computed.
      if (row === n && column >= m) continue;
      const found = store.distance(store.base(row) + column);
      if (isCell) expect(found, `${row}, ${column}`).toBeCloseTo(100 * row + column, 10);
      else expect(found, `${row}, ${column}`).toBe(Infinity);
    }
  }
}

describe.each([false, true])('RowStore, extended numbers %s', (extended) => {
  it.each([1, 2, 3, 7, 20])('in blocks of %i rows: every predecessor is at hand, Infinity outside of the band', (height) => {
    const opened = open(height, extended);
    for (let n = 0; n < 7; n++) {
      if (n > 0 && n % height === 0) opened.store.advance(n);
      write(opened, n);
      expectPredecessors(opened, n);
    }
  });

  it.each([1, 2, 3, 4])('puts the rows before any block of %i rows back', (height) => {
    const opened = open(height, extended);
    const blocks = Math.ceil(7 / height);
    const checkpoints = new Checkpoints(opened.rows.checkpointSize(height), blocks, extended);
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
      forget(opened.store, opened.rows.outside);
      if (block === 0) opened.store.begin();
      else checkpoints.restore(block, from, opened.store);
      for (let n = from; n < Math.min(7, from + height); n++) {
        write(opened, n);
        expectPredecessors(opened, n);
      }
    }
  });
});

describe('RowStore', () => {
  it('says where an extended number has no room for a distance', () => {
    const { store } = open(1, true);
    expect([store.put(0, 1e15), store.put(0, -1e15), store.put(0, 1e5)]).toEqual([false, false, true]);
  });
});

describe('Checkpoints', () => {
  it('take no room where there are none', () => {
    expect(Checkpoints.bytes(0, 5)).toBe(0);
    expect(Checkpoints.bytes(10, 5)).toBe(120);
    expect(Checkpoints.bytes(10, 5, true)).toBe(160);
  });
});
