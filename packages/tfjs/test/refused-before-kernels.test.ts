import { openCpu } from '@rubato/backend-cpu';
import { oneHotTargets, softDtw, table1 } from '@rubato/presets';
import type { Tensor } from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { alignmentLoss, ctcLoss, multiLabelCtcLoss, packTargets, softDtwDivergence, softDtwLoss } from '../src/index.ts';
import type { LossOptions } from '../src/index.ts';
import { randomTensor } from './support/random-tensor.ts';
import type { Refusal } from './support/refusal.ts';
import { expectRefusal } from './support/refusal.ts';
import { tf } from './support/tf.ts';

const backend = openCpu();
/** Three items, seven frames, four classes. */
const predictions = randomTensor([3, 7, 4], 1);
const timeMajor = randomTensor([7, 3, 4], 2);

type Loss = (targets: never, predictions: Tensor, options: LossOptions) => Tensor;

const byRow = alignmentLoss((labels) => table1('SDTW-E', 'paper', labels), { columns: (labels) => oneHotTargets(labels, 4) });
const byClass = alignmentLoss((labels) => table1('CTC-B', 'paper', labels));
const ofLabels: readonly (readonly [string, Loss])[] = [
  ['ctcLoss', ctcLoss],
  ['alignmentLoss by class', byClass],
  ['alignmentLoss by row', byRow],
];
const ofFeatures: readonly (readonly [string, Loss])[] = [
  ['softDtwLoss', softDtwLoss],
  ['softDtwDivergence', softDtwDivergence],
  ['alignmentLoss of features', alignmentLoss(softDtw())],
];

afterEach(() => {
  vi.restoreAllMocks();
});

/** Runs an action with spies on what computes: the backend's solve, and tfjs's kernels. */
function spyOnKernels<T>(action: () => T): { readonly result: T; readonly solves: number; readonly kernels: number } {
  const solve = vi.spyOn(backend, 'solveSync');
  const engine = tf.engine() as unknown as { runKernelFunc(parameters: object): unknown };
  const kernels = vi.spyOn(engine, 'runKernelFunc');
  const before = tf.memory().numTensors;
  const result = action();
  const counted = { result, solves: solve.mock.calls.length, kernels: kernels.mock.calls.length };
  if (result === undefined) expect(tf.memory().numTensors).toBe(before);
  vi.restoreAllMocks();
  return counted;
}

/** Checks that a loss is refused in both layouts with nothing computed. */
function expectNothingComputed(loss: Loss, targets: unknown, refusal: Refusal, options: LossOptions = {}, x: Tensor = predictions): void {
  const run = () => expectRefusal(() => loss(targets as never, x, { backend, ...options }), refusal);
  expect(spyOnKernels(run)).toEqual({ result: undefined, solves: 0, kernels: 0 });
}

const layouts = [
  [{}, predictions],
  [{ layout: 'timeMajor' }, timeMajor],
] as const;

describe.each(ofLabels)('%s computes nothing', (_, loss) => {
  const labels = [[1, 2], [3], [1]];

  it('and the spies see what is computed otherwise', () => {
    for (const [layout, x] of layouts) {
      const { solves, kernels } = spyOnKernels(() => loss(labels as never, x, { backend, ...layout }));
      expect(solves).toBe(1);
      expect(kernels).toBeGreaterThan(0);
    }
  });

  it('for a wrong shape', () => {
    for (const x of [tf.ones([3, 7]), tf.ones([3, 7, 4, 1]), tf.zeros([3, 0, 4])]) {
      expectNothingComputed(loss, labels, { argument: 'predictions' }, {}, x);
    }
    for (const [layout, x] of layouts) {
      expectNothingComputed(loss, [[1], [1]], { argument: 'targets', expected: /each of 3 items/ }, layout, x);
      const targets = tf.ones([2, 2]);
      expectNothingComputed(loss, targets, { argument: 'targets', found: 'a tensor [2, 2] of float32' }, layout, x);
    }
  });

  it('for a label out of range', () => {
    for (const [layout, x] of layouts) {
      expectNothingComputed(loss, [[1], [1, 4], [1]], { argument: 'targets', index: [1, 1] }, layout, x);
      expectNothingComputed(loss, [[1], [1], [1.5]], { argument: 'targets', index: [2, 0] }, layout, x);
      const targets = tf.tensor2d([1, 2, 9, 1, 1, 1], [3, 2]);
      expectNothingComputed(loss, targets, { argument: 'targets', index: [1, 0] }, layout, x);
    }
  });

  it('for a length over N, or over L', () => {
    for (const [layout, x] of layouts) {
      const over = { ...layout, predictionLengths: [7, 8, 7] };
      expectNothingComputed(loss, labels, { argument: 'options.predictionLengths', index: [1], found: '8' }, over, x);
      const targets = tf.ones([3, 2]);
      const long = { ...layout, targetLengths: [2, 2, 3] };
      expectNothingComputed(loss, targets, { argument: 'options.targetLengths', index: [2], found: '3' }, long, x);
    }
  });
});

