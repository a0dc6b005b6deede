import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { ctcLoss } from '../../src/index.ts';
import { backends } from '../support/backends.ts';
import { expectClose } from '../support/expect-close.ts';
import { randomTensor } from '../support/random-tensor.ts';
import { expectRefusal } from '../support/refusal.ts';
import { tf } from '../support/tf.ts';
import { runOp } from './support/run-op.ts';

const [, backend] = backends[0];
/** Seven frames, three items, four classes, the last of them the blank. */
const logits = randomTensor([7, 3, 4], 1, 2);
const probabilities = tf.softmax(logits).dataSync();
const p = (n: number, b: number, k: number): number => probabilities[(n * 3 + b) * 4 + k];

/** The inputs of a node from label lists. */
function inputsOf(labels: readonly (readonly number[])[], lengths: readonly number[]): Tensor[] {
  const places = labels.flatMap((sequence, b) => sequence.map((_, l) => [b, l]));
  const indices = tf.tensor2d(Int32Array.from(places.flat()), [places.length, 2], 'int32');
  return [logits, indices, tf.tensor1d(Int32Array.from(labels.flat()), 'int32'), tf.tensor1d([...lengths], 'int32')];
}

const run = (labels: readonly (readonly number[])[], lengths: readonly number[], attrs: Record<string, unknown> = {}) =>
  runOp('CTCLoss', inputsOf(labels, lengths), attrs).map((each) => each.dataSync() as Float32Array);

describe('CTCLoss', () => {
  it('is ctcLoss with time first and the last class as blank, with its gradient', () => {
    const labels = [[0, 1, 1], [2], []];
    const lengths = [7, 5, 6];
    const [losses, gradient] = run(labels, lengths);
    const options = { backend, blank: -1, layout: 'timeMajor', predictionLengths: lengths, reduction: 'none' } as const;
    expectClose(losses, ctcLoss(labels, logits, options).dataSync(), { relative: 1e-6 });
    const expected = tf.grad((x: Tensor) => tf.sum(ctcLoss(labels, x, options)))(logits);
    expectClose(gradient, expected.dataSync(), { absolute: 1e-6 });
  });

  it('merges no repetitions with ctc_merge_repeated false: a label is one frame', () => {
    const [losses] = run([[0, 0], [1], []], [2, 3, 1], { ctc_merge_repeated: false });
    const once = p(0, 1, 1) * p(1, 1, 3) * p(2, 1, 3) + p(0, 1, 3) * p(1, 1, 1) * p(2, 1, 3) + p(0, 1, 3) * p(1, 1, 3) * p(2, 1, 1);
    expectClose(losses, [-Math.log(p(0, 0, 0) * p(1, 0, 0)), -Math.log(once), -Math.log(p(0, 2, 3))], { relative: 1e-5 });
  });

  it('collapses repeated labels beforehand with preprocess_collapse_repeated', () => {
    const lengths = [7, 7, 7];
    const collapsed = run([[0, 0, 1, 1, 1], [2, 2], [1]], lengths, { preprocess_collapse_repeated: true });
    expect(collapsed).toEqual(run([[0, 1], [2], [1]], lengths));
    expect(collapsed[0][0]).not.toBeCloseTo(run([[0, 0, 1, 1, 1], [2, 2], [1]], lengths)[0][0], 2);
  });

  it('leaves out items with more labels than frames, or without frames, where it is told to', () => {
    const lengths = [2, 5, 0];
    const [losses, gradient] = run([[0, 1, 2], [1], []], lengths, { ignore_longer_outputs_than_inputs: true });
    expect([losses[0], losses[2]]).toEqual([0, 0]);
    expect(losses[1]).toBeGreaterThan(0);
    const sums = tf.sum(tf.abs(tf.tensor3d(gradient, [7, 3, 4])), [0, 2]).dataSync();
    expect([sums[0], sums[2]]).toEqual([0, 0]);
    expect(sums[1]).toBeGreaterThan(0);
    expectRefusal(() => run([[0, 1, 2], [1], []], lengths), { argument: 'labels_values', index: [0], found: '3 labels' });
  });

  it('has loss Infinity and the probabilities as gradient where repetitions leave no path', () => {
    const [losses, gradient] = run([[1, 1], [], []], [2, 1, 1]);
    expect(losses[0]).toBe(Infinity);
    const expected = [0, 1].flatMap((n) => [0, 1, 2, 3].map((k) => p(n, 0, k)));
    expectClose([...gradient.slice(0, 4), ...gradient.slice(12, 16)], expected, { absolute: 1e-6 });
    expect(gradient[24]).toBe(0);
  });

  it('lets blanks end the labels, and refuses what is wrong', () => {
    const lengths = [7, 7, 7];
    expect(run([[0, 3, 3], [1], []], lengths)).toEqual(run([[0], [1], []], lengths));
    expectRefusal(() => run([[0, 3, 1], [], []], lengths), { argument: 'labels_values', index: [0, 2] });
    expectRefusal(() => run([[0], [-1], []], lengths), { argument: 'labels_values', index: [1, 0] });
    expectRefusal(() => run([[0], [1], []], [8, 7, 7]), { argument: 'sequence_length', index: [0] });
    expectRefusal(() => run([[0], [1], [], [2]], lengths), { argument: 'labels_indices', index: [2, 0] });
    const place = (places: readonly (readonly [number, number])[]) => {
      const values = tf.tensor1d(places.map(() => 1), 'int32'); // prettier-ignore
      const sparse = tf.tensor2d(places.flat(), [places.length, 2], 'int32');
      return () => runOp('CTCLoss', [logits, sparse, values, tf.tensor1d(lengths, 'int32')]);
    };
    // Places may be left out, as in TensorFlow.
    expect(place([[0, 0], [0, 5], [2, 3]])()[0].dataSync()).toEqual(run([[1, 1], [], [1]], lengths)[0]); // prettier-ignore
    expectRefusal(place([[0, 1], [0, 0]]), { argument: 'labels_indices', index: [1], found: '(0, 0) after (0, 1)' }); // prettier-ignore
    expectRefusal(place([[0, 0], [1, 2], [1, 2]]), { argument: 'labels_indices', index: [2] }); // prettier-ignore
    expectRefusal(place([[1, 0], [0, 0]]), { argument: 'labels_indices', index: [1] }); // prettier-ignore
    expectRefusal(place([[0, -1]]), { argument: 'labels_indices', index: [0, 1], found: '-1' });
    expectRefusal(() => run([[0], [1], []], lengths, { ctc_merge_repeated: 1 }), { argument: 'ctc_merge_repeated' });
    const numbers = Float32Array.from(logits.dataSync());
    numbers[(4 * 3 + 2) * 4 + 1] = NaN;
    const inputs = [tf.tensor3d(numbers, [7, 3, 4]), ...inputsOf([[0], [1], []], lengths).slice(1)];
    expectRefusal(() => runOp('CTCLoss', inputs), { argument: 'inputs', index: [4, 2, 1], found: 'NaN' });
    expectRefusal(() => runOp('CTCLoss', [logits]), { argument: 'labels_indices' });
  });
});
