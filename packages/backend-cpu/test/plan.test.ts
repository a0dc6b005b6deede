import { openCpu } from '@rubato/backend-cpu';
import { problemCases } from '@rubato/conformance';
import type { AlignmentProblem, AlignmentSolution, ProblemInput, SolveRequest } from '@rubato/core';
import { MemoryLimitError, normaliseProblem } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CpuBackend } from '../src/cpu-backend.ts';
import { countBytes } from './support/count-bytes.ts';
import { noise } from './support/noise.ts';

/** The work of a solve alone, without what the refusals before it look at. */
class Measured extends CpuBackend {
  measure(problem: AlignmentProblem, request: SolveRequest): number {
    const { result, bytes } = countBytes(() => {
      const work = this.work(problem, request);
      for (;;) {
        const step = work.next();
        if (step.done === true) return step.value;
      }
    });
    // Paths are cut out of a longer array, which no constructor is called for.
    return (result.paths ?? []).reduce((sum, path) => sum + path.byteLength, bytes);
  }
}

/** Bytes of the least plan. */
function leastBytes(problem: AlignmentProblem, request: SolveRequest): number {
  try {
    openCpu({ maxBytes: 1 }).solveSync(problem, request);
  } catch (error) {
    if (error instanceof MemoryLimitError) return error.bytesNeeded;
  }
  return expect.fail('not refused');
}

const [N, M] = [400, 500];
const direction = new Float64Array(N * M).fill(1);
const band = { kind: 'sakoeChiba', radius: 60 } as const;
const features = {
  kind: 'features',
  x: new Float64Array(4 * N),
  y: new Float64Array(4 * M),
  shape: [N, M],
  dimension: 4,
  localCost: { name: 'cosine' },
} as const;
const table = { data: new Float64Array(3 * M).fill(2), shape: [1, 1, M, 3] } as const;
const edge = { set: 'firstRow', penalty: 1 } as const;

const problems: readonly (readonly [string, Partial<ProblemInput>])[] = [
  ['soft-DTW', {}],
  ['in float32', { precision: 'float32' }],
  ['weighted', { stepWeights: table, stepPenalties: [0, 1, 2] }],
  ['banded', { band }],
  ['banded in float32', { band, precision: 'float32' }],
  [
    'of long steps',
    {
      steps: [
        [1, 0],
        [5, 9],
        [2 ** 20, 1],
        [1, 1],
      ],
    },
  ],
  ['of features', { cost: features }],
  ['subsequence', { start: edge, end: { set: 'lastRow' } }],
  [
    'of many cells',
    { start: Array.from({ length: M }, (_, m) => [0, M - 1 - m] as const), end: Array.from({ length: M }, (_, m) => [-1, m] as const) },
  ],
  ['hardmin', { minimum: 'hardmin' }],
];

const requests: readonly (readonly [string, SolveRequest])[] = [
  ['the value', {}],
  ['D', { accumulatedCost: true }],
  ['the gradient', { gradient: true }],
  ['the path', { path: true }],
  [
    'sums',
    { stepWeightGradient: 'table', boundaryGradient: true, marginals: [{ by: 'column' }], temperatureGradient: true, inputGradient: true },
  ],
  ['marginals and path', { edgeMarginals: true, path: true }],
  ['a Hessian product', { hessianProduct: { along: 'cost', direction } }],
];

describe.each(problems)('a problem %s', (_name, rest) => {
  const problem = noise(N, M, rest);

  it.each(requests)('%s: the estimate is what is allocated, within 5 %%, in the full plan and in the least', (_request, request) => {
    for (const maxBytes of [Infinity, leastBytes(problem, request)]) {
      const backend = new Measured({ maxBytes });
      const { total } = backend.estimate(problem, request);
      const bytes = backend.measure(problem, request);
      expect(bytes / total, `${bytes} of ${total} bytes`).toBeGreaterThan(0.95);
      expect(bytes / total, `${bytes} of ${total} bytes`).toBeLessThan(1.05);
    }
  });
});