describe('multiLabelCtcLoss computes nothing', () => {
  it('for rows, lengths and shapes that do not fit', () => {
    const rows = [[[1, 0, 0]], [[0, 1, 1], [1, 0, 0]], []]; // prettier-ignore
    const loss = multiLabelCtcLoss as Loss;
    for (const [layout, x] of layouts) {
      expectNothingComputed(loss, [[[1, 0]], [[0, 1]], []], { argument: 'targets' }, layout, x);
      expectNothingComputed(loss, [[[1, 0, 0]], [[0, 3, 1]], []], { argument: 'targets', index: [1, 0, 1] }, layout, x);
      const over = { ...layout, predictionLengths: [7, 8, 7] };
      expectNothingComputed(loss, rows, { argument: 'options.predictionLengths', index: [1] }, over, x);
      expectNothingComputed(loss, tf.ones([3, 2, 4]), { argument: 'targets' }, layout, x);
      expectNothingComputed(loss, tf.ones([3, 2, 3]), { argument: 'options.targetLengths', index: [0] }, { ...layout, targetLengths: [3, 2, 2] }, x); // prettier-ignore
    }
    expectNothingComputed(loss, rows, { argument: 'predictions' }, {}, tf.ones([3, 7]));
  });
});

describe.each(ofFeatures)('%s computes nothing', (_, loss) => {
  it('for shapes that do not fit', () => {
    for (const [layout, x] of layouts) {
      const sides = (batch: number, rows: number, dimension: number): [number, number, number] =>
        x === timeMajor ? [rows, batch, dimension] : [batch, rows, dimension];
      expectNothingComputed(loss, tf.ones(sides(3, 5, 3)), { argument: 'targets', expected: /\[3, M, 4\]/ }, layout, x);
      expectNothingComputed(loss, tf.ones(sides(2, 5, 4)), { argument: 'targets' }, layout, x);
      expectNothingComputed(loss, tf.ones([3, 4]), { argument: 'targets' }, layout, x);
      const y = tf.ones(sides(3, 5, 4));
      const over = { ...layout, predictionLengths: [7, 7, 8] };
      expectNothingComputed(loss, y, { argument: 'options.predictionLengths', index: [2], found: '8' }, over, x);
      const long = { ...layout, targetLengths: [6, 5, 5] };
      expectNothingComputed(loss, y, { argument: 'options.targetLengths', index: [0], found: '6' }, long, x);
    }
  });
});

it('packTargets computes nothing for labels and lengths that are wrong', () => {
  const refused = (labels: number[][], options: object, refusal: Refusal) => {
    const run = () => expectRefusal(() => packTargets(labels, { shape: [7, 4], ...options }), refusal);
    expect(spyOnKernels(run)).toEqual({ result: undefined, solves: 0, kernels: 0 });
  };
  refused([[1], [4]], {}, { argument: 'labels', index: [1, 0] });
  refused([[1], [2]], { predictionLengths: [7, 8] }, { argument: 'options.predictionLengths', index: [1] });
  refused([[1], [2]], { shape: [7] }, { argument: 'options.shape' });
});
