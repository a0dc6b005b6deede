import { describe, expect, it } from 'vitest';
import { floorsOf, stripSizeOf, workOf } from '../../src/gpu/floors.ts';

describe('workOf', () => {
  it('counts what soft-DTW has to move, and its anti-diagonals', () => {
    // 2 · 3 · 5 cells of 4 bytes: cost in, gradient out; with one float kept a cell: cost in twice, kept out and in, gradient out.
    expect(workOf({ kind: 'soft-dtw', batch: 2, rows: 3, columns: 5 })).toEqual({ leastBytes: 240, sweepBytes: 600, levelBarriers: 14 });
  });

  it('counts what CTC has to move by classes, what it keeps by cells, and its frames', () => {
    // Input of 2 · 3 · 12 numbers, lattice of 2 · 3 · 5.
    expect(workOf({ kind: 'ctc', batch: 2, rows: 3, columns: 5 })).toEqual({
      leastBytes: 2 * 288,
      sweepBytes: 3 * 288 + 2 * 120,
      levelBarriers: 6,
    });
  });

  it('counts the barriers of strips, panel after panel', () => {
    const size = { threads: 4, strip: 2, block: 3 };
    // 20 rows are three panels of 4 · 2; the sweep along 7 columns has 3 blocks, and the last thread begins 3 blocks late.
    expect(workOf({ kind: 'soft-dtw', batch: 1, rows: 20, columns: 7 }, size).kernelBarriers).toBe(2 * 3 * (3 + 3));
    // For CTC strips lie along the columns: one panel of them, 7 blocks of rows.
    expect(workOf({ kind: 'ctc', batch: 1, rows: 20, columns: 7 }, size).kernelBarriers).toBe(2 * 1 * (7 + 3));
  });
});

describe('stripSizeOf', () => {
  it('reads the label of a strip kernel, and of no other', () => {
    expect(stripSizeOf('strips forward unit false true 64x8x2 true')).toEqual({ threads: 64, strip: 8, block: 2 });
    expect(stripSizeOf('forward softmin 64')).toBeUndefined();
    expect(stripSizeOf('strips values')).toBeUndefined();
  });
});

describe('floorsOf', () => {
  const rates = { copyBytesPerSecond: 2e9, barrierSeconds: 1e-7, exchangeSeconds: 2.5e-7, dispatchSeconds: 1 };
  const work = { leastBytes: 2e6, sweepBytes: 5e6, levelBarriers: 4000 };

  it('divides by what the device was measured to do', () => {
    const floors = floorsOf(work, rates);
    expect(floors.least).toBeCloseTo(1, 12);
    expect(floors.sweeps).toBeCloseTo(2.5, 12);
    expect(floors.levels).toBeCloseTo(0.4, 12);
    expect(floors).not.toHaveProperty('kernel');
  });

  it("has a floor of the kernel's barriers where they are known", () => {
    expect(floorsOf({ ...work, kernelBarriers: 500 }, rates).kernel).toBeCloseTo(0.05, 12);
  });
});
