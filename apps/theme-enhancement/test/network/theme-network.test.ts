import { InvalidArgumentError } from '@rubato/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { posteriorsWithBlank, posteriorsWithoutBlank } from '../../src/network/posteriors.ts';
import { themeNetwork, trainedLayers } from '../../src/network/theme-network.ts';
import { BINS, HARMONICS } from '../../src/shared-data/theme.ts';
import { expectNear } from './support/expect-near.ts';
import { layers, tf } from './support/tf.ts';

const fanIn: Readonly<Record<string, number>> = {
  conv1: 6 * 9,
  conv2: 64 * 9,
  conv3: 32 * 9,
  conv4: 32 * 9,
  conv5: 32 * 3 * 42,
  conv6: 8,
  convEps: 216,
};

function weightsOf(network: LayersModel): Float32Array[] {
  return network.getWeights().map((weight) => weight.dataSync() as Float32Array);
}

const randomInput = (batch: number, frames: number, seed: number): ReturnType<typeof tf.randomUniform> =>
  tf.randomUniform([batch, frames, BINS, HARMONICS], 0, 1, 'float32', seed);

describe('the network of Table II', () => {
  const network = themeNetwork({ seed: 1 });

  it('has the parameters of the table, all trained', () => {
    expect(network.countParams()).toBe(72_970);
    expect(network.trainableWeights.reduce((sum, weight) => sum + weight.shape.reduce((a, b) => a! * b!, 1)!, 0)).toBe(72_970);
    const counts = trainedLayers.map((name) => network.getLayer(name).countParams());
    expect(counts).toEqual([3520, 18_464, 9248, 9248, 32_264, 9, 217]);
  });

  it('begins uniform within ±1/√fan-in, kernels and biases', () => {
    for (const name of trainedLayers) {
      const bound = 1 / Math.sqrt(fanIn[name]);
      const [kernel, bias] = network.getLayer(name).getWeights();
      const values = [...kernel.dataSync(), ...bias.dataSync()];
      const largest = Math.max(...values.map(Math.abs));
      expect(largest <= bound, `${name}: ${largest}, bound ${bound}`).toBe(true);
      if (values.length < 200) continue;
      expect(largest > 0.95 * bound).toBe(true);
      const variance = values.reduce((sum, v) => sum + v * v, 0) / values.length;
      expectNear([variance / ((bound * bound) / 3)], [1], 0.25);
    }
  });

  it('begins the same with the same seed, and otherwise with another', () => {
    expect(weightsOf(themeNetwork({ seed: 1 }))).toEqual(weightsOf(network));
    const other = weightsOf(themeNetwork({ seed: 2 }));
    weightsOf(network).forEach((weight, k) => expect(weight).not.toEqual(other[k]));
    // No two tensors come from one stream: scaled to the same bound they would begin alike.
    const first = weightsOf(network).map((weight) => Math.abs(weight[0] / weight[1]));
    expect(new Set(first.filter(Number.isFinite)).size).toBe(first.filter(Number.isFinite).length);
  });

  it('computes step by step what its layers say', () => {
    tf.tidy(() => {
      const x = randomInput(1, 7, 2);
      const bins = tf.tensor(
        new Float32Array(7 * BINS).map((_, k) => Math.sin(k)),
        [1, 7, BINS],
      );
      const normalized = network.getLayer('normalization').apply(x) as Tensor3D;
      expectNear(normalized.dataSync(), tf.div(x, tf.sum(tf.mul(x, x), 2, true)).dataSync(), 1e-6);
      const silent = network.getLayer('normalization').apply(tf.zeros([1, 1, BINS, HARMONICS])) as Tensor3D;
      expect(silent.dataSync().every((value) => value === 0)).toBe(true);
      // The published poolings: sums of three, then of every twelfth semitone.
      const threes = tf.sum(tf.reshape(bins, [7, 72, 3]), 2).dataSync();
      const chroma = Array.from({ length: 7 * 12 }, (_, k) =>
        [0, 12, 24, 36, 48, 60].reduce((sum, offset) => sum + threes[Math.floor(k / 12) * 72 + (k % 12) + offset], 0),
      );
      expectNear((network.getLayer('pitchClasses').apply(bins) as Tensor3D).dataSync(), chroma, 1e-5);
    });
  });

  it('answers each theme of a batch as it does alone, but for the last four frames of a padded one', () => {
    tf.tidy(() => {
      const long = randomInput(1, 14, 3);
      const short = randomInput(1, 11, 4);
      const batch = tf.concat(
        [
          tf.pad(short, [
            [0, 0],
            [0, 3],
            [0, 0],
            [0, 0],
          ]),
          long,
        ],
        0,
      );
      const together = network.predict(batch) as Tensor3D;
      expect(together.shape).toEqual([2, 14, 13]);
      const rows = (tensor: Tensor3D, item: number, count: number): ArrayLike<number> =>
        tf.slice(tensor, [item, 0, 0], [1, count, -1]).dataSync();
      expectNear(rows(together, 1, 14), rows(network.predict(long) as Tensor3D, 0, 14), 1e-5);
      expectNear(rows(together, 0, 7), rows(network.predict(short) as Tensor3D, 0, 7), 1e-5);
      expect(rows(together, 0, 8)).not.toEqual(rows(network.predict(short) as Tensor3D, 0, 8));
    });
  });

  it('has posteriors that sum to 1', () => {
    tf.tidy(() => {
      const logits = network.predict(randomInput(1, 3, 5)) as Tensor3D;
      expect(posteriorsWithoutBlank(logits).shape).toEqual([1, 3, 12]);
      expectNear(tf.sum(posteriorsWithBlank(logits), 2).dataSync(), [1, 1, 1], 1e-6);
      expectNear(tf.sum(posteriorsWithoutBlank(logits), 2).dataSync(), [1, 1, 1], 1e-6);
    });
  });

  it('comes back from JSON with its own layers', async () => {
    const copy = await layers.models.modelFromJSON(network.toJSON(undefined, false) as never);
    copy.setWeights(network.getWeights());
    tf.tidy(() => {
      const x = randomInput(1, 3, 6);
      expect((copy.predict(x) as Tensor3D).dataSync()).toEqual((network.predict(x) as Tensor3D).dataSync());
    });
  });

  it('refuses a seed that is no whole number', () => {
    expect(() => themeNetwork({ seed: 0.5 })).toThrow(InvalidArgumentError);
  });
});
