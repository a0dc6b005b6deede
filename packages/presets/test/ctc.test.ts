import type { AlignmentSolution, ProblemInput, SolveRequest } from '@rubato/core';
import { feasibility, InvalidArgumentError, normaliseProblem } from '@rubato/core';
import type { LabelSequences } from '@rubato/presets';
import { ctc, extendLabels, oneHotTargets } from '@rubato/presets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from './support/close.ts';
import { enumeratedLoss } from './support/label-paths.ts';
import { solve } from './support/reference.ts';
import type { GoldenArray, GoldenFile } from './support/shared.ts';
import { describeShared, flat, readSharedJson } from './support/shared.ts';
import { logSoftmax, logSoftmaxPullback } from './support/softmax.ts';

interface CtcCase {
  readonly id: string;
  readonly tag: string;
  readonly blank: number;
  readonly zero_infinity: boolean;
  readonly logits: readonly (readonly (readonly number[])[])[];
  readonly log_probs: GoldenArray;
  readonly targets: readonly (readonly number[])[];
  readonly input_lengths: readonly number[];
  readonly loss: GoldenArray;
  readonly infeasible: readonly boolean[];
  readonly grad_logits: GoldenArray;
  readonly grad_log_probs: GoldenArray;
}

/** The problem of a batch of log-probabilities [B, N, K]. */
function gathered(
  logProbabilities: Float64Array,
  N: number,
  K: number,
  labels: LabelSequences,
  blank: number,
  rowLengths?: readonly number[],
): ProblemInput {
  const parameterization = ctc(labels, { blank });
  const index = parameterization.columnClasses!;
  const shape = [labels.length, N, index.length / labels.length] as const;
  const cost = { kind: 'gathered', values: logProbabilities.map((value) => -value), shape, classes: K, index } as const;
  return { ...parameterization, cost, ...(rowLengths === undefined ? {} : { rowLengths }) };
}

function byLogProbabilities(solution: AlignmentSolution): Float64Array {
  if (solution.inputGradient?.kind !== 'gathered') throw new Error('expected gradients by values');
  return Float64Array.from(solution.inputGradient.values, (value) => -value);
}

const gradients: SolveRequest = { gradient: true, inputGradient: true, softAlignment: true };

