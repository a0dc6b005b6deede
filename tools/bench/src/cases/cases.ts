import type { BenchCase } from './bench-case.ts';

/** The sizes of Table VI of Zeitler & Müller 2026; B = 16 and D = 12 there. */
export const TABLE_VI = [
  [256, 64],
  [256, 128],
  [512, 64],
  [512, 128],
  [1024, 128],
  [1024, 512],
  [1024, 1024],
] as const;

const BATCH = 16;

/**
 * Labels that stand for M in a row of Table VI: M itself, and no more than three quarters of the frames. CTC needs a frame for each
 * label and one more for each adjacent repeat, so that 1024 random labels do not fit into 1024 frames.
 */
export function labelCount(rows: number, columns: number): number {
  return Math.min(columns, Math.floor((3 * rows) / 4));
}

const softDtw = (rows: number, columns: number, batch: number, rest: Partial<BenchCase> = {}): BenchCase => ({
  name: `soft-dtw ${rows}x${columns}`,
  kind: 'soft-dtw',
  cost: 'dense',
  batch,
  rows,
  columns,
  ...rest,
});

const ctc = (rows: number, labels: number, batch: number, rest: Partial<BenchCase> = {}): BenchCase => ({
  name: `ctc ${rows} frames, ${labels} labels`,
  kind: 'ctc',
  cost: 'gathered',
  batch,
  rows,
  columns: 2 * labels + 1,
  ...rest,
});

const dtw = (rows: number, columns: number, cost: 'dense' | 'features', rest: Partial<BenchCase> = {}): BenchCase => ({
  name: `dtw path ${rows}x${columns}`,
  kind: 'dtw',
  cost,
  batch: 1,
  rows,
  columns,
  ...rest,
});

/** Every case, in the order of the report. */
export const cases: readonly BenchCase[] = [
  ...TABLE_VI.map(([rows, columns]) => softDtw(rows, columns, BATCH, { tableVi: [rows, columns], quick: rows === 512 })),
  softDtw(1024, 512, BATCH, { name: 'soft-dtw 1024x512, ragged', ragged: true }),
  softDtw(1024, 1024, BATCH, { name: 'soft-dtw 1024x1024, band of radius 64', bandRadius: 64 }),
  softDtw(512, 512, 1, { name: 'soft-dtw 512x512, one item', quick: true }),
  softDtw(1024, 1024, BATCH, { name: 'soft-dtw 1024x1024, from features', cost: 'features' }),
  softDtw(10_000, 2000, 1, { name: 'soft-dtw 10000x2000, one item' }),
  ...TABLE_VI.map(([rows, columns]) =>
    ctc(rows, labelCount(rows, columns), BATCH, { tableVi: [rows, columns], quick: rows === 512 && columns === 128 }),
  ),
  ctc(1024, 256, BATCH, { name: 'ctc 1024 frames, 256 labels, ragged', ragged: true }),
  ctc(1024, 128, 1, { name: 'ctc 1024 frames, 128 labels, one item' }),
  ctc(64, 16, 2, { name: 'ctc 64 frames, 16 labels, two items', quick: true }),
  dtw(512, 512, 'dense', { quick: true }),
  dtw(7518, 6860, 'features'),
];
