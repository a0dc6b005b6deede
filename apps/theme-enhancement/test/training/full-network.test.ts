import { expect, it } from 'vitest';
import type { DataSet, Example } from '../../src/data/example.ts';
import { classesOf, withoutTimes } from '../../src/data/targets.ts';
import type { Configuration } from '../../src/losses/configurations.ts';
import { themeLoss } from '../../src/losses/theme-loss.ts';
import { themeNetwork } from '../../src/network/theme-network.ts';
import { readThemes } from '../../src/shared-data/read-themes.ts';
import type { Theme } from '../../src/shared-data/theme.ts';
import { BINS, HARMONICS } from '../../src/shared-data/theme.ts';
import { Training } from '../../src/training/training.ts';
import { describeShared, sharedFolder } from '../network/support/shared-themes.ts';
import { backend } from '../network/support/tf.ts';

/** What the paper reports as converging; CTC-A-W and CTC-B-W end in one posterior for all frames. */
const converging: readonly Configuration[] = [
  'CTC-A',
  'CTC-B',
  'CTC-C',
  'SDTW-D',
  'SDTW-E',
  'CTC-C-W',
  'SDTW-D-W',
  'SDTW-E-W',
  'EM',
  'strong',
];

/** The beginning of a theme: a step is fast enough for a test. */
function beginningOf({ name, hcqt, strong }: Theme, frames: number): Example {
  const begun = strong.slice(0, frames * 12);
  const weak = withoutTimes(begun);
  return {
    name,
    frames,
    inputs: hcqt.slice(0, frames * BINS * HARMONICS),
    strong: begun,
    weak,
    labels: classesOf(weak).filter((k) => k >= 0),
  };
}

describeShared('the full network', () => {
  const examples = (): Example[] =>
    readThemes(sharedFolder)
      .filter(({ role }) => role === 'train')
      .slice(0, 1)
      .map((theme) => beginningOf(theme, 36));

  it.each(converging)('learns under %s', async (configuration) => {
    const training = examples();
    const data: DataSet = {
      name: 'beginnings',
      frameShape: [BINS, HARMONICS],
      framesPerSecond: 24.6,
      training,
      validation: training,
      test: [],
    };
    const settings = { seed: 1, epochs: 3, batchSize: 1, learningRate: 0.001, patience: 5, stopAfter: 10 };
    const trained = new Training(themeNetwork({ seed: 1 }), themeLoss(configuration, backend), data, settings);
    const before = trained.meanLoss(training);
    await trained.run();
    expect(training[0].labels.length).toBeGreaterThan(3);
    expect(trained.meanLoss(training)).toBeLessThan(before);
    trained.model.dispose();
  });
});
