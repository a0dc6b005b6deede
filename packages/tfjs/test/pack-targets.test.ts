import { describe, expect, it } from 'vitest';
import { ctcLoss, packTargets } from '../src/index.ts';
import { backends } from './support/backends.ts';
import { randomTensor } from './support/random-tensor.ts';
import { expectRefusal } from './support/refusal.ts';
import { tf } from './support/tf.ts';

const [, backend] = backends[0];

describe('packTargets', () => {
  it('holds what ctcLoss needs, item by item', () => {
    const logits = randomTensor([4, 5, 3], 1);
    const labels = [[1], [2, 1, 2], [], [1, 1]];
    const predictionLengths = [5, 4, 3, 5];
    const packed = packTargets(labels, { shape: [5, 3], predictionLengths });
    expect(packed.shape).toEqual([4, 5, 3]);
    const losses = (targets: typeof packed | number[][], x = logits, lengths: object = {}) =>
      Array.from(ctcLoss(targets, x, { backend, reduction: 'none', ...lengths }).dataSync());
    const expected = losses(labels, logits, { predictionLengths });
    expect(losses(packed)).toEqual(expected);
    // Rows may be shuffled, as model.fit does.
    const order = tf.tensor1d([2, 0, 3], 'int32');
    expect(losses(tf.gather(packed, order), tf.gather(logits, order))).toEqual([expected[2], expected[0], expected[3]]);
    expect(losses(packed, logits, { predictionLengths: [5, 5, 5, 5] })).toEqual(losses(labels));
    expectRefusal(() => ctcLoss(packed, logits, { backend, targetLengths: [1, 1, 1, 1] }), { argument: 'options.targetLengths' });
  });

  it('refuses labels that are none, and what does not fit', () => {
    const shape = [3, 4] as const;
    expectRefusal(() => packTargets([[1], [4]], { shape }), { argument: 'labels', index: [1, 0], found: '4' });
    expectRefusal(() => packTargets([[1, 1, 1, 1]], { shape }), { argument: 'labels', index: [0], found: '4 labels' });
    expectRefusal(() => packTargets([[1], [1, 2]], { shape, predictionLengths: [3, 1] }), { argument: 'labels', index: [1] });
    expectRefusal(
      () =>
        packTargets(
          [
            [
              [1, 0, 1],
              [1, 0],
            ],
          ],
          { shape },
        ),
      { argument: 'labels', index: [0, 1] },
    );
    expectRefusal(() => packTargets([[[1, 0, -1]]], { shape }), { argument: 'labels', index: [0, 0, 2] });
    expectRefusal(() => packTargets([[1]], { shape: [1, 2] }), { argument: 'labels', index: [0] });
    expectRefusal(() => packTargets([[1]], { shape, predictionLengths: [4] }), { argument: 'options.predictionLengths', index: [0] });
    const huge = { shape: [2 ** 24, 2 ** 24] } as const;
    expectRefusal(() => packTargets([[1]], huge), {
      argument: 'options.shape',
      found: '[16777216, 16777216], 1125899906842624 bytes for 1 items',
    });
    expectRefusal(() => packTargets([], { shape }), { argument: 'labels' });
    expectRefusal(() => packTargets([[1]], { shape: [3] as never }), { argument: 'options.shape' });
  });
});
