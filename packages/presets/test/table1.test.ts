import type { AlignmentSolution, CostInput, Parameterization } from '@rubato/core';
import { InvalidArgumentError } from '@rubato/core';
import type { LabelSequences, MultiLabelSequences, Table1Id, Table1Reading } from '@rubato/presets';
import {
  ctc,
  extendMultiLabels,
  multiHotTargets,
  multiLabelCtc,
  oneHotTargets,
  softDtw,
  table1,
  table1Ids,
  table1Rests,
} from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { expectClose } from './support/close.ts';
import { solve } from './support/reference.ts';
import type { GoldenArray, GoldenFile } from './support/shared.ts';
import { describeShared, flat, readSharedJson } from './support/shared.ts';
import { logSoftmax, logSoftmaxPullback } from './support/softmax.ts';

interface Reading {
  readonly step_weights: GoldenArray;
  readonly cost: GoldenArray;
  readonly H: GoldenArray;
  readonly grad_logits: GoldenArray;
  readonly grad_log_probs?: GoldenArray;
  readonly grad_probs: GoldenArray;
  readonly infeasible: boolean | readonly boolean[];
}

interface Table1Case {
  readonly id: string;
  readonly tag: string;
  readonly config: Table1Id;
  readonly task: 'single-label' | 'multi-label';
  readonly logits: GoldenArray;
  readonly labels: readonly (readonly number[])[];
  readonly list_N: readonly number[];
  readonly list_M: readonly number[];
  readonly blank?: number | null;
  readonly published_code: Reading;
  readonly paper?: Reading;
  readonly paper_equals_code: boolean;
}

interface Derived {
  readonly solution: AlignmentSolution;
  /** Gradients of the sum of costs, shape [B, N, K]. */
  readonly byProbabilities: Float64Array;
  readonly byLogits: Float64Array;
  readonly byLogProbabilities?: Float64Array;
}

function byInput(
  parameterization: Parameterization,
  cost: CostInput,
  rowLengths: readonly number[],
): { readonly solution: AlignmentSolution; readonly x: Float64Array } {
  const solution = solve({ ...parameterization, cost, rowLengths }, { gradient: true, inputGradient: true });
  const gradient = solution.inputGradient!;
  if (gradient.kind === 'features') return { solution, x: Float64Array.from(gradient.x) };
  if (gradient.kind === 'gathered') return { solution, x: Float64Array.from(gradient.values) };
  throw new Error('expected gradients by features or values');
}

/** One item or a batch of class numbers; probabilities are softmax(logits). */
function singleLabel(golden: Table1Case, reading: Table1Reading): Derived {
  const { labels, list_N: rowLengths } = golden;
  const logits = flat(golden.logits);
  const [B, N] = [labels.length, Math.max(...rowLengths)];
  const K = logits.length / (B * N);
  const logProbabilities = logSoftmax(logits, K);
  const parameterization = table1(golden.config, reading, labels, golden.config.startsWith('CTC') ? { blank: golden.blank! } : {});
  const index = parameterization.columnClasses;
  const y = oneHotTargets(labels, K);
  const rests = table1Rests('published-code');
  const localCost = { name: 'negativeLogLikelihood', parameters: { input: 'logProbabilities', rests } } as const;
  const cost: CostInput =
    index === undefined
      ? { kind: 'features', x: logProbabilities, y: y.data, shape: [B, N, y.shape[1]], dimension: K, localCost }
      : { kind: 'gathered', values: logProbabilities.map((value) => -value), shape: [B, N, index.length / B], classes: K, index };
  const { solution, x } = byInput(parameterization, cost, rowLengths);
  const byLogProbabilities = index === undefined ? x : x.map((value) => -value);
  const byProbabilities = byLogProbabilities.map((value, i) => value / Math.exp(logProbabilities[i]));
  return { solution, byProbabilities, byLogProbabilities, byLogits: logSoftmaxPullback(logProbabilities, byLogProbabilities, K) };
}

