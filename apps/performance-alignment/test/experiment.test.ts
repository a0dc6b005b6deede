import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runExperiment } from '../src/experiment.ts';
import { methods } from '../src/losses/method.ts';
import { smallExperiment as experiment } from './support/settings.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

it('has a row for every method, with what validation slices chose', async () => {
  const outcomes = await runExperiment({
    ...experiment,
    methods: ['Soft-DTW', 'Along GT', 'DILATE', 'DecDTW'],
    learningRates: [0.001, 0.01],
    training: { ...experiment.training, epochs: 1 },
  });
  expect(outcomes.map(({ method }) => method)).toEqual(methods);
  for (const { scores, validationError, lambda, lambdas, learningRates, training } of outcomes) {
    expect(scores.slices).toHaveLength(3);
    expect(scores.timeError).toBeGreaterThan(0);
    expect(scores.timeDeviation).toBeGreaterThanOrEqual(scores.timeError);
    for (const candidates of [lambdas, learningRates]) {
      if (candidates.length > 0) expect(validationError).toBe(Math.min(...candidates.map((candidate) => candidate.validationError)));
    }
    if (lambda !== undefined) expect(lambdas.find(({ value }) => value === lambda)?.validationError).toBe(validationError);
    if (training !== undefined) expect(training.state.history).toHaveLength(2);
  }
  const [, base, , , , learned] = outcomes;
  expect([base, learned].map(({ lambdas }) => lambdas.length >= 8)).toEqual([true, true]);
});

it('chooses λ anew for learned features, that of the training among others', async () => {
  const [, base, learned] = await runExperiment(experiment);
  expect(learned.lambdas.map(({ value }) => value)).toContain(base.lambda);
  const { history } = learned.training!.state;
  const atTrained = learned.lambdas.find(({ value }) => value === base.lambda)!.validationError;
  expect(atTrained).toBeCloseTo(Math.min(...history.map((record) => record.validationError)), 9);
  expect(learned.validationError).toBeLessThanOrEqual(atTrained);
});

it('takes a single λ as it is', async () => {
  const outcomes = await runExperiment({ ...experiment, lambdas: [0.5] });
  expect(outcomes.map(({ lambda, lambdas }) => [lambda, lambdas.length])).toEqual([
    [undefined, 0],
    [0.5, 1],
    [0.5, 1],
  ]);
});

it('chooses without a look at the test slices', async () => {
  const [data] = experiment.dataSets;
  const other = { ...data, test: data.training };
  const [a, b] = await Promise.all([[data], [other]].map((dataSets) => runExperiment({ ...experiment, dataSets })));
  a.forEach((outcome, k) => {
    expect(outcome.validationError).toBe(b[k].validationError);
    expect(outcome.training?.state.weights).toEqual(b[k].training?.state.weights);
  });
  expect(a[0].scores.timeError).not.toBe(b[0].scores.timeError);
});

it('goes on from its checkpoints after it was stopped, to the same numbers', async () => {
  const [stopped, whole] = [temporaryFolder(), temporaryFolder()];
  const controller = new AbortController();
  let steps = 0;
  const onStep = (): void => {
    if (++steps === 4) controller.abort(new Error('enough'));
  };
  await expect(runExperiment({ ...experiment, checkpoints: stopped }, { signal: controller.signal, onStep })).rejects.toThrow('enough');
  // In the second epoch of two, of three steps each.
  expect(steps).toBe(4);
  const stateIn = (folder: string) => {
    const [name] = readdirSync(folder);
    return { ...(JSON.parse(readFileSync(join(folder, name), 'utf8')) as object), seconds: undefined };
  };
  expect(stateIn(stopped)).toMatchObject({ batchesDone: 1, steps: 4 });
  const resumed = await runExperiment({ ...experiment, checkpoints: stopped, resume: true });
  const straight = await runExperiment({ ...experiment, checkpoints: whole });
  expect(stateIn(stopped)).toEqual(stateIn(whole));
  expect(resumed.map(({ scores }) => scores)).toEqual(straight.map(({ scores }) => scores));
  // Nothing is left to train.
  expect((await runExperiment({ ...experiment, checkpoints: whole, resume: true })).map(({ scores }) => scores)).toEqual(
    straight.map(({ scores }) => scores),
  );
});

it('neither writes over checkpoints, nor goes on from those of another training', async () => {
  const checkpoints = temporaryFolder();
  await runExperiment({ ...experiment, checkpoints });
  await expect(runExperiment({ ...experiment, checkpoints })).rejects.toThrow(/holds Chroma-DecDTW-0.003.json already; expected --resume/);
  const others = { ...experiment, checkpoints, resume: true, lambdas: [0.5] };
  await expect(runExperiment(others)).rejects.toThrow(/of a training with warp .*; expected one with warp /);
  // The same slices by name, described otherwise.
  const [data] = experiment.dataSets;
  const described = data.training.map((slice) => ({ ...slice, score: slice.score.map((value) => value + 1e-6) }));
  const otherwise = { ...experiment, checkpoints, resume: true, dataSets: [{ ...data, training: described }] };
  await expect(runExperiment(otherwise)).rejects.toThrow(/of a training with slices .*; expected one with slices /);
  expect(existsSync(join(checkpoints, 'Chroma-DecDTW-0.003.json.new'))).toBe(false);
});