describe('ctc', () => {
  it('is frozen plain data', () => {
    const parameterization = ctc([[2, 2], [1]]);
    expect(Object.isFrozen(parameterization)).toBe(true);
    expect(structuredClone(parameterization)).toEqual(parameterization);
    expect(parameterization.steps).toEqual([
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    expect(parameterization.start).toEqual([
      [0, 0],
      [0, 1],
    ]);
    expect(parameterization.end).toEqual([
      [-1, -1],
      [-1, -2],
    ]);
    expect(Array.from(parameterization.columnLengths!)).toEqual([5, 3]);
    expect(Array.from(parameterization.columnClasses!)).toEqual([0, 2, 0, 2, 0, 0, 1, 0, 0, 0]);
    const table = parameterization.stepWeights as { readonly data: Float64Array; readonly shape: readonly number[] };
    expect(table.shape).toEqual([2, 1, 5, 3]);
    const [one, shut] = [
      [1, 1, 1],
      [1, 1, Infinity],
    ];
    expect(Array.from(table.data)).toEqual([shut, one, shut, shut, shut, shut, one, shut, one, one].flat());
  });

  it('gives an empty target one column and one candidate', () => {
    const { start, end, columnLengths, columnClasses } = ctc([[], [3]], { blank: 2 });
    expect(start).toEqual({
      cellsOfItem: [
        [[0, 0]],
        [
          [0, 0],
          [0, 1],
        ],
      ],
    });
    expect(end).toEqual({
      cellsOfItem: [
        [[-1, -1]],
        [
          [-1, -1],
          [-1, -2],
        ],
      ],
    });
    expect(Array.from(columnLengths!)).toEqual([1, 3]);
    expect(Array.from(columnClasses!)).toEqual([2, 2, 2, 2, 3, 2]);
    const only = ctc([[]]);
    expect(Array.from(only.columnClasses!)).toEqual([0]);
  });

  it('takes typed arrays and leaves them alone', () => {
    const labels = [Int32Array.of(4, 4)];
    expect(ctc(labels)).toEqual(ctc([[4, 4]]));
    expect(labels).toEqual([Int32Array.of(4, 4)]);
  });

  it('names the label that is wrong', () => {
    const index = (labels: unknown, blank = 0): unknown => {
      try {
        ctc(labels as LabelSequences, { blank });
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidArgumentError);
        return (error as InvalidArgumentError).index;
      }
      return expect.fail('not refused');
    };
    expect(index([[1], [2, 0]])).toEqual([1, 1]);
    expect(
      index(
        [
          [1, 2, 1],
          [1, 2, 2],
        ],
        2,
      ),
    ).toEqual([0, 1]);
    expect(index([[1, -1]])).toEqual([0, 1]);
    expect(index([[1.5]])).toEqual([0, 0]);
    expect(index([[NaN]])).toEqual([0, 0]);
    expect(index([['a']])).toEqual([0, 0]);
    expect(index([new Array(1)])).toEqual([0, 0]);
    expect(index([[2 ** 31]])).toEqual([0, 0]);
    expect(index([[1], 'ab'])).toEqual([1]);
    expect(index([[1], null])).toEqual([1]);
    expect(index([])).toBeUndefined();
    expect(index(null)).toBeUndefined();
    expect(index([[1]], -1)).toBeUndefined();
    expect(index([[1]], 0.5)).toBeUndefined();
    expect(() => ctc([[1, 0]])).toThrow('labels[0, 1] is 0; expected a label other than the blank, 0');
    expect(() => ctc([[1]], { blanc: 1 } as object)).toThrow('options.blanc is not an option; expected only blank');
  });

  it('is the sum over all label paths, blank first, last or in the middle (law 7)', () => {
    const tiny = fc.integer({ min: 2, max: 3 }).chain((K) =>
      fc.record({
        K: fc.constant(K),
        blank: fc.integer({ min: 0, max: K - 1 }),
        N: fc.integer({ min: 1, max: 5 }),
        logits: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 5 * K, maxLength: 5 * K }),
        classes: fc.array(fc.integer({ min: 0, max: K - 2 }), { maxLength: 3 }),
      }),
    );
    let feasible = 0;
    let repeated = 0;
    let empty = 0;
    fc.assert(
      fc.property(tiny, ({ K, blank, N, logits, classes }) => {
        const labels = classes.map((k) => (k < blank ? k : k + 1));
        const logProbabilities = logSoftmax(Float64Array.from(logits.slice(0, N * K)), K);
        const problem = gathered(logProbabilities, N, K, [labels], blank);
        const solution = solve(problem, gradients);
        const repeats = labels.filter((label, l) => label === labels[l - 1]).length;
        const enough = N >= labels.length + repeats;
        expectClose('loss', solution.values, [enumeratedLoss(logProbabilities, N, K, labels, blank)], { atol: 1e-10, rtol: 1e-10 });
        expect(solution.status[0].kind).toBe(enough ? 'solved' : 'infeasible');
        expect(feasibility(normaliseProblem(problem), 'lengths')[0].feasible).toBe(enough);
        // Law 5: each frame of a feasible item is in one column.
        const E = solution.softAlignment!.data;
        const M = 2 * labels.length + 1;
        for (let n = 0; n < N; n++) {
          const sum = Array.from(E.subarray(n * M, (n + 1) * M)).reduce((total, e) => total + e, 0);
          expectClose('row sum', [sum], [Number(enough)], { atol: 1e-12 });
        }
        expectClose('H', solution.gradient!.data, E, { atol: 1e-14 });
        feasible += Number(enough);
        repeated += Number(repeats > 0);
        empty += Number(labels.length === 0);
      }),
      { numRuns: 150 },
    );
    expect(feasible).toBeGreaterThan(60);
    expect(repeated).toBeGreaterThan(20);
    expect(empty).toBeGreaterThan(5);
  });

  it('answers a ragged batch as it answers each item, whatever stands in the padding (law 3)', () => {
    const K = 4;
    const labels = [[1, 1, 3], [], [3], [1, 3, 1, 3]];
    const rowLengths = [6, 2, 1, 5];
    const N = 6;
    const values = Float64Array.from({ length: 4 * N * K }, (_, i) => Math.sin(3 * i + 1) - 2);
    rowLengths.forEach((length, b) => values.fill(NaN, (b * N + length) * K, (b + 1) * N * K));
    const batch = solve(gathered(values, N, K, labels, 2, rowLengths), gradients);
    labels.forEach((sequence, b) => {
      const single = solve(gathered(values.slice(b * N * K, (b * N + rowLengths[b]) * K), rowLengths[b], K, [sequence], 2), gradients);
      expect(batch.values[b]).toBe(single.values[0]);
      const padded = new Float64Array(N * K);
      padded.set(byLogProbabilities(single));
      // Equal to the bit; -0 and 0 are the same derivative.
      expectClose('gradient', byLogProbabilities(batch).subarray(b * N * K, (b + 1) * N * K), padded, {});
    });
  });

  it('needs a frame for each label and each repeat', () => {
    const loss = (N: number): number => solve(gathered(new Float64Array(N * 2).fill(-1), N, 2, [[1, 1, 1]], 0)).values[0];
    expect(loss(4)).toBe(Infinity);
    expect(loss(5)).toBeCloseTo(5, 12);
    const one = solve(gathered(Float64Array.of(-0.5, -1.25), 1, 2, [[1]], 0), gradients);
    expect(one.values[0]).toBeCloseTo(1.25, 12);
    expect(Array.from(byLogProbabilities(one), (value) => value + 0)).toEqual([0, -1]);
  });

  it('is the same with one-hot targets as with gathered costs', () => {
    const [K, N, labels] = [3, 5, [[1, 1], [2]]] as const;
    const logProbabilities = logSoftmax(
      Float64Array.from({ length: 2 * N * K }, (_, i) => Math.cos(2 * i)),
      K,
    );
    const y = oneHotTargets(
      labels.map((sequence) => extendLabels(sequence, 0)),
      K,
    );
    const localCost = { name: 'negativeLogLikelihood', parameters: { input: 'logProbabilities' } } as const;
    const cost = { kind: 'features', x: logProbabilities, y: y.data, shape: [2, N, y.shape[1]], dimension: K, localCost } as const;
    const { columnClasses: _, ...parameterization } = ctc(labels);
    const expected = solve(gathered(logProbabilities, N, K, labels, 0)).values;
    expectClose('loss', solve({ ...parameterization, cost }).values, expected, { rtol: 1e-13 });
  });
});