/** One sequence of multi-hot rows; probabilities are sigmoid(logits). */
function multiLabel(golden: Table1Case, reading: Table1Reading): Derived {
  const [N] = golden.list_N;
  const labels = [golden.labels];
  const logits = flat(golden.logits);
  const isCtc = golden.config.startsWith('CTC');
  const blank = golden.blank ?? 0;
  const y = isCtc ? extendMultiLabels(labels, { blank }) : multiHotTargets(labels);
  const name = isCtc ? 'multiLabelCtc' : 'binaryCrossEntropy';
  const parameterization = table1(golden.config, reading, labels);
  const run = (x: Float64Array, input: string): ReturnType<typeof byInput> => {
    const localCost = { name, parameters: { input, ...(isCtc ? { blank } : {}) } };
    const [, columns, dimension] = y.shape;
    return byInput(parameterization, { kind: 'features', x, y: y.data, shape: [1, N, columns], dimension, localCost }, [N]);
  };
  const { solution, x: byProbabilities } = run(
    logits.map((z) => 1 / (1 + Math.exp(-z))),
    'probabilities',
  );
  const { solution: other, x: byLogits } = run(logits, 'logits');
  expectClose('cost by logits', other.values, solution.values, { rtol: 1e-12 });
  return { solution, byProbabilities, byLogits };
}

describe('table1', () => {
  it('has ten configurations, each in two readings', () => {
    expect(table1Ids.length).toBe(10);
    for (const id of table1Ids) {
      const labels = [[1, 1, 2], [], [3]];
      for (const reading of ['published-code', 'paper'] as const) {
        const parameterization = table1(id, reading, labels);
        expect(Object.isFrozen(parameterization)).toBe(true);
        expect(structuredClone(parameterization)).toEqual(parameterization);
        expect(Array.from(parameterization.columnLengths!)).toEqual(id.startsWith('CTC') ? [7, 1, 3] : [3, 0, 1]);
      }
    }
  });

  it('CTC-A is ctc, and SDTW-E soft-DTW', () => {
    const labels = [[1, 1, 2], []];
    const rows = [
      [
        [1, 0],
        [1, 0],
      ],
      [[0, 0]],
    ];
    for (const reading of ['published-code', 'paper'] as const) {
      expect(table1('CTC-A', reading, labels)).toEqual(ctc(labels));
      expect(table1('CTC-A', reading, labels, { blank: 3 })).toEqual(ctc(labels, { blank: 3 }));
      const { stepWeights, columnLengths, ...rest } = table1('SDTW-E', reading, labels);
      expect(rest).toEqual(softDtw());
      expect(stepWeights).toEqual([1, 1, 1]);
      expect(Array.from(columnLengths!)).toEqual([3, 0]);
    }
    // Multi-label: the published code does not look for repeats, since equal neighbours were merged before.
    expect(table1('CTC-A', 'paper', rows)).toEqual(multiLabelCtc(rows));
    expect(table1('CTC-A', 'published-code', rows)).toEqual(
      multiLabelCtc([
        [
          [1, 0],
          [0, 1],
        ],
        [[0, 0]],
      ]),
    );
  });

  it('differs between the readings just where the golden file says', () => {
    const table = (id: Table1Id, reading: Table1Reading): number[] => {
      const weights = table1(id, reading, [[1, 1]]).stepWeights as { readonly data: Float64Array };
      return Array.from(weights.data);
    };
    expect(table('CTC-A-W', 'paper')).toEqual(table('CTC-A-W', 'published-code'));
    const x = Infinity;
    expect(table('CTC-B', 'published-code')).toEqual(
      [
        [2, 2, x],
        [1, 1, 1],
        [2, 1, x],
        [1, 1, x],
        [2, 2, x],
      ].flat(),
    );
    expect(table('CTC-B', 'paper')).toEqual(
      [
        [2, 2, x],
        [1, 1, 1],
        [2, 2, x],
        [1, 1, x],
        [2, 2, x],
      ].flat(),
    );
    expect(table('CTC-C-W', 'published-code')).toEqual(
      [
        [x, x, x],
        [0.1, 1, 1],
        [x, 1, x],
        [0.1, 1, x],
        [x, x, x],
      ].flat(),
    );
    expect(table('CTC-C-W', 'paper')).toEqual(
      [
        [x, x, x],
        [0.1, x, 1],
        [x, 1, x],
        [0.1, 1, x],
        [x, x, x],
      ].flat(),
    );
  });

  it('takes rests in SDTW alone, free or forbidden', () => {
    const [K, N] = [2, 3];
    const x = Float64Array.of(0.5, 0.5, 0.25, 0.75, 0.9, 0.1);
    const y = oneHotTargets([[0, -1, 1]], K);
    const value = (reading: Table1Reading): number => {
      const localCost = { name: 'negativeLogLikelihood', parameters: { rests: table1Rests(reading) } } as const;
      const cost = { kind: 'features', x, y: y.data, shape: [1, N, 3], dimension: K, localCost } as const;
      return solve({ ...table1('SDTW-D', reading, [[0, -1, 1]]), cost }).values[0];
    };
    expect(value('published-code')).toBeCloseTo(-Math.log(0.5 * 0.1), 12);
    expect(value('paper')).toBe(Infinity);
    expect(() => table1('CTC-A', 'paper', [[1, -1]])).toThrow('labels[0, 1] is -1');
  });

  it('refuses unknown names and wrong labels', () => {
    expect(() => table1('CTC-D' as Table1Id, 'paper', [[1]])).toThrow('id is "CTC-D"; expected one of CTC-A, CTC-B');
    expect(() => table1('CTC-A', 'code' as Table1Reading, [[1]])).toThrow('reading is "code"; expected one of published-code, paper');
    expect(() => table1Rests('free' as Table1Reading)).toThrow(InvalidArgumentError);
    expect(() => table1('CTC-A', 'paper', [[1], [[1, 0]]] as unknown as LabelSequences)).toThrow('labels[1, 0] is a list of 2');
    expect(() => table1('SDTW-D', 'paper', [[[1, 0]], [1]] as unknown as MultiLabelSequences)).toThrow('labels[1, 0] is 1');
    expect(() => table1('CTC-B', 'paper', [[1, 5]], { blank: 5 })).toThrow('labels[0, 1] is 5; expected a label other than the blank, 5');
    expect(() => table1('CTC-B', 'paper', 'labels' as unknown as LabelSequences)).toThrow(InvalidArgumentError);
    expect(() => table1('CTC-B', 'paper', [[1]], { blanks: 5 } as object)).toThrow(InvalidArgumentError);
  });
});

