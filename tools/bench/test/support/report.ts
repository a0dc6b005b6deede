import type { Measure } from '../../src/contenders/contender.ts';
import type { Spread } from '../../src/measure/quantiles.ts';
import type { Timing } from '../../src/measure/rounds.ts';
import type { CaseResult } from '../../src/measure/run-case.ts';
import type { Report } from '../../src/report/report.ts';

const spread = (median: number): Spread => ({ median, lower: 0.9 * median, upper: 1.2 * median });
const timing = (contender: string, measure: Measure, nanoseconds: number): Timing => ({
  contender,
  measure,
  rounds: 7,
  milliseconds: spread(nanoseconds),
  nanosecondsPerCell: spread(nanoseconds),
});

const size = { batch: 16, rows: 1024, columns: 1024, cells: 16 * 2 ** 20 };

const softDtw: CaseResult = {
  name: 'soft-dtw 1024x1024',
  kind: 'soft-dtw',
  ...size,
  tableVi: [1024, 1024],
  timings: [timing('wasm', 'forward', 2), timing('wasm', 'both', 5), timing('numba-1', 'both', 60)],
  ratios: [{ faster: 'wasm', slower: 'numba-1', measure: 'both', ratio: 12, lower: 11, upper: 13 }],
  differences: { wasm: { value: 1e-7, gradient: 2e-6 }, 'numba-1': { value: 0, gradient: 0 } },
  declined: {},
};

const path: CaseResult = {
  name: 'dtw <path>',
  kind: 'dtw',
  ...size,
  timings: [timing('wasm', 'path', 3)],
  ratios: [],
  differences: {},
  declined: {},
};

/** A report with something in each of its parts. */
export const report: Report = {
  rubatoBench: 2,
  environment: {
    date: '2026-01-02',
    commit: 'abc1234',
    node: 'v24.0.0',
    v8: '13.6',
    system: 'Linux 6',
    cpu: 'Some CPU',
    cores: 2,
    memoryBytes: 16e9,
    pinned: true,
  },
  options: { rounds: 7, seed: 1 },
  contenders: [
    { id: 'wasm', label: 'wasm', threads: 1, ours: true },
    { id: 'numba-1', label: 'numba & friends', threads: 1, ours: false },
  ],
  absent: [{ id: 'torch-1', label: 'torch CTC', reason: 'No module named torch' }],
  results: [softDtw, path],
  failed: {},
  memory: [{ caseName: 'soft-dtw 1024x1024', contender: 'wasm', input: 67_108_864, baseline: 5e7, peak: 152e6 }],
  rates: [{ step: 'multiply, add', chains: 13, vectorInstructionsPerNanosecond: 14, multiplyAddsPerNanosecond: 7 }],
  operations: {
    wasm: {
      moduleBytes: 9000,
      cases: {
        'soft-dtw 1024x1024': {
          forward: { vector: 14, vectorMemory: 1.4, scalar: 2, scalarMemory: 0, branch: 0.5 },
          both: { vector: 28, vectorMemory: 4, scalar: 4, scalarMemory: 0.25, branch: 1 },
        },
      },
    },
    'wasm-relaxed': { absent: 'no relaxed SIMD' },
  },
};
