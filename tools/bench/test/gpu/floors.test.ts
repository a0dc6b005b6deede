import { describe, expect, it } from 'vitest';
import { floorsOf, workOf } from '../../src/gpu/floors.ts';

describe('workOf', () => {
  it('counts what soft-DTW has to move, and its anti-diagonals', () => {
    // 2 · 3 · 5 cells of 4 bytes: cost in, gradient out; with one float kept a cell: cost in twice, kept out and in, gradient out.
    expect(workOf({ kind: 'soft-dtw', batch: 2, rows: 3, columns: 5 })).toEqual({ leastBytes: 240, sweepBytes: 600, barriers: 14 });
  });

  it('counts what CTC has to move by classes, what it keeps by cells, and its frames', () => {
    // Input of 2 · 3 · 12 numbers, lattice of 2 · 3 · 5.
    expect(workOf({ kind: 'ctc', batch: 2, rows: 3, columns: 5 })).toEqual({
      leastBytes: 2 * 288,
      sweepBytes: 3 * 288 + 2 * 120,
      barriers: 6,
    });
  });
});

describe('floorsOf', () => {
  it('divides by what the device was measured to do', () => {
    const rates = { copyBytesPerSecond: 2e9, barrierSeconds: 1e-7, exchangeSeconds: 2.5e-7, dispatchSeconds: 1 };
    const floors = floorsOf({ leastBytes: 2e6, sweepBytes: 5e6, barriers: 4000 }, rates);
    expect(floors.least).toBeCloseTo(1, 12);
    expect(floors.sweeps).toBeCloseTo(2.5, 12);
    expect(floors.barriers).toBeCloseTo(0.4, 12);
    expect(floors.exchanges).toBeCloseTo(1, 12);
  });
});
