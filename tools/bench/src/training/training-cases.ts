import type { BenchCase } from '../cases/bench-case.ts';

const ctc = (batch: number, rows: number, labels: number): BenchCase => ({
  name: `${batch} × ${rows} frames, ${labels} labels`,
  kind: 'ctc',
  cost: 'gathered',
  batch,
  rows,
  columns: 2 * labels + 1,
});

/** From small to what a speech batch is. tfjsctcloss takes T·(2T + 1) numbers an item, and so no more than 128 frames. */
export const trainingCases: readonly BenchCase[] = [ctc(2, 64, 16), ctc(16, 64, 16), ctc(16, 128, 32), ctc(16, 512, 64)];
