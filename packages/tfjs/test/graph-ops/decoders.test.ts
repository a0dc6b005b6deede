import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { ctcLoss } from '../../src/index.ts';
import { backends } from '../support/backends.ts';
import { expectClose } from '../support/expect-close.ts';
import { randomTensor } from '../support/random-tensor.ts';
import { expectRefusal } from '../support/refusal.ts';
import { tf } from '../support/tf.ts';
import { runOp, sequencesOf } from './support/run-op.ts';

/** Frames [N, 1, 3] that say which class is best. */
function framesOf(best: readonly number[]): Tensor {
  return tf.cast(tf.reshape(tf.oneHot(tf.tensor1d([...best], 'int32'), 3, 5), [best.length, 1, 3]), 'float32');
}

/** "A B B * B * B", the example of TensorFlow's documentation. */
const example = [0, 1, 1, 2, 1, 2, 1];

describe('CTCGreedyDecoder', () => {
  it('gives what the documentation says of merge_repeated', () => {
    const inputs = [framesOf(example), tf.tensor1d([7], 'int32')];
    expect(sequencesOf(runOp('CTCGreedyDecoder', inputs, { merge_repeated: true }))).toEqual([[0, 1, 1, 1]]);
    expect(sequencesOf(runOp('CTCGreedyDecoder', inputs))).toEqual([[0, 1, 1, 1, 1]]);
    expect(sequencesOf(runOp('CTCGreedyDecoder', inputs, { blank_index: 0, merge_repeated: true }))).toEqual([[1, 2, 1, 2, 1]]);
  });

  it('gives sparse matrices and minus the sums of the largest inputs', () => {
    const inputs = tf.tensor3d([1, 2, 3, 9, 1, 1, 4, 0, 0, 0, 7, 0], [2, 2, 3]);
    const [indices, values, shape, sums] = runOp('CTCGreedyDecoder', [inputs, tf.tensor1d([2, 2], 'int32')]);
    expect([indices, values, shape].map((each) => each.dtype)).toEqual(['int32', 'int32', 'int32']);
    expect(indices.arraySync()).toEqual([[0, 0], [1, 0], [1, 1]]); // prettier-ignore
    expect(values.arraySync()).toEqual([0, 0, 1]);
    expect(shape.arraySync()).toEqual([2, 2]);
    expect(sums.arraySync()).toEqual([[-7], [-16]]);
    const [none] = runOp('CTCGreedyDecoder', [inputs, tf.tensor1d([1, 0], 'int32')]);
    expect(none.shape).toEqual([0, 2]);
    expectRefusal(() => runOp('CTCGreedyDecoder', [inputs, tf.tensor1d([3, 0], 'int32')]), { argument: 'sequence_length', index: [0] });
  });
});

describe('CTCGreedyDecoder refuses', () => {
  it.each([
    ['NaN', [0, 0, 0, 0, NaN, 0], [1, 0, 1], 'NaN'],
    ['Infinity', [0, 0, 0, 0, 1, Infinity], [1, 0, 2], 'Infinity'],
    ['a frame that rules all out', [0, 0, 0, -Infinity, -Infinity, -Infinity], [1, 0, 0], '-Infinity'],
  ] as const)('%s, unless it is padding', (_, numbers, index, found) => {
    const inputs = tf.tensor3d([...numbers], [2, 1, 3]);
    const decode = (length: number) => runOp('CTCGreedyDecoder', [inputs, tf.tensor1d([length], 'int32')]);
    expectRefusal(() => decode(2), { argument: 'inputs', index, found });
    expect(decode(1)[3].dataSync()[0]).toBeCloseTo(0, 9);
  });
});

describe('CTCBeamSearchDecoder', () => {
  it('finds with a wide beam every sequence with its probability, most probable first', () => {
    const [frames, classes] = [4, 3];
    const inputs = randomTensor([frames, 2, classes], 3, 1.5);
    const lengths = tf.tensor1d([4, 3], 'int32');
    const attrs = { beam_width: 100, top_paths: 9, merge_repeated: false };
    const outputs = runOp('CTCBeamSearchDecoder', [inputs, lengths], attrs);
    expect(outputs).toHaveLength(28);
    const logProbabilities = outputs[27].arraySync() as number[][];
    for (let rank = 0; rank < 9; rank++) {
      const sequences = sequencesOf([outputs[rank], outputs[9 + rank], outputs[18 + rank]]);
      const losses = ctcLoss(sequences, inputs, {
        backend: backends[0][1],
        blank: -1,
        layout: 'timeMajor',
        predictionLengths: lengths,
        reduction: 'none',
      }).dataSync();
      expectClose([logProbabilities[0][rank], logProbabilities[1][rank]], [-losses[0], -losses[1]], { absolute: 1e-5 });
      if (rank > 0) for (const row of logProbabilities) expect(row[rank]).toBeLessThanOrEqual(row[rank - 1]);
    }
  });

  it('gathers over all sequences the whole probability', () => {
    // Two labels, three frames: 1 + 2 + 4 + 2 sequences can be spelt (of those of three labels only ABA and BAB fit).
    const inputs = randomTensor([3, 1, 3], 4);
    const attrs = { beam_width: 50, top_paths: 9, merge_repeated: false };
    const outputs = runOp('CTCBeamSearchDecoder', [inputs, tf.tensor1d([3], 'int32')], attrs);
    expect(tf.sum(tf.exp(outputs[27])).dataSync()[0]).toBeCloseTo(1, 5);
  });

  it('merges equal neighbours of what it found, by default', () => {
    const inputs = [tf.mul(framesOf(example), 9), tf.tensor1d([7], 'int32')];
    expect(sequencesOf(runOp('CTCBeamSearchDecoder', inputs))).toEqual([[0, 1]]);
    expect(sequencesOf(runOp('CTCBeamSearchDecoder', inputs, { merge_repeated: false }))).toEqual([[0, 1, 1, 1]]);
  });

  it('spells nothing, for sure, in items without frames', () => {
    const numbers = Float32Array.from(randomTensor([2, 2, 3], 5).dataSync());
    numbers.fill(NaN, 3, 6);
    numbers.fill(NaN, 9);
    const outputs = runOp('CTCBeamSearchDecoder', [tf.tensor3d(numbers, [2, 2, 3]), tf.tensor1d([2, 0], 'int32')]);
    expect(sequencesOf(outputs)[1]).toEqual([]);
    expect(outputs[3].dataSync()[0]).toBeLessThan(0);
    expect(outputs[3].dataSync()[1]).toBe(0);
    const inputs = [tf.tensor3d(numbers, [2, 2, 3]), tf.tensor1d([2, 1], 'int32')];
    expectRefusal(() => runOp('CTCBeamSearchDecoder', inputs), { argument: 'inputs', index: [0, 1, 0], found: 'NaN' });
  });

  it('refuses more paths than the beam holds, or than there are', () => {
    const inputs = [randomTensor([1, 1, 2], 1), tf.tensor1d([1], 'int32')];
    expectRefusal(() => runOp('CTCBeamSearchDecoder', inputs, { beam_width: 2, top_paths: 3 }), { argument: 'top_paths' });
    expectRefusal(() => runOp('CTCBeamSearchDecoder', inputs, { top_paths: 3 }), { argument: 'top_paths', expected: /at most 2/ });
  });
});
