import { createRandom } from '@rubato/core';
import { expect, it } from 'vitest';
import { featureLoss } from '../../src/losses/feature-loss.ts';
import { trainedMethods } from '../../src/losses/method.ts';
import { Extractor } from '../../src/network/extractor.ts';
import { readParameters, writeParameters } from '../../src/training/parameters.ts';
import { Training } from '../../src/training/training.ts';
import { warp } from '../support/settings.ts';
import { smallData } from '../support/small-data.ts';
import { backend } from '../support/tensors.ts';

const data = smallData(12);

it.each(trainedMethods)('%s: the gradient of a training step is that of its loss, by finite differences', (method) => {
  const extractor = new Extractor({ dimension: 5, units: 3, architecture: 'residual', seed: 1 });
  const random = createRandom(11);
  // Away from the start, where the output does not depend on the unit yet.
  const start = new Map(
    [...readParameters(extractor.parameters)].map(([name, data]) => [name, data.map((w) => w + 0.6 * (random() - 0.5))]),
  );
  writeParameters(extractor.parameters, start);
  // Smooth losses: by squares, at a γ that blurs.
  const settings = { temperature: 0.5, dilate: { alpha: 0.3, temperature: 0.5 }, warp, warpLoss: 'squared', alongTruth: 0.5 } as const;
  const training = new Training({
    extractor,
    loss: featureLoss(method, settings, backend),
    data,
    validate: async () => 0,
    settings: { epochs: 1, batchSize: 2, learningRate: 0.01, clipNorm: 1, seed: 1 },
  });
  const batch = data.training.slice(0, 2);
  const { gradients } = training.gradients(batch);
  for (const [name, gradient] of gradients) {
    // Along the gradient of one parameter, where the loss moves most.
    const norm = Math.hypot(...gradient);
    expect(norm, name).toBeGreaterThan(0);
    const step = 2e-3;
    const lossAt = (sign: number): number => {
      const moved = new Map(start);
      moved.set(
        name,
        start.get(name)!.map((w, k) => w + (sign * step * gradient[k]) / norm),
      );
      writeParameters(extractor.parameters, moved);
      return training.gradients(batch).loss;
    };
    const slope = (lossAt(1) - lossAt(-1)) / (2 * step);
    // Losses are float32: their last bits are some 1e-4 of such a slope.
    expect(Math.abs(slope - norm), `${name}: ${slope}, expected ${norm}`).toBeLessThan(0.02 * norm + 2e-4);
  }
  extractor.dispose();
});
