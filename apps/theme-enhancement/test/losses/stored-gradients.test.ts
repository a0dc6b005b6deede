import { readNpy } from '@rubato/io';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configurations } from '../../src/losses/configurations.ts';
import { themeCosts } from '../../src/losses/theme-loss.ts';
import { readPosteriors } from '../../src/shared-data/read-posteriors.ts';
import { readThemes } from '../../src/shared-data/read-themes.ts';
import { PITCH_CLASSES } from '../../src/shared-data/theme.ts';
import type { Theme } from '../../src/shared-data/theme.ts';
import { expectNear } from '../network/support/expect-near.ts';
import { describeShared, readReference, sharedFolder } from '../network/support/shared-themes.ts';
import { backend, tf } from '../network/support/tf.ts';

const WIDTH = 13;

/** Logits [1, N, 13] whose softmax over all classes, or over all but the blank, is a stored posterior. */
function logitsOf(posteriors: Float32Array, frames: number): Tensor3D {
  const classes = posteriors.length / frames;
  const logits = tf.log(tf.tensor3d(posteriors, [1, frames, classes]));
  return classes === WIDTH ? logits : tf.concat([logits, tf.zeros([1, frames, 1])], 2);
}

/** The class of each column of H: of the extended labels under CTC, else of the weak targets; -1 where there is none. */
function columnClasses(theme: Theme, isCtc: boolean): number[] {
  if (isCtc) return [PITCH_CLASSES, ...Array.from(theme.labels).flatMap((label) => [label, PITCH_CLASSES])];
  return Array.from({ length: theme.weak.length / PITCH_CLASSES }, (_, m) =>
    theme.weak.subarray(m * PITCH_CLASSES, (m + 1) * PITCH_CLASSES).indexOf(1),
  );
}

/** The gradient by logits that follows from H = d raw / d C: costs are -log softmax at the column's class, and 0 at rests. */
function throughSoftmax(gradient: ArrayLike<number>, posteriors: Float32Array, frames: number, columns: readonly number[]): Float64Array {
  const classes = posteriors.length / frames;
  const byLogits = new Float64Array(frames * WIDTH);
  for (let n = 0; n < frames; n++) {
    columns.forEach((label, m) => {
      if (label < 0) return;
      const h = gradient[n * columns.length + m];
      for (let k = 0; k < classes; k++) byLogits[n * WIDTH + k] += h * (posteriors[n * classes + k] - (k === label ? 1 : 0));
    });
  }
  return byLogits;
}

describeShared('losses of the stored posteriors', () => {
  const reference = readReference();

  for (const theme of readThemes(sharedFolder)) {
    for (const model of ['CTC-A', 'SDTW-E-W'] as const) {
      const losses = reference.get(theme.name)!.models[model].loss_under_every_config!;

      for (const configuration of configurations) {
        it(`${theme.name}, ${model}: ${configuration}`, () => {
          const posteriors = readPosteriors(sharedFolder, theme, model, configuration.startsWith('CTC') ? WIDTH : 12);
          // Logits and costs are float32, and the values are sums over all frames with either sign.
          tf.tidy(() => {
            const { raw, normalisers } = themeCosts(configuration)([theme], logitsOf(posteriors, theme.frames), backend);
            expectNear(raw.dataSync(), [losses[configuration].raw], 1e-5);
            expectNear([raw.dataSync()[0] / normalisers[0]], [losses[configuration].value], 1e-6);
            expect(normalisers).toEqual([losses[configuration].normaliser]);
          });
        });
      }

      it(`${theme.name}: the gradient under ${model} is the stored one`, () => {
        const { data, shape } = readNpy(readFileSync(`${sharedFolder}/gradients/${theme.name}__${model}__H.npy`));
        const columns = columnClasses(theme, model === 'CTC-A');
        expect(shape).toEqual([theme.frames, columns.length]);
        const posteriors = readPosteriors(sharedFolder, theme, model, model === 'CTC-A' ? WIDTH : 12);
        tf.tidy(() => {
          const costs = themeCosts(model);
          const gradient = tf.grad((logits) => tf.sum(costs([theme], logits as Tensor3D, backend).raw))(logitsOf(posteriors, theme.frames));
          expectNear(gradient.dataSync(), throughSoftmax(data, posteriors, theme.frames, columns), 2e-5);
        });
      });
    }
  }
});
