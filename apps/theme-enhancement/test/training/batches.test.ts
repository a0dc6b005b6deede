import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Example } from '../../src/data/example.ts';
import { batchInputs, inBatches, shuffledBatches } from '../../src/training/batches.ts';
import { tf } from '../network/support/tf.ts';

const none = new Float32Array(0);
const exampleOf = (name: string, frames: number): Example => ({
  name,
  frames,
  inputs: new Float32Array(frames * 6).fill(frames),
  labels: new Int32Array(0),
  weak: none,
  strong: none,
});
const examples = Array.from({ length: 11 }, (_, k) => exampleOf(`${k}`, k + 1));

it('puts every example into one batch of each epoch, in an order of its own', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(1000), fc.nat(100), (size, seed, epoch) => {
      const batches = shuffledBatches(examples, size, seed, epoch);
      expect(batches.slice(0, -1).every(({ length }) => length === size)).toBe(true);
      expect(new Set(batches.flat())).toEqual(new Set(examples));
      expect(batches.flat()).toHaveLength(examples.length);
      expect(shuffledBatches(examples, size, seed, epoch)).toEqual(batches);
    }),
  );
  const orders = Array.from({ length: 20 }, (_, epoch) =>
    shuffledBatches(examples, 11, 1, epoch)[0]
      .map(({ name }) => name)
      .join(),
  );
  expect(new Set(orders).size).toBe(20);
});

it('pads with zero frames', () => {
  const [batch] = inBatches([exampleOf('long', 3), exampleOf('short', 1)], 2);
  const inputs = batchInputs(batch, [2, 3]);
  expect(inputs.shape).toEqual([2, 3, 2, 3]);
  expect(tf.sum(inputs, [2, 3]).arraySync()).toEqual([
    [18, 18, 18],
    [6, 0, 0],
  ]);
});
