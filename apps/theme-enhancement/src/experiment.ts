import type { Backend } from '@rubato/core';
import { InvalidArgumentError } from '@rubato/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSet } from './data/example.ts';
import { evaluate } from './evaluation/evaluate.ts';
import type { Scores } from './evaluation/evaluate.ts';
import { predict } from './evaluation/predict.ts';
import type { Prediction } from './evaluation/predict.ts';
import type { Configuration } from './losses/configurations.ts';
import { themeLoss } from './losses/theme-loss.ts';
import type { Identity } from './training/checkpoint.ts';
import { readCheckpoint, writeCheckpoint } from './training/checkpoint.ts';
import { parametersOf } from './training/parameters.ts';
import type { Ending, TrainingHooks, TrainingSettings } from './training/training.ts';
import { Training } from './training/training.ts';
import type { TrainingState } from './training/training-state.ts';

/** What is trained, on what, and how; every configuration gets the same. */
export interface Experiment {
  readonly data: DataSet;
  readonly networkName: string;
  /** A new network with its initial weights; the same for each call. */
  readonly createNetwork: () => LayersModel;
  readonly settings: TrainingSettings;
  readonly configurations: readonly Configuration[];
  /** Seconds for all trainings together. */
  readonly seconds: number;
  /** Where checkpoints are kept, `NAME.safetensors` for each configuration. Default: nowhere. */
  readonly checkpoints?: string;
  /** Whether trainings go on from their checkpoints. */
  readonly resume: boolean;
  /** What computes the alignments. */
  readonly backend: Backend;
  readonly tensorBackend: string;
}

/** One configuration, trained and tested. */
export interface Outcome {
  readonly configuration: Configuration;
  readonly state: TrainingState;
  readonly ending: Ending | 'out of time';
  readonly scores: Scores;
  /** Of the first test example. */
  readonly prediction: Prediction;
}

export interface ExperimentHooks {
  readonly signal?: AbortSignal;
  /** After every step of any training: the part of all steps of all trainings that is done. */
  readonly onStep?: (configuration: Configuration, state: TrainingState, part: number) => void;
}

interface Run {
  readonly configuration: Configuration;
  readonly training: Training;
  readonly onPause: NonNullable<TrainingHooks['onPause']>;
}

const SECONDS_BETWEEN_CHECKPOINTS = 10;

/**
 * Trains and tests under each configuration.
 *
 * All trainings go on together, an epoch of each in turn: where time is up before they are over, every configuration has had as many epochs
 * as any other. No epoch begins that would not end in time, were it as long as the one before; one is always trained.
 */
export async function runExperiment(experiment: Experiment, hooks: ExperimentHooks = {}): Promise<Outcome[]> {
  const runs: Run[] = [];
  try {
    for (const configuration of experiment.configurations) runs.push(prepare(experiment, configuration));
    await trainInTurn(experiment, runs, hooks);
    return runs.map((run) => test(experiment, run));
  } finally {
    for (const { training } of runs) training.model.dispose();
  }
}

function prepare(experiment: Experiment, configuration: Configuration): Run {
  const { data, settings, createNetwork, checkpoints, resume, backend } = experiment;
  const model = createNetwork();
  const loss = themeLoss(configuration, backend);
  if (checkpoints === undefined) {
    return { configuration, training: new Training(model, loss, data, settings), onPause: () => undefined };
  }
  const parameters = parametersOf(model);
  const path = join(checkpoints, `${configuration}.safetensors`);
  const identity = identityOf(experiment, configuration);
  if (!resume && existsSync(path)) {
    throw new InvalidArgumentError({
      argument: '--checkpoints',
      found: `"${checkpoints}", which holds ${configuration}.safetensors already`,
      expected: '--resume beside it to go on from there, or another folder',
    });
  }
  const found = resume ? readCheckpoint(path, identity, parameters) : undefined;
  let written = performance.now();
  const onPause = (state: TrainingState, due: boolean): void => {
    if (!due && performance.now() - written < 1000 * SECONDS_BETWEEN_CHECKPOINTS) return;
    writeCheckpoint(path, identity, parameters, state);
    written = performance.now();
  };
  return { configuration, training: new Training(model, loss, data, settings, found), onPause };
}

async function trainInTurn({ settings, seconds }: Experiment, runs: readonly Run[], { signal, onStep }: ExperimentHooks): Promise<void> {
  const spent = (): number => runs.reduce((sum, { training }) => sum + training.state.seconds, 0);
  const stepsDone = ({ ending, state, steps }: Training): number =>
    (ending === undefined ? state.plateau.epochs : settings.epochs) * steps + state.batchesDone;
  const partDone = (): number => {
    const all = runs.reduce((sum, { training }) => sum + settings.epochs * training.steps, 0);
    return runs.reduce((sum, { training }) => sum + stepsDone(training), 0) / all;
  };
  const before = spent();
  let round = 0;
  for (;;) {
    const running = runs.filter(({ training }) => training.ending === undefined);
    const began = spent();
    if (running.length === 0 || (round > 0 && began - before + round > seconds)) return;
    // Trainings that go on from checkpoints may not be equally far.
    const epoch = Math.min(...running.map(({ training }) => training.state.plateau.epochs));
    for (const { configuration, training, onPause } of running) {
      if (training.state.plateau.epochs > epoch) continue;
      await training.runEpoch({
        ...(signal === undefined ? {} : { signal }),
        onStep: (state) => onStep?.(configuration, state, partDone()),
        onPause,
      });
    }
    round = spent() - began;
  }
}

function test({ data }: Experiment, { configuration, training }: Run): Outcome {
  training.keepBest();
  const predictions = data.test.map((example) => predict(training.model, data, example));
  const scores = evaluate(predictions, data.test, configuration.startsWith('CTC'));
  return {
    configuration,
    state: training.state,
    ending: training.ending ?? 'out of time',
    // The weights from before it diverged, if any, still hear something; nobody should rely on it.
    scores: training.ending === 'diverged' ? { ...scores, degeneracy: 'the loss is not finite' } : scores,
    prediction: predictions[0],
  };
}

/** Everything that a training's numbers depend on, but for how long it goes on. */
function identityOf({ data, networkName, settings, tensorBackend }: Experiment, configuration: Configuration): Identity {
  const { batchSize, learningRate, patience, stopAfter, seed } = settings;
  return {
    configuration,
    data: `${data.name}, ${data.training.length} + ${data.validation.length}`,
    themes: [...data.training, ...data.validation].map(({ name }) => name).join(', '),
    network: networkName,
    tensorBackend,
    batchSize,
    learningRate,
    patience,
    stopAfter,
    seed,
  };
}