describeShared('golden/ctc.json', () => {
  const { cases } = readSharedJson('golden/ctc.json') as GoldenFile<CtcCase>;

  it('has fourteen cases', () => expect(cases.length).toBe(14));

  for (const golden of cases) {
    it(`${golden.id}: ${golden.tag}`, () => {
      const [N, K] = [golden.logits[0].length, golden.logits[0][0].length];
      const logProbabilities = logSoftmax(flat(golden.logits), K);
      // meta.tolerances.float64: loss rtol 1e-10, gradients atol 1e-10.
      expectClose('log_probs', logProbabilities, flat(golden.log_probs), { atol: 1e-12 });
      const solution = solve(gathered(logProbabilities, N, K, golden.targets, golden.blank, golden.input_lengths), gradients);
      // zero_infinity is the caller's: ours is an infinite loss with gradient 0.
      const losses = solution.values.map((value, b) => (golden.zero_infinity && golden.infeasible[b] ? 0 : value));
      expectClose('loss', losses, flat(golden.loss), { rtol: 1e-10 });
      expect(solution.status.map(({ kind }) => kind === 'infeasible')).toEqual(golden.infeasible);
      const gradient = byLogProbabilities(solution);
      expectClose('grad_log_probs', gradient, flat(golden.grad_log_probs), { atol: 1e-10 });
      // Where torch answers nan, in infeasible items without zero_infinity, ours is 0.
      const expected = flat(golden.grad_logits).map((value, i) => {
        const b = Math.floor(i / (N * K));
        expect(Number.isNaN(value)).toBe(golden.infeasible[b] && !golden.zero_infinity && Math.floor(i / K) % N < golden.input_lengths[b]);
        return Number.isNaN(value) ? 0 : value;
      });
      expectClose('grad_logits', logSoftmaxPullback(logProbabilities, gradient, K), expected, { atol: 1e-10 });
    });
  }
});
