import { InvalidArgumentError } from '@rubato/core';
import type { Rank, Tensor3D } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { CHANNELS, PITCHES } from '../../src/data/harmonics.ts';
import { FoldOctaves } from '../../src/small-network/fold-octaves.ts';
import { smallNetwork } from '../../src/small-network/small-network.ts';
import { parametersOf, readParameters } from '../../src/training/parameters.ts';
import { tf } from '../network/support/tf.ts';

const frameShape = [PITCHES, CHANNELS] as const;

it('has few parameters, all of them trained, and 13 logits a frame', () => {
  const model = smallNetwork(frameShape, 1);
  expect(model.countParams()).toBeLessThanOrEqual(5000);
  expect([...readParameters(parametersOf(model)).values()].reduce((sum, { length }) => sum + length, 0)).toBe(model.countParams());
  const outputs = model.apply(tf.zeros([2, 7, ...frameShape])) as Tensor3D;
  expect(outputs.shape).toEqual([2, 7, 13]);
  expect(model.outputs[0].shape).toEqual([null, null, 13]);
});

it('begins with weights that follow from the seed', () => {
  const weights = (seed: number) => readParameters(parametersOf(smallNetwork(frameShape, seed)));
  expect(weights(3)).toEqual(weights(3));
  expect(weights(3)).not.toEqual(weights(4));
});

it('hears a frame alike, whatever else is in the batch', () => {
  const model = smallNetwork(frameShape, 1);
  const frames = tf.randomUniform([1, 5, ...frameShape], 0, 1, 'float32', 1);
  const padded = tf.pad(frames, [
    [1, 0],
    [0, 4],
    [0, 0],
    [0, 0],
  ]);
  const alone = (model.apply(frames) as Tensor3D).dataSync();
  const inBatch = tf.slice(model.apply(padded) as Tensor3D, [1, 0, 0], [1, 5, 13]).dataSync();
  expect(inBatch).toEqual(alone);
});

it('sums the probabilities of pitches an octave apart', () => {
  const scores = tf.randomNormal([1, 2, 24, 1], 0, 3, 'float32', 5);
  const folded = new FoldOctaves().apply(scores) as Tensor3D;
  const byClass = tf.softmax(folded).arraySync();
  const byPitch = tf.softmax(tf.reshape<Rank.R3>(scores, [1, 2, 24])).arraySync();
  for (const n of [0, 1]) for (let k = 0; k < 12; k++) expect(byClass[0][n][k]).toBeCloseTo(byPitch[0][n][k] + byPitch[0][n][k + 12], 6);
});

it('refuses pitch bins that are no octaves, and more parameters than it may have', () => {
  expect(() => smallNetwork([20, 6], 1)).toThrow(InvalidArgumentError);
  expect(() => smallNetwork([24, 300], 1)).toThrow('5000 at most');
});
