import { InvalidArgumentError } from '@rubato/core';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { WarpSettings } from './alignment/warp-problem.ts';
import type { DataSet, Slice } from './data/slice.ts';
import type { Candidate } from './evaluation/candidate.ts';
import { bestOf } from './evaluation/candidate.ts';
import type { Scores } from './evaluation/evaluate.ts';
import { dtwAligner, evaluate, gdtwAligner } from './evaluation/evaluate.ts';
import { learnedFeatures } from './evaluation/learned-features.ts';
import { tryLambdas } from './evaluation/try-lambdas.ts';
import type { Experiment } from './experiment.ts';
import { featureLoss } from './losses/feature-loss.ts';
import type { TrainedMethod } from './losses/method.ts';
import { alignmentOf } from './losses/method.ts';
import { Extractor } from './network/extractor.ts';
import type { Identity } from './training/checkpoint.ts';
import { readCheckpoint, writeCheckpoint } from './training/checkpoint.ts';
import { readParameters } from './training/parameters.ts';
import type { TrainingHooks } from './training/training.ts';
import { Training } from './training/training.ts';
import type { TrainingState } from './training/training-state.ts';
import { bestEpoch } from './training/training-state.ts';

/** One training of an experiment. */
export interface TrainingPlan {
  readonly experiment: Experiment;
  readonly data: DataSet;
  readonly method: TrainedMethod;
  readonly learningRate: number;
  /** Of continuous warps, in training. */
  readonly warp: WarpSettings;
}

/** What it came to, with the weights of the best epoch. */
export interface TrainedExtractor {
  readonly state: TrainingState;
  readonly diverged: boolean;
  /** TimeErr, milliseconds. */
  readonly validationError: number;
  /** Of continuous warps, chosen anew for the learned features. */
  readonly lambda?: number;
  /** What it was chosen from; empty without continuous warps. */
  readonly lambdas: readonly Candidate[];
  /** On the test slices. */
  readonly scores: Scores;
}

const SECONDS_BETWEEN_CHECKPOINTS = 10;

/** Trains an extractor, from its checkpoint where there is one, and tests it. */
export async function trainMethod(
  plan: TrainingPlan,
  { signal, onStep }: { readonly signal?: AbortSignal; readonly onStep?: (part: number) => void },
): Promise<TrainedExtractor> {
  const { experiment, data, method, learningRate, warp } = plan;
  const { architecture, units, training: settings, losses, backend } = experiment;
  const extractor = new Extractor({ dimension: data.training[0].dimension, units, architecture, seed: settings.seed });
  try {
    const checkpoint = checkpointOf(plan);
    const loss = featureLoss(method, { ...losses, warp }, backend);
    const view = learnedFeatures(extractor);
    const align = alignmentOf(method) === 'DTW' ? dtwAligner(backend) : gdtwAligner(warp);
    const validate = async (): Promise<number> => (await evaluate(data.validation, view, align, signal)).timeError;
    const parts = { extractor, loss, data, validate, settings: { ...settings, learningRate } };
    const training = new Training(parts, checkpoint.read(extractor));
    const batches = Math.ceil(data.training.length / settings.batchSize);
    await training.run({
      ...(signal === undefined ? {} : { signal }),
      onStep: ({ history, batchesDone }) => onStep?.((history.length - 1 + batchesDone / batches) / settings.epochs),
      onPause: checkpoint.onPause,
    });
    const { state, hasDiverged: diverged } = training;
    if (alignmentOf(method) === 'DTW') {
      const { validationError } = state.history[bestEpoch(state.history)];
      return { state, diverged, validationError, lambdas: [], scores: await evaluate(data.test, view, align, signal) };
    }
    // Learned features differ in scale and contrast from those that λ was chosen for.
    const grid = [...new Set([...experiment.lambdas, warp.lambda])];
    const lambdas = await tryLambdas(grid, warp, data.validation, view, signal);
    const { value: lambda, validationError } = bestOf(lambdas);
    const scores = await evaluate(data.test, view, gdtwAligner({ ...warp, lambda }), signal);
    return { state, diverged, validationError, lambda, lambdas, scores };
  } finally {
    extractor.dispose();
  }
}

interface Checkpoint {
  readonly read: (extractor: Extractor) => TrainingState | undefined;
  readonly onPause: NonNullable<TrainingHooks['onPause']>;
}

function checkpointOf(plan: TrainingPlan): Checkpoint {
  const { experiment, data, method, learningRate } = plan;
  const { checkpoints, resume } = experiment;
  if (checkpoints === undefined) return { read: () => undefined, onPause: () => undefined };
  const name = `${data.feature}-${method.replaceAll(' ', '-')}-${learningRate}.json`;
  const path = join(checkpoints, name);
  if (!resume && existsSync(path)) {
    throw new InvalidArgumentError({
      argument: '--checkpoints',
      found: `"${checkpoints}", which holds ${name} already`,
      expected: '--resume beside it to go on from there, or another folder',
    });
  }
  const identity = identityOf(plan);
  let written = performance.now();
  return {
    read: (extractor) => (resume ? readCheckpoint(path, identity, readParameters(extractor.parameters)) : undefined),
    onPause: (state, due) => {
      if (!due && performance.now() - written < 1000 * SECONDS_BETWEEN_CHECKPOINTS) return;
      writeCheckpoint(path, identity, state);
      written = performance.now();
    },
  };
}

function identityOf({ experiment, data, method, learningRate, warp }: TrainingPlan): Identity {
  const { architecture, units, training, losses, tensorBackend } = experiment;
  const { batchSize, clipNorm, seed } = training;
  return {
    method,
    feature: data.feature,
    data: data.name,
    slices: digestOf([...data.training, ...data.validation]),
    architecture,
    units,
    batchSize,
    clipNorm,
    seed,
    learningRate,
    warp: JSON.stringify(warp),
    losses: JSON.stringify(losses),
    tensorBackend,
  };
}

/** A digest of all that a training sees of its slices. */
function digestOf(slices: readonly Slice[]): string {
  const hash = createHash('sha256');
  for (const { name, score, performance, truth } of slices) {
    hash.update(name).update(score).update(performance);
    for (const side of [truth.times, truth.positions]) hash.update(Float64Array.from(side));
  }
  return hash.digest('hex');
}
