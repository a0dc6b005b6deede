import { openCpu } from '@rubato/backend-cpu';
import type { Backend } from '@rubato/core';
import { bestPath, latticeToDag, MemoryLimitError, normaliseProblem, openReference, toDense, UnsupportedError } from '@rubato/core';
import type { AlignedItem, Segment } from '@rubato/decoders';
import { forceAlign, forceAlignSync } from '@rubato/decoders';
import { openEnd, softDtw, subsequence } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { expectAligned } from './expect-aligned.ts';
import { alignmentProblem } from './oracle.ts';
import { randomCtc } from './random-ctc.ts';

const backend = openCpu();

function expectSame(actual: AlignedItem, expected: AlignedItem): void {
  expect(actual.path).toEqual(expected.path);
  expect(actual.pathLogProbability).toBeCloseTo(expected.pathLogProbability, 9);
  expect(actual.logProbability).toBeCloseTo(expected.logProbability!, 9);
  expect(actual.tokens.length).toBe(expected.tokens.length);
  actual.tokens.forEach((token, l) => expectSameSegment(token, expected.tokens[l]));
}

function expectSameSegment(actual: Segment, expected: Segment): void {
  expect([actual.startFrame, actual.endFrame]).toEqual([expected.startFrame, expected.endFrame]);
  expect(actual.posterior!.confidence).toBeCloseTo(expected.posterior!.confidence, 9);
  for (const which of ['start', 'end'] as const) {
    const [found, right] = [actual.posterior![which], expected.posterior![which]];
    expect(found.firstFrame).toBe(right.firstFrame);
    found.probabilities.forEach((p, i) => expect(Math.abs(p - right.probabilities[i])).toBeLessThan(1e-9));
    expect(found.mean).toBeCloseTo(right.mean, 6);
    expect(found.deviation).toBeCloseTo(right.deviation, 5);
  }
}

describe('forced alignment in blocks', () => {
  const { posteriors, parameterization, labels } = randomCtc(7, 150, 30, 6, 1.5);
  const whole = expectAligned(forceAlignSync(posteriors, { backend, parameterization, blank: 0, blockFrames: Infinity })[0]);

  it.each([1, 7, 32, 74, 75, 149])('of %i frames is the alignment in one piece', (blockFrames) => {
    expectSame(expectAligned(forceAlignSync(posteriors, { backend, parameterization, blank: 0, blockFrames })[0]), whole);
  });

  it('is so for posteriors as sharp as numbers can be, and for labels that they do not say', () => {
    const sharp = randomCtc(9, 120, 20, 6);
    const said = randomCtc(10, 120, 20, 6).parameterization;
    for (const spelt of [sharp.parameterization, said]) {
      const logits = {
        ...sharp.posteriors,
        data: Float64Array.from(sharp.posteriors.data, (p) => 200 * Math.log(p)),
        form: 'logits',
      } as const;
      const call = { backend, parameterization: spelt, blank: 0 } as const;
      const one = expectAligned(forceAlignSync(logits, { ...call, blockFrames: Infinity })[0]);
      for (const blockFrames of [3, 40]) expectSame(expectAligned(forceAlignSync(logits, { ...call, blockFrames })[0]), one);
    }
  });

  it('is what the solver of graphs and the reference solver say', () => {
    const input = alignmentProblem(posteriors, parameterization, parameterization.columnClasses!);
    const problem = normaliseProblem(input);
    const lattice = latticeToDag(problem, 0);
    const { cost, edges } = bestPath(lattice.dag, lattice.costs);
    const steps = Array.from(edges, (edge) => lattice.edges[edge]).filter(({ kind }) => kind !== 'end');
    expect(Array.from(whole.path)).toEqual(steps.flatMap(({ row, column }) => [row, column]));
    expect(whole.pathLogProbability).toBeCloseTo(-cost, 9);

    const solution = openReference().solveSync(problem, { softAlignment: true, edgeMarginals: true, boundaryGradient: true });
    const alignment = toDense(solution.softAlignment!);
    const marginals = toDense(solution.edgeMarginals!);
    const M = problem.columns;
    expect(whole.logProbability).toBeCloseTo(-solution.values[0], 9);
    whole.tokens.forEach(({ startFrame, endFrame, posterior }, l) => {
      const m = 2 * l + 1;
      let sum = 0;
      for (let n = startFrame; n < endFrame; n++) sum += alignment[n * M + m];
      expect(posterior!.confidence).toBeCloseTo(sum / (endFrame - startFrame), 9);
      const { firstFrame, probabilities, before, after } = posterior!.start;
      probabilities.forEach((p, i) => {
        const edge = ((firstFrame + i) * M + m) * 3;
        // Steps (1,1) and (1,2) enter from other columns; the first label may be a start cell.
        const entered = marginals[edge + 1] + marginals[edge + 2];
        const started = firstFrame + i === 0 && m === 1 ? solution.boundaryGradient!.startPenalty.data[1] : 0;
        expect(Math.abs(p - entered - started)).toBeLessThan(1e-9);
      });
      expect(probabilities.reduce((a, b) => a + b, before + after)).toBeCloseTo(1, 9);
    });
  });

  it.each([
    ['soft-DTW', softDtw({ temperature: 0.5 })],
    ['subsequence', subsequence(softDtw(), { within: 'rows' })],
    ['an open end', openEnd(softDtw({ temperature: 2 }), { within: 'rows', penalty: 0.1 })],
    [
      'a band',
      {
        steps: [
          [1, 0],
          [1, 1],
        ],
        band: { kind: 'sakoeChiba', radius: 4 },
      },
    ],
    ['a band about soft-DTW', { ...softDtw(), band: { kind: 'sakoeChiba', radius: 3 } }],
  ] as const)('serves %s', (_, base) => {
    const call = { backend, parameterization: base, blank: 'none', labels: [labels], distributionRadius: Infinity } as const;
    const one = expectAligned(forceAlignSync(posteriors, { ...call, blockFrames: Infinity })[0]);
    for (const blockFrames of [1, 13, 50]) {
      expectSame(expectAligned(forceAlignSync(posteriors, { ...call, blockFrames })[0]), one);
    }
    for (const { posterior } of one.tokens) {
      const { probabilities, before, after } = posterior!.start;
      expect([before, after]).toEqual([0, 0]);
      expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    }
  });

  it('ends in the first of equal end cells as they were given, whichever block they are in', () => {
    const uniform = { data: new Float64Array(24).fill(1 / 3), shape: [1, 8, 3] } as const;
    // Each cell on the way costs nothing, so that all ends are equal.
    const free = { ...softDtw(), stepWeights: [0, 0, 0], start: { set: 'corner', multiplier: 0 } } as const;
    for (const cells of [
      [
        [-1, -1],
        [3, 1],
        [5, 2],
      ],
      [
        [5, 2],
        [-1, -1],
        [3, 1],
      ],
      [
        [3, 1],
        [5, 2],
        [-1, -1],
      ],
    ] as const) {
      const call = { backend, parameterization: { ...free, end: [...cells] }, labels: [[0, 1, 2]], blank: 'none' } as const;
      const [row, column] = cells[0];
      for (const blockFrames of [1, 2, 3, 7]) {
        const { path } = expectAligned(forceAlignSync(uniform, { ...call, blockFrames })[0]);
        expect(Array.from(path.slice(-2))).toEqual([row < 0 ? 7 : row, column < 0 ? 2 : column]);
      }
    }
  });

  it('refuses blocks that steps jump over, and those in float32', () => {
    const call = { backend, blank: 'none', labels: [labels], blockFrames: 10 } as const;
    const jumping = {
      steps: [
        [1, 0],
        [1, 1],
        [2, 1],
      ],
    } as const;
    expect(() => forceAlignSync(posteriors, { ...call, parameterization: jumping })).toThrow(UnsupportedError);
    expect(() => forceAlignSync(posteriors, { ...call, parameterization: softDtw(), precision: 'float32' })).toThrow(UnsupportedError);
    expect(expectAligned(forceAlignSync(posteriors, { ...call, parameterization: jumping, blockFrames: Infinity })[0]).tokens.length).toBe(
      30,
    );
    const single = forceAlignSync(posteriors, { backend, parameterization, blank: 0, precision: 'float32' });
    const close = expectAligned(single[0]);
    expect(close.path).toEqual(whole.path);
    close.tokens.forEach(({ posterior }, l) => expect(posterior!.confidence).toBeCloseTo(whole.tokens[l].posterior!.confidence, 3));
  });
});