describe('a batch', () => {
  it('takes scratch for its largest item only', () => {
    const shape = [20, 100, 120] as const;
    const cost = { kind: 'dense', data: new Float64Array(20 * 100 * 120), shape } as const;
    const rowLengths = Array.from({ length: 20 }, (_, b) => 100 - 2 * b);
    const problem = normaliseProblem({
      cost,
      steps: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      rowLengths,
      end: Array.from({ length: 9 }, (_, m) => [-1, m] as const),
    });
    for (const request of [{}, { gradient: true, path: true }] as const) {
      for (const maxBytes of [Infinity, leastBytes(problem, request)]) {
        const backend = new Measured({ maxBytes });
        const bytes = backend.measure(problem, request);
        const { total } = backend.estimate(problem, request);
        expect(bytes / total).toBeGreaterThan(0.9);
        expect(bytes / total).toBeLessThan(1.1);
      }
    }
  });
});

describe('the plan', () => {
  const problem = noise(200, 100);
  const request: SolveRequest = {
    gradient: true,
    path: true,
    temperatureGradient: true,
    hessianProduct: { along: 'cost', direction: direction.slice(0, 20_000) },
  };
  const full = openCpu({ maxBytes: Infinity }).estimate(problem, request);
  const least = leastBytes(problem, request);

  it('keeps everything where it fits, and else checkpoints', () => {
    const planOf = (maxBytes: number): string => openCpu({ maxBytes }).estimate(problem, request).plan;
    expect([full.plan, planOf(full.total), planOf(full.total - 1), planOf(least)]).toEqual([
      'full',
      'full',
      'checkpointed',
      'checkpointed',
    ]);
    expect(least).toBeLessThan(full.total);
    expect(openCpu({ maxBytes: least }).estimate(problem, request).total).toBe(least);
  });

  it('never exceeds the limit, and is refused below the least with the exact number', () => {
    for (const maxBytes of [least, least + 1, (least + full.total) / 2, full.total - 1]) {
      expect(openCpu({ maxBytes }).estimate(problem, request).total).toBeLessThanOrEqual(maxBytes);
    }
    const refusal = expect.objectContaining({ bytesNeeded: least, maximumBytes: least - 1 });
    expect(() => openCpu({ maxBytes: least - 1 }).solveSync(problem, request)).toThrow(refusal);
    expect(() => openCpu({ maxBytes: least }).solveSync(problem, request)).not.toThrow();
  });

  it('of soft-DTW with little memory is far below the lattice', () => {
    const large = noise(2000, 1000);
    const bytes = leastBytes(large, { temperatureGradient: true });
    expect(bytes).toBeLessThan(0.1 * 8 * 2_000_000);
    expect(leastBytes(noise(2000, 1000, { minimum: 'hardmin' }), { path: true })).toBeLessThan(0.4 * 2_000_000);
  });

  it("of hardmin's value alone keeps neither D nor a byte a cell", () => {
    const { scratch } = openCpu().estimate(noise(2000, 1000, { minimum: 'hardmin' }), {});
    expect(scratch).toBeLessThan(0.5 * 2_000_000);
  });

  it('does not pay for steps that are longer than the lattice', () => {
    const long = openCpu().estimate(
      noise(20, 20, {
        steps: [
          [1, 0],
          [1, 1],
          [2 ** 20, 2 ** 20],
        ],
      }),
      { gradient: true },
    );
    expect(long.scratch).toBeLessThan(100_000);
  });

  it('gives the same bits under every limit in between', () => {
    const bits = (solution: AlignmentSolution): unknown => solution;
    fc.assert(
      fc.property(
        problemCases({ rows: [5, 40], columns: [1, 12], batch: [1, 2] }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ problem: any, request: asked }, part) => {
          const whole = openCpu({ maxBytes: Infinity });
          const most = whole.estimate(any, asked).total;
          const fewest = leastBytes(any, asked);
          const expected = bits(whole.solveSync(any, asked));
          for (const maxBytes of [fewest, Math.ceil(fewest + part * (most - fewest))]) {
            expect(bits(openCpu({ maxBytes }).solveSync(any, asked))).toEqual(expected);
          }
        },
      ),
      { numRuns: 200 },
    );
    const expected = openCpu({ maxBytes: Infinity }).solveSync(problem, request);
    for (const maxBytes of [least, least + 1000, (least + full.total) / 2])
      expect(openCpu({ maxBytes }).solveSync(problem, request)).toEqual(expected);
  });
});
