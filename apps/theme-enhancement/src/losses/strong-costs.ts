import type { Tensor1D } from '@tensorflow/tfjs-core';
import { expandDims, less, logSoftmax, mul, neg, range, slice, sum, tensor2d, tensor3d, where, zerosLike } from '@tensorflow/tfjs-core';
import type { ThemeCostFunction } from './theme-costs.ts';

/** The baseline with strong targets: the cross-entropy, `-Σ_n ⟨log x_n, y_n⟩`, of which rests are no part. */
export const strongCosts: ThemeCostFunction = (batch, logits) => {
  const [size, rows, width] = logits.shape;
  const classes = width - 1;
  // Past a theme's frames stand zeros, as at a rest.
  const targets = new Float32Array(size * rows * classes);
  batch.forEach(({ strong }, b) => targets.set(strong, b * rows * classes));
  // What stands there in the logits must reach neither the sum nor its gradient.
  const lengths = tensor2d(
    batch.map(({ frames }) => frames),
    [size, 1],
  );
  const inside = expandDims(less(expandDims(range(0, rows), 0), lengths), 2);
  const classLogits = slice(logits, [0, 0, 0], [-1, -1, classes]);
  const logProbabilities = logSoftmax(where(inside, classLogits, zerosLike(classLogits)));
  const raw = neg(sum(mul(logProbabilities, tensor3d(targets, [size, rows, classes])), [1, 2]));
  return { raw: raw as Tensor1D, normalisers: batch.map(({ frames }) => frames) };
};
