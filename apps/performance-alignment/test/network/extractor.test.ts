import { tensor3d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { learnedFeatures } from '../../src/evaluation/learned-features.ts';
import { Extractor } from '../../src/network/extractor.ts';
import { expectNear } from '../support/expect-near.ts';
import { smallData } from '../support/small-data.ts';
import { startTensors } from '../../src/network/start-tensors.ts';

await startTensors('wasm');

const [slice] = smallData().training;
const { frames, dimension } = slice;
const input = tensor3d(slice.score, [1, frames, dimension]);
const norms = (data: ArrayLike<number>, width: number): number[] =>
  Array.from({ length: frames }, (_, n) => Math.hypot(...Array.from({ length: width }, (_, c) => data[n * width + c])));

it('begins at the base features where it is residual', () => {
  const extractor = new Extractor({ dimension, units: 4, architecture: 'residual', seed: 1 });
  const expected = slice.score.map((value, k) => value / norms(slice.score, dimension)[Math.floor(k / dimension)]);
  expectNear(extractor.apply(input).dataSync(), expected, 1e-6);
  extractor.dispose();
});

it('gives states of norm 1 where it is plain, the same for the same seed', () => {
  const [a, b, other] = [1, 1, 2].map((seed) => new Extractor({ dimension, units: 4, architecture: 'plain', seed }));
  const [first, second, third] = [a, b, other].map((extractor) => extractor.apply(input).dataSync());
  expect(first).toHaveLength(frames * 8);
  expectNear(norms(first, 8), new Float64Array(frames).fill(1), 1e-5);
  expect(second).toEqual(first);
  expect(third).not.toEqual(first);
  // 6 gates of 4 units from 5 numbers, with biases, and each direction's own.
  expect(a.size).toBe(5 * 24 + 24 + 2 * (4 * 12 + 12));
  for (const extractor of [a, b, other]) extractor.dispose();
});

it('treats scores and performances alike', () => {
  const extractor = new Extractor({ dimension, units: 4, architecture: 'plain', seed: 3 });
  const { score, performance } = learnedFeatures(extractor)({ ...slice, performance: slice.score });
  expect(performance).toEqual(score);
  expect(score).toHaveLength(frames * 8);
  extractor.dispose();
});
