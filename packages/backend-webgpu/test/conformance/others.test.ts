import { describeBackend } from '@rubato/conformance/vitest';
import { webGpuProvider } from '../../src/index.ts';
import { describeLaws, options } from './support/describe-laws.ts';

// What is left: purity, refusals, memory, signals, disposal.
describeLaws('others');

// A few larger items leave most of the bytes to arrays that checkpoints save.
describeBackend(webGpuProvider, {
  ...options,
  runs: 12,
  problems: {
    batch: [1, 2],
    rows: [16, 24],
    columns: [12, 24],
    minimums: ['sparsemin'],
    steps: ['dtw', 'twoOne'],
    costKinds: ['dense', 'gathered'],
  },
  laws: ['same bits however opened'],
  mustCheckpoint: true,
});