/** Bytes of all typed arrays in plain data. */
function bytesOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, part) => sum + bytesOf(part), 0);
}

/** The numbers in plain data. */
function numbersIn(value: unknown): number {
  if (typeof value === 'number') return 1;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, part) => sum + numbersIn(part), 0);
}

describe('the memory of a forced alignment', () => {
  const { posteriors, parameterization } = randomCtc(3, 1500, 150, 8);

  it('stays within maxBytes, arrays of solver, state and solutions counted', async () => {
    const maxBytes = 2_500_000;
    // What the alignment holds, and the copy that it hands out.
    let state = 0;
    let most = 0;
    const counting: Backend = {
      ...methodsOf(backend),
      async solve(problem, request, options) {
        const solution = await backend.solve(problem, request, options);
        const { total, output } = backend.estimate(problem, request);
        expect(bytesOf(solution)).toBeLessThanOrEqual(output + 100);
        most = Math.max(most, state + total + bytesOf(problem));
        return solution;
      },
    };
    const call = { parameterization, blank: 0, maxBytes, distributionRadius: 20 } as const;
    const [item] = await forceAlign(posteriors, { ...call, backend: counting, onBlock: (at) => void (state = 16 * numbersIn(at)) });
    expectSame(
      expectAligned(item),
      expectAligned(forceAlignSync(posteriors, { backend, ...call, maxBytes: 1e10, blockFrames: Infinity })[0]),
    );
    expect(most).toBeLessThanOrEqual(maxBytes);
    // E alone, which is never kept, has more.
    expect(maxBytes).toBeLessThan(8 * 1500 * 301);
  });

  it('is refused before work starts, with the bytes that it would take', () => {
    let solves = 0;
    const idle: Backend = { ...methodsOf(backend), solveSync: () => expect.fail(`solve ${++solves}`) };
    const call = { backend: idle, parameterization, blank: 0, maxBytes: 100_000 } as const;
    let error: unknown;
    try {
      forceAlignSync(posteriors, call);
    } catch (thrown) {
      error = thrown;
    }
    if (!(error instanceof MemoryLimitError)) expect.fail(String(error));
    expect(error.maximumBytes).toBe(100_000);
    expect(solves).toBe(0);
    const bytes = error.bytesNeeded;
    expect(() => forceAlignSync(posteriors, { ...call, maxBytes: bytes - 1 })).toThrow(MemoryLimitError);
    expect(forceAlignSync(posteriors, { ...call, backend, maxBytes: bytes })[0].status).toBe('aligned');
  });
});

function methodsOf(inner: Backend): Backend {
  return {
    name: inner.name,
    limits: inner.limits,
    supports: inner.supports.bind(inner),
    estimate: inner.estimate.bind(inner),
    solve: inner.solve.bind(inner),
    dispose: inner.dispose.bind(inner),
    [Symbol.asyncDispose]: inner[Symbol.asyncDispose].bind(inner),
  };
}
