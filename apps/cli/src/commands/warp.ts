import { LARGEST_MAGNITUDE } from '@rubato/core';
import {
  chooseLambda,
  createWarpProblem,
  InfeasibleWarpError,
  type LambdaChoice,
  type NamedFunction,
  type SignalInterpolation,
  solveWarps,
  type WarpBandInput,
} from '@rubato/gdtw';
import { Command, Option } from 'commander';
import type { Environment } from '../environment.ts';
import { type ArgumentNames, FailureError, inCommandLineWordsLater, UsageError } from '../errors.ts';
import type { TimeAxis } from '../files/load-features.ts';
import { checkOutputs, writeOutputs } from '../formats/outputs.ts';
import { plural } from '../formats/quantities.ts';
import { addReadingOptions, outOption } from '../options/common.ts';
import { parseAxis } from '../options/parse-axis.ts';
import { oneOf, positiveNumber, wholeNumber } from '../options/parse-number.ts';
import {
  type LambdaOption,
  MOST_KNOTS,
  namedFunction,
  parseKnots,
  parseLambda,
  parseSlopes,
  parseWarpBand,
  type SlopeBounds,
} from '../options/parse-warp.ts';
import { addPictureOptions, lookOf, type PictureLook } from '../options/picture.ts';
import { createProgress, noProgress } from '../progress.ts';
import { type FeatureName, featureNames, type LoadedSignal, loadSignal } from '../warping/load-signal.ts';
import { checkFolds, checkWork } from '../warping/check-work.ts';
import { CANDIDATES, DEFAULT_FOLDS } from '../warping/plan-warp.ts';
import { describeWarp, type FinishedWarp, warpJson, warpWriters } from '../warping/warp-outputs.ts';

interface WarpOptions extends PictureLook {
  readonly lambda: LambdaOption;
  readonly folds?: number;
  readonly slopes?: SlopeBounds;
  readonly band?: WarpBandInput;
  readonly loss?: NamedFunction;
  readonly penalty?: NamedFunction;
  readonly knots: 'observations' | number;
  readonly interpolation: SignalInterpolation;
  readonly subsequence?: boolean;
  readonly axis: TimeAxis;
  readonly rate?: number;
  readonly features: FeatureName;
  readonly hop: number;
  readonly out: readonly string[];
  readonly picture: 'warp' | 'signals';
  readonly maxBytes?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const EXAMPLES = `
The warp φ leads from times of B to times of A: A at φ(t) is like B at t. --lambda says how much its regularity counts, in the units of the
features and of time. cv (or cv:least) chooses among ${CANDIDATES} by cross-validation: observations of B are held out in turn, the warp is fit to
the rest, and the least loss of those held out wins; cv:one-standard-error takes the smoothest warp that is as good within the error.

Parameters: --loss huber:1 (above 0), p-norm:2 (1 to 1000), --penalty huber:1 (above 0); these numbers are the defaults.

Examples:
  rubato warp a.csv b.csv --lambda 0.1 --slopes 0.25,4 --out warp.csv --out warp.svg
  rubato warp performance.wav score.wav --lambda cv --features chroma --hop 0.1 --json
  rubato warp x.npy y.npy --rate 50 --lambda 0.01 --band sakoe-chiba:2 --knots 100 --interpolation cubic --loss huber:0.5`;

/** `rubato warp A B`: the continuous warp between two sequences. */
export function warpCommand(environment: Environment): Command {
  const command = new Command('warp')
    .description('a continuous time warp (GDTW): for each time of B the time of A')
    .argument('<A>', 'features or a recording: .npy, .npz:entry, .csv, .tsv, .json, .safetensors:entry, .wav')
    .argument('<B>', 'the same for what it is compared with')
    .addOption(
      new Option('--lambda <weight>', `how much regularity counts: 0 to ${LARGEST_MAGNITUDE}, cv, or cv:one-standard-error`)
        .argParser(parseLambda)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--folds <number>',
        `of cross-validation: 2 to the observations of B between its ends (default: ${DEFAULT_FOLDS}, or all of these)`,
      ).argParser(wholeNumber('--folds', 2)),
    )
    .addOption(new Option('--slopes <least,greatest>', 'time of A per time of B (default: 0,inf)').argParser(parseSlopes))
    .addOption(new Option('--band <band>', "sakoe-chiba:RADIUS about the diagonal, in A's time").argParser(parseWarpBand))
    .addOption(
      new Option('--loss <name[:parameter]>', 'squared, absolute, huber, p-norm (default: squared)').argParser(namedFunction('--loss')),
    )
    .addOption(
      new Option('--penalty <name[:parameter]>', 'squared, absolute, huber (default: squared)').argParser(namedFunction('--penalty')),
    )
    .addOption(
      new Option('--knots <number>', `of the warp: 2 to ${MOST_KNOTS}, evenly spaced, or observations: those of B`)
        .default('observations')
        .argParser(parseKnots),
    )
    .addOption(
      new Option('--interpolation <kind>', 'between observations: linear, cubic')
        .default('linear')
        .argParser(oneOf('--interpolation', ['linear', 'cubic'] as const)),
    )
    .option('--subsequence', 'look for the whole of B anywhere in A')
    .addOption(
      new Option('--axis <axis>', 'which axis of arrays is time: 0, each row is a frame; 1, each column is')
        .default(0)
        .argParser(parseAxis),
    )
    .addOption(
      new Option('--rate <frames>', 'frames a second of arrays (default: times are frames)').argParser(positiveNumber('--rate', '50')),
    )
    .addOption(
      new Option('--features <name>', `of recordings: ${featureNames.join(', ')}`)
        .default('chroma')
        .argParser(oneOf('--features', featureNames)),
    )
    .addOption(
      new Option('--hop <seconds>', 'from one frame of a recording to the next').default(0.1).argParser(positiveNumber('--hop', '0.05')),
    )
    .addOption(outOption(warpWriters))
    .addOption(
      new Option('--picture <kind>', 'what an .svg shows: warp, signals')
        .default('warp')
        .argParser(oneOf('--picture', ['warp', 'signals'] as const)),
    );
  addPictureOptions(command).addHelpText('after', EXAMPLES);
  addReadingOptions(command).option('-q, --quiet', 'no progress, no notes');
  return command.action((a: string, b: string, options: WarpOptions) => warp(a, b, options, environment));
}

