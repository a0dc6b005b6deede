import type { OpenedWasm } from '@rubato/backend-wasm';
import type { WarpSettings } from './alignment/warp-problem.ts';
import type { DataSet } from './data/slice.ts';
import type { Candidate } from './evaluation/candidate.ts';
import { bestOf } from './evaluation/candidate.ts';
import type { Aligner, Scores } from './evaluation/evaluate.ts';
import { dtwAligner, evaluate, gdtwAligner, rawFeatures } from './evaluation/evaluate.ts';
import { tryLambdas } from './evaluation/try-lambdas.ts';
import type { LossSettings } from './losses/feature-loss.ts';
import type { Method, TrainedMethod } from './losses/method.ts';
import type { Architecture } from './network/extractor.ts';
import type { TrainedExtractor } from './train-method.ts';
import { trainMethod } from './train-method.ts';
import type { TrainingSettings } from './training/training.ts';
import type { TrainingState } from './training/training-state.ts';

/** What is trained, on what, and how. */
export interface Experiment {
  /** One for each kind of feature. */
  readonly dataSets: readonly DataSet[];
  readonly methods: readonly TrainedMethod[];
  readonly architecture: Architecture;
  readonly units: number;
  readonly training: Omit<TrainingSettings, 'learningRate'>;
  /** Candidates, of which validation slices choose: λ by Base (G) and, anew, by trained warps; the learning rate by each method. */
  readonly lambdas: readonly number[];
  readonly learningRates: readonly number[];
  readonly losses: Omit<LossSettings, 'warp'>;
  readonly warp: Omit<WarpSettings, 'lambda'>;
  /** Where the state of each training is kept. Default: nowhere. */
  readonly checkpoints?: string;
  /** Whether trainings go on from there. */
  readonly resume: boolean;
  readonly backend: OpenedWasm;
  readonly tensorBackend: string;
}

/** A row of the table: a method on one kind of feature. */
export interface Outcome {
  readonly feature: string;
  readonly method: Method;
  /** On the test slices. */
  readonly scores: Scores;
  readonly validationError: number;
  /** Of continuous warps. */
  readonly lambda?: number;
  /** What λ was chosen from; empty without continuous warps. */
  readonly lambdas: readonly Candidate[];
  /** What was trained with the best learning rate. */
  readonly training?: { readonly learningRate: number; readonly state: TrainingState; readonly diverged: boolean };
  /** What the learning rate was chosen from; empty without training. */
  readonly learningRates: readonly Candidate[];
}

export interface ExperimentHooks {
  readonly signal?: AbortSignal;
  /** After every step: what goes on, and the part of all training that is done. */
  readonly onStep?: (label: string, part: number) => void;
}

/**
 * Every method on every kind of feature. Whatever is chosen is chosen on validation slices; test slices are looked at once, at the end of
 * each row.
 *
 * @throws the signal's reason on abort
 */
export async function runExperiment(experiment: Experiment, hooks: ExperimentHooks = {}): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const { dataSets, methods, learningRates } = experiment;
  const trainings = dataSets.length * methods.length * learningRates.length;
  let done = 0;
  for (const data of dataSets) {
    const { feature } = data;
    const byDtw = dtwAligner(experiment.backend);
    outcomes.push(await baseRow(data, 'Base (D)', byDtw, hooks));
    const lambdas = await tryLambdas(experiment.lambdas, experiment.warp, data.validation, rawFeatures, hooks.signal);
    const lambda = bestOf(lambdas).value;
    const warp: WarpSettings = { ...experiment.warp, lambda };
    const byWarp = gdtwAligner(warp);
    outcomes.push({ ...(await baseRow(data, 'Base (G)', byWarp, hooks)), lambda, lambdas });
    for (const method of methods) {
      const trained: (TrainedExtractor & Candidate)[] = [];
      for (const learningRate of learningRates) {
        const onStep = (part: number): void => hooks.onStep?.(`${feature}, ${method}`, (done + part) / trainings);
        const result = await trainMethod({ experiment, data, method, learningRate, warp }, { ...hooks, onStep });
        trained.push({ ...result, value: learningRate });
        done++;
      }
      const best = bestOf(trained);
      outcomes.push({
        feature,
        method,
        scores: best.scores,
        validationError: best.validationError,
        ...(best.lambda === undefined ? {} : { lambda: best.lambda }),
        lambdas: best.lambdas,
        training: { learningRate: best.value, state: best.state, diverged: best.diverged },
        learningRates: trained.map(({ value, validationError }) => ({ value, validationError })),
      });
    }
  }
  return outcomes;
}

async function baseRow(data: DataSet, method: Method, align: Aligner, { signal }: ExperimentHooks): Promise<Outcome> {
  const validation = await evaluate(data.validation, rawFeatures, align, signal);
  const scores = await evaluate(data.test, rawFeatures, align, signal);
  return { feature: data.feature, method, scores, validationError: validation.timeError, lambdas: [], learningRates: [] };
}
