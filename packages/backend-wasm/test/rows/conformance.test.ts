import type { ConformanceOptions } from '@rubato/conformance';
import { describeBackend } from '@rubato/conformance/vitest';
import { describe, expect, it } from 'vitest';
import { counts, rowsProvider } from './support/rows-backend.ts';

const options: ConformanceOptions = {
  mustSupport: [{ minimums: ['softmin'], precisions: ['float32'], requests: ['value', 'gradient', 'inputGradient', 'softAlignment'] }],
  mustCheckpoint: true,
  variants: [{ threads: 2 }],
  laws: ['reference answer', 'rows of E sum to 1', 'inert padding', 'purity', 'same bits however opened'],
};
const problems = { minimums: ['softmin'], precisions: ['float32'], steps: ['ctc', 'ctc', 'twoSteps'] } as const;

describe.each([false, true])('problems whose steps all advance one row, fused: %s', (fused) => {
  describeBackend(rowsProvider(fused), { ...options, runs: 250, problems });

  // Wide enough for several vectors, long enough for several groups of rows.
  describe('larger ones', () => {
    describeBackend(rowsProvider(fused), { ...options, runs: 100, problems: { ...problems, rows: [9, 40], columns: [1, 40] } });
  });
});

describe('the rows’ kernels', () => {
  it('served a good part of them: the others have weights of every row', () => {
    expect(counts.served).toBeGreaterThan(0.25 * counts.solves);
  });
});
