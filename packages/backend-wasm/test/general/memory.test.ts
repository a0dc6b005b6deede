import { problemCases } from '@rubato/conformance';
import type { AlignmentProblem, ProblemInput, SolveRequest } from '@rubato/core';
import { createRandom, latticeLayout, MemoryLimitError, normaliseProblem } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aligned, Instance } from '../../src/module/instance.ts';
import { countBytes } from './support/count-bytes.ts';
import { GeneralBackend } from './support/general-backend.ts';
import { kernelModule } from './support/kernel-module.ts';

/** An instance that counts what is taken, and whose memory is full of NaN before each solve. */
class Watched extends Instance {
  taken = 0;

  constructor() {
    super(kernelModule, false);
  }

  override begin(bytes: number): void {
    super.begin(bytes + 65536);
    this.all.u8.fill(0xff, this.exports.heapBase());
    this.taken = 0;
    super.begin(bytes);
  }

  override take(bytes: number): number {
    this.taken += aligned(bytes);
    return super.take(bytes);
  }

  /** Whether nothing was written past so many bytes. */
  isWholeAfter(bytes: number): boolean {
    return this.all.u8.subarray(this.exports.heapBase() + aligned(bytes)).every((byte) => byte === 0xff);
  }
}

/** Bytes of the least plan. */
function leastBytes(problem: AlignmentProblem, request: SolveRequest): number {
  try {
    new GeneralBackend({ maxBytes: 1 }).solveSync(problem, request);
  } catch (error) {
    if (error instanceof MemoryLimitError) return error.bytesNeeded;
  }
  return expect.fail('not refused');
}

const [N, M] = [300, 420];
const unitSteps = [[1, 0], [0, 1], [1, 1]] as const; // prettier-ignore

function noise(rows: number, columns: number, rest: Partial<ProblemInput> = {}): AlignmentProblem {
  const random = createRandom(1);
  const cost = { kind: 'dense', data: Float64Array.from({ length: rows * columns }, random), shape: [rows, columns] } as const;
  return normaliseProblem({ cost, steps: unitSteps, ...rest });
}

const features = {
  kind: 'features',
  x: new Float64Array(4 * N),
  y: new Float64Array(4 * M),
  shape: [N, M],
  dimension: 4,
  localCost: { name: 'cosine' },
} as const;

const problems: readonly (readonly [string, Partial<ProblemInput>])[] = [
  ['soft-DTW', {}],
  ['in float32', { precision: 'float32' }],
  ['weighted', { stepWeights: { data: new Float64Array(3 * M).fill(2), shape: [1, 1, M, 3] }, stepPenalties: [0, 1, 2] }],
  ['banded', { band: { kind: 'sakoeChiba', radius: 40 } }],
  ['of long steps', { steps: [[1, 0], [5, 9], [2 ** 20, 1], [1, 1]] }], // prettier-ignore
  ['of features', { cost: features }],
  ['subsequence', { start: { set: 'firstRow', penalty: 1 }, end: { set: 'lastRow' } }],
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
];

describe.each(problems)('a problem %s', (_name, rest) => {
  const problem = noise(N, M, rest);

  it.each(requests)('%s: takes what the plan says, and outside of the kernels’ memory what it says within 5 %%', (_request, request) => {
    for (const maxBytes of [Infinity, leastBytes(problem, request)]) {
      const instance = new Watched();
      const backend = new GeneralBackend({ maxBytes }, instance);
      const plan = backend.planOf(problem, request, latticeLayout(problem));
      const { total } = backend.estimate(problem, request);
      const { result, bytes } = countBytes(() => backend.solveAlone(problem, request));
      expect(instance.taken).toBe(plan.bytes);
      // Paths are cut out of a longer array, which no constructor is called for.
      const outside = (result.paths ?? []).reduce((sum, path) => sum + path.byteLength, bytes);
      expect(Math.abs(outside + plan.bytes - total) / total, `${outside} + ${plan.bytes} of ${total} bytes`).toBeLessThan(0.05);
      expect(instance.isWholeAfter(plan.bytes)).toBe(true);
    }
  });
});

describe('what stands in the memory before', () => {
  it('does not matter, nothing is written past the end, and less room gives the same bits', () => {
    const sizes = { rows: [1, 40], columns: [1, 40], batch: [1, 2], minimums: ['softmin', 'hardmin'] } as const;
    fc.assert(
      fc.property(
        problemCases(sizes),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ problem, request: { hessianProduct: _hessianProduct, ...request } }, part) => {
          const expected = new GeneralBackend({ maxBytes: Infinity }).solveSync(problem, request);
          const [fewest, most] = [
            leastBytes(problem, request),
            new GeneralBackend({ maxBytes: Infinity }).estimate(problem, request).total,
          ];
          for (const maxBytes of [Infinity, fewest, Math.ceil(fewest + part * (most - fewest))]) {
            const instance = new Watched();
            const backend = new GeneralBackend({ maxBytes }, instance);
            const { bytes } = backend.planOf(problem, request, latticeLayout(problem));
            expect(backend.estimate(problem, request).total).toBeLessThanOrEqual(maxBytes);
            expect(backend.solveSync(problem, request)).toEqual(expected);
            expect(instance.isWholeAfter(bytes)).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the plan', () => {
  const problem = noise(400, 200);
  const request: SolveRequest = { gradient: true, path: true, temperatureGradient: true };
  const full = new GeneralBackend({ maxBytes: Infinity }).estimate(problem, request);
  const least = leastBytes(problem, request);

  it('keeps everything where it fits, and else checkpoints', () => {
    const planOf = (maxBytes: number): string => new GeneralBackend({ maxBytes }).estimate(problem, request).plan;
    expect([full.plan, planOf(full.total), planOf(full.total - 1), planOf(least)]).toEqual([
      'full',
      'full',
      'checkpointed',
      'checkpointed',
    ]);
    expect(least).toBeLessThan(0.5 * full.total);
  });

  it('of soft-DTW with little memory is far below the lattice', () => {
    expect(leastBytes(noise(2000, 1000), { temperatureGradient: true })).toBeLessThan(0.15 * 8 * 2_000_000);
    expect(leastBytes(noise(2000, 1000, { minimum: 'hardmin' }), { path: true })).toBeLessThan(0.4 * 2_000_000);
  });

  it('of a best path takes two bits a cell, and of hardmin’s value alone next to nothing', () => {
    const scratch = (asked: SolveRequest): number =>
      new GeneralBackend().estimate(noise(2000, 1000, { minimum: 'hardmin' }), asked).scratch;
    expect(scratch({ path: true })).toBeLessThan(0.5 * 2_000_000);
    expect(scratch({})).toBeLessThan(0.25 * 2_000_000);
  });

  it('counts the visits of cells', () => {
    const visits = (asked: SolveRequest, maxBytes: number): number =>
      new GeneralBackend({ maxBytes }).planOf(problem, asked, latticeLayout(problem)).visits;
    expect([visits({}, Infinity), visits({ gradient: true }, Infinity), visits(request, Infinity), visits(request, 1)]).toEqual([
      1, 2, 3, 5,
    ]);
  });
});
