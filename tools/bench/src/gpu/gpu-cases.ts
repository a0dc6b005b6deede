import type { BenchCase } from '../cases/bench-case.ts';
import { cases } from '../cases/cases.ts';

/** Milliseconds of the dDTW column of Table VI of Zeitler & Müller 2026, on an Nvidia RTX A5500: forward and backward, B = 16. */
const PAPER_DDTW: Readonly<Record<string, number>> = {
  '256x64': 8.3,
  '256x128': 8.8,
  '512x64': 7.3,
  '512x128': 10.1,
  '1024x128': 12.1,
  '1024x512': 26.6,
  '1024x1024': 43,
};

/** What the paper's own dDTW took at a case's size. Its CTC column is no measure: it was taken on 16 frames whatever the size. */
export function paperMilliseconds({ kind, tableVi }: BenchCase): number | undefined {
  return kind === 'soft-dtw' && tableVi !== undefined ? PAPER_DDTW[tableVi.join('x')] : undefined;
}

/** Table VI on dDTW and on CTC: B = 16. */
export const fullCases: readonly BenchCase[] = cases.filter(({ tableVi }) => tableVi !== undefined);

const small = (kind: 'soft-dtw' | 'ctc', batch: number, rows: number, labels: number): BenchCase => ({
  name: kind === 'ctc' ? `ctc ${rows} frames, ${labels} labels` : `soft-dtw ${rows}x${labels}`,
  kind,
  cost: kind === 'ctc' ? 'gathered' : 'dense',
  batch,
  rows,
  columns: kind === 'ctc' ? 2 * labels + 1 : labels,
});

/** Sizes that a device in software gets through. */
export const smallCases: readonly BenchCase[] = [
  small('soft-dtw', 2, 64, 32),
  small('soft-dtw', 4, 128, 64),
  small('ctc', 2, 64, 16),
  small('ctc', 4, 128, 32),
];
