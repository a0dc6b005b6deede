import type { Tensor3D } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { configurations } from '../../src/losses/configurations.ts';
import type { Configuration } from '../../src/losses/configurations.ts';
import { themeCosts, themeLoss } from '../../src/losses/theme-loss.ts';
import { loadWeights } from '../../src/network/load-weights.ts';
import { posteriorsWithBlank, posteriorsWithoutBlank } from '../../src/network/posteriors.ts';
import { themeNetwork } from '../../src/network/theme-network.ts';
import { readPosteriors } from '../../src/shared-data/read-posteriors.ts';
import { readThemes } from '../../src/shared-data/read-themes.ts';
import { readWeights } from '../../src/shared-data/read-weights.ts';
import { BINS, HARMONICS, PITCH_CLASSES } from '../../src/shared-data/theme.ts';
import type { Theme } from '../../src/shared-data/theme.ts';
import { expectNear } from './support/expect-near.ts';
import type { ReferenceLoss } from './support/shared-themes.ts';
import { describeShared, readReference, sharedFolder } from './support/shared-themes.ts';
import { backend, tf } from './support/tf.ts';

/** The README's; no shared theme has silent frames, for which it would be larger. */
const TOLERANCE = 1e-5;

/** Of losses, whose logarithms enlarge what small posteriors are off. */
const LOSS_TOLERANCE = 1e-5;

describeShared('the published networks', () => {
  const themes = readThemes(sharedFolder);
  const reference = readReference();
  const network = themeNetwork();

  for (const configuration of configurations) {
    it(`${configuration}: posteriors, frame accuracy and losses of all themes are the stored ones`, () => {
      loadWeights(network, readWeights(sharedFolder, configuration));
      for (const theme of themes) {
        tf.tidy(() => {
          const logits = network.predict(tf.tensor4d(theme.hcqt, [1, theme.frames, BINS, HARMONICS])) as Tensor3D;
          checkTheme(theme, configuration, logits);
        });
      }
    });
  }

  function checkTheme(theme: Theme, configuration: Configuration, logits: Tensor3D): void {
    const stored = reference.get(theme.name)!.models[configuration];
    const with13 = posteriorsWithBlank(logits).dataSync();
    const with12 = posteriorsWithoutBlank(logits).dataSync();
    const { prob13, prob12, logits13 } = stored.first_5_frames;
    expect(prob13.length).toBe(5);
    expectNear(with13.slice(0, prob13.flat().length), prob13.flat(), TOLERANCE);
    expectNear(with12.slice(0, prob12.flat().length), prob12.flat(), TOLERANCE);
    expectNear(logits.dataSync().slice(0, logits13.flat().length), logits13.flat(), TOLERANCE);
    if (stored.loss_under_every_config !== undefined) {
      expectNear(with13, readPosteriors(sharedFolder, theme, configuration, 13), TOLERANCE);
      expectNear(with12, readPosteriors(sharedFolder, theme, configuration, 12), TOLERANCE);
    }
    // The accuracy of the degenerate networks depends on rounding, as the README says.
    if (!stored.degenerate) {
      const correct = correctFrames(with12, theme);
      expect(correct).toBe(stored.frame_accuracy_correct_frames);
      expect(correct / theme.frames).toBeCloseTo(stored.frame_accuracy, 12);
    }
    checkLoss(theme, configuration, logits, stored.loss);
    for (const other of configurations) {
      const loss = stored.loss_under_every_config?.[other];
      if (loss !== undefined) checkLoss(theme, other, logits, loss);
    }
  }
});

function checkLoss(theme: Theme, configuration: Configuration, logits: Tensor3D, stored: ReferenceLoss): void {
  const { raw, normalisers } = themeCosts(configuration)([theme], logits, backend);
  expectNear(raw.dataSync(), [stored.raw], LOSS_TOLERANCE);
  expect(normalisers).toEqual([stored.normaliser]);
  expectNear(themeLoss(configuration, backend)([theme], logits).dataSync(), [stored.value], LOSS_TOLERANCE);
}

/** Frames whose most probable class is the target's; a rest counts as class 0, and among equals the lower class wins. */
function correctFrames(posteriors: Float32Array | Int32Array | Uint8Array, { frames, strong }: Theme): number {
  const best = (rows: ArrayLike<number>, n: number): number => {
    let most = 0;
    for (let k = 1; k < PITCH_CLASSES; k++) if (rows[n * PITCH_CLASSES + k] > rows[n * PITCH_CLASSES + most]) most = k;
    return most;
  };
  let correct = 0;
  for (let n = 0; n < frames; n++) if (best(posteriors, n) === best(strong, n)) correct++;
  return correct;
}