async function warp(nameOfA: string, nameOfB: string, options: WarpOptions, environment: Environment): Promise<void> {
  const { out, picture, lambda: wanted } = options;
  if (typeof wanted === 'number' && options.folds !== undefined) throw new UsageError('--folds belongs to --lambda cv; leave it out');
  await checkOutputs(out, warpWriters, [nameOfA, nameOfB], environment);
  const silent = options.json === true || options.quiet === true;
  const working = async <T>(label: string, work: (progress: ReturnType<typeof createProgress>) => Promise<T>): Promise<T> => {
    const progress = silent ? noProgress : createProgress(environment, label);
    return work(progress).finally(() => progress.clear());
  };
  const a = await working('features of A', (progress) => loadSignal(nameOfA, options, environment, progress));
  const b = await working('features of B', (progress) => loadSignal(nameOfB, options, environment, progress));
  checkSameKind(a, b);
  if (typeof wanted !== 'number') checkFolds(b, options.folds);
  checkWork(a, b, options, environment);
  const started = environment.now();
  const found = await feasible(nameOfA, nameOfB, () =>
    inCommandLineWordsLater({ ...WORDS, problem: `${nameOfA} and ${nameOfB}: the objective` }, async () => {
      const choice =
        typeof wanted === 'number'
          ? undefined
          : await working('cross-validation', (progress) => choose(a, b, wanted, options, environment, progress.onProgress));
      const lambda = typeof wanted === 'number' ? wanted : choice!.lambda;
      const problem = createWarpProblem({ ...problemOf(a, b, options), lambda });
      const [solution] = await working('warp', ({ onProgress }) => solveWarps([problem], { signal: environment.signal, onProgress }));
      return { lambda, problem, solution, ...(choice === undefined ? {} : { choice }) };
    }),
  );
  const milliseconds = Math.round((environment.now() - started) * 1000) / 1000;
  const finished: FinishedWarp = { a, b, ...found, picture, milliseconds, ...lookOf(options) };
  await writeOutputs(out, warpWriters, finished, environment);
  environment.stdout.write(options.json === true ? warpJson(finished) : describeWarp(finished));
}

/** Which option stands for which part of the problem. */
const WORDS = {
  'problem.lambda': '--lambda',
  'problem.slopes': '--slopes',
  'problem.band': '--band',
  'problem.knots': '--knots',
  signalLoss: '--loss',
  'signalLoss.parameter': '--loss',
  warpPenalty: '--penalty',
  'warpPenalty.parameter': '--penalty',
} as const satisfies ArgumentNames;

function problemOf(a: LoadedSignal, b: LoadedSignal, options: WarpOptions) {
  const { slopes, band, loss, penalty, knots, subsequence } = options;
  return {
    x: a.signal,
    y: b.signal,
    knots,
    ...(slopes === undefined ? {} : { slopes }),
    ...(band === undefined ? {} : { band }),
    ...(loss === undefined ? {} : { signalLoss: loss }),
    ...(penalty === undefined ? {} : { warpPenalty: penalty }),
    ...(subsequence === true ? { subsequence } : {}),
  };
}

function choose(
  a: LoadedSignal,
  b: LoadedSignal,
  rule: Exclude<LambdaOption, number>,
  options: WarpOptions,
  { signal }: Environment,
  onProgress: ReturnType<typeof createProgress>['onProgress'],
): Promise<LambdaChoice> {
  const folds = options.folds === undefined ? {} : { folds: options.folds };
  return chooseLambda(problemOf(a, b, options), { rule, signal, onProgress, ...folds });
}

function checkSameKind(a: LoadedSignal, b: LoadedSignal): void {
  const told = ({ name, signal, unit }: LoadedSignal): string => `${name} has ${plural(signal.channels, 'feature')} a frame, in ${unit}`;
  if (a.signal.channels !== b.signal.channels) throw new UsageError(`${told(a)}; ${told(b)}: both need the same features`);
}

async function feasible<T>(nameOfA: string, nameOfB: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InfeasibleWarpError)) throw error;
    throw new FailureError(`${nameOfA} and ${nameOfB}: ${error.message}; widen --slopes or --band, or look for a --subsequence`, {
      cause: error,
    });
  }
}
