import { expect, it } from 'vitest';
import type { Experiment } from '../src/experiment.ts';
import { runExperiment } from '../src/experiment.ts';
import { summarise } from '../src/report/summary.ts';
import { backend } from './network/support/tf.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { createNetwork, data } from './training/support/small-training.ts';

const experiment: Experiment = {
  data,
  networkName: 'small',
  createNetwork,
  settings: { seed: 1, epochs: 3, batchSize: 4, learningRate: 0.01, patience: 5, stopAfter: 10 },
  configurations: ['strong'],
  seconds: Infinity,
  resume: false,
  backend,
  tensorBackend: 'wasm',
};

it('has a row for a training that diverges, and for the others', async () => {
  const outcomes = await runExperiment({
    ...experiment,
    settings: { ...experiment.settings, learningRate: 1e38 },
    configurations: ['CTC-A', 'SDTW-D', 'EM', 'strong'],
  });
  expect(outcomes.map(({ ending }) => ending)).toEqual(Array.from({ length: 4 }, () => 'diverged'));
  for (const row of summarise(outcomes, []).rows) expect(row.at(-1)).toBe('degenerate: the loss is not finite');
});

it('does not go on from the checkpoint of a training on other themes', async () => {
  const checkpoints = temporaryFolder();
  await runExperiment({ ...experiment, checkpoints });
  const [first, ...others] = data.validation;
  const renamed = { ...data, validation: [{ ...first, name: 'another theme' }, ...others] };
  const resumed = runExperiment({ ...experiment, data: renamed, checkpoints, resume: true });
  await expect(resumed).rejects.toThrow(
    /strong\.safetensors is of a training with themes ….*validation theme 1, .*; expected one with themes ….*another theme, /,
  );
  const [{ ending }] = await runExperiment({ ...experiment, checkpoints, resume: true });
  expect(ending).toBe('all epochs');
});