describeShared('golden/table1.json', () => {
  const { cases } = readSharedJson('golden/table1.json') as GoldenFile<Table1Case>;

  it('has 34 cases, 8 of which the paper reads otherwise', () => {
    expect(cases.length).toBe(34);
    expect(cases.filter((golden) => !golden.paper_equals_code).length).toBe(8);
  });

  for (const golden of cases) {
    for (const reading of ['published-code', 'paper'] as const) {
      // Rests are forbidden in the paper's reading; the file's numbers for them are those of the code.
      if (reading === 'paper' && golden.tag === 'rest') continue;
      it(`${golden.id}: ${golden.config}, ${golden.tag}, ${reading}`, () => {
        const expected = reading === 'paper' && !golden.paper_equals_code ? golden.paper! : golden.published_code;
        const { solution, ...gradients } = golden.task === 'single-label' ? singleLabel(golden, reading) : multiLabel(golden, reading);
        // meta.tolerances.float64: cost rtol 1e-10, gradients atol 1e-9, grad_probs rtol 1e-8.
        expectClose('cost', solution.values, flat(expected.cost), { rtol: 1e-10 });
        expectClose('H', solution.gradient!.data, flat(expected.H), { atol: 1e-9 });
        expectClose('grad_logits', gradients.byLogits, flat(expected.grad_logits), { atol: 1e-9 });
        expectClose('grad_probs', gradients.byProbabilities, flat(expected.grad_probs), { atol: 1e-9, rtol: 1e-8 });
        expect(expected.grad_log_probs === undefined).toBe(golden.task === 'multi-label');
        if (expected.grad_log_probs !== undefined) {
          expectClose('grad_log_probs', gradients.byLogProbabilities!, flat(expected.grad_log_probs), { atol: 1e-9 });
        }
        expect(solution.status.map(({ kind }) => kind === 'infeasible')).toEqual([expected.infeasible].flat());
      });
    }
  }
});
