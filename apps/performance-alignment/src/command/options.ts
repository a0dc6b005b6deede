import { InvalidArgumentError } from '@rubato/core';
import { Command, Option } from 'commander';
import type { FeatureKind } from '../features/feature-kind.ts';
import { DEFAULT_COMPRESSION, featureKinds } from '../features/feature-kind.ts';
import type { TrainedMethod } from '../losses/method.ts';
import { checkTrainedMethod, trainedMethods } from '../losses/method.ts';
import type { WarpLoss } from '../losses/warp-loss.ts';
import type { Architecture } from '../network/extractor.ts';
import type { TensorBackend } from '../network/start-tensors.ts';

/** What the command line says, checked. Undefined where the size decides. */
export interface CommandOptions {
  readonly embedded: boolean;
  readonly data?: string;
  readonly full: boolean;
  readonly features?: readonly FeatureKind[];
  readonly methods: readonly TrainedMethod[];
  readonly slices?: number;
  readonly frames: number;
  readonly compression: number;
  readonly epochs?: number;
  readonly learningRates?: readonly number[];
  readonly lambdas: readonly number[];
  readonly units: number;
  readonly architecture: Architecture;
  readonly warpLoss: WarpLoss;
  readonly alongTruth: number;
  readonly signalLoss: 'squared' | 'absolute';
  readonly seed: number;
  readonly cache?: string;
  readonly checkpoints?: string;
  readonly resume: boolean;
  readonly report?: string;
  readonly backend: TensorBackend;
}

/** From free to stiff: three candidates a decade. */
const DEFAULT_LAMBDAS = [0.1, 0.2, 0.5, 1, 2, 5, 10];

/** The command line, which hands checked options to `action`. */
export function createCommand(action: (options: CommandOptions) => Promise<void>): Command {
  const choice = (flags: string, text: string, names: readonly string[]): Option =>
    new Option(flags, text).choices(names).default(names[0]);
  return new Command('performance-alignment')
    .description('Aligns scores with performances: DTW, continuous warps, and features learned by soft-DTW, DILATE and DecDTW, compared.')
    .option('--embedded', 'pieces that the program composes itself (default without --data)', false)
    .option('--data <folder>', 'scores and performances with beats, such as ../shared/data/asap')
    .option('--full', 'all slices, all features and more epochs: hours', false)
    .option('--features <names>', `of ${featureKinds.join(', ')} (default: Chroma; full: all)`, parseNames('--features', featureKinds))
    .option('--methods <names>', `of ${trainedMethods.join(', ')}`, parseMethods, [...trainedMethods])
    .option('--slices <count>', 'the most slices to train on; a quarter as many validate, half as many test', parseWhole('--slices', 1))
    .option('--frames <count>', 'of a slice', parseWhole('--frames', 8, 4096), 256)
    .option(
      '--compression <number>',
      'η of the features’ log(1 + η·x)',
      parseNumber('--compression', Number.MIN_VALUE),
      DEFAULT_COMPRESSION,
    )
    .option('--epochs <count>', 'of each training', parseWhole('--epochs', 0))
    .option('--learning-rates <numbers>', 'candidates; validation slices choose for each method', parseNumbers('--learning-rates'))
    .option(
      '--lambdas <numbers>',
      'candidates for λ; validation slices choose of them, then around the best; one value is taken as it is',
      parseNumbers('--lambdas'),
      DEFAULT_LAMBDAS,
    )
    .option('--units <count>', 'of the recurrent unit, each direction', parseWhole('--units', 1, 1024), 32)
    .addOption(choice('--architecture <name>', 'residual: begins at the base features; plain: as in the paper', ['residual', 'plain']))
    .addOption(choice('--warp-loss <name>', 'of DecDTW: how distances from the truth count', ['squared', 'absolute', 'huber']))
    .option('--along-truth <number>', 'how much of Along GT is added to DecDTW’s loss', parseNumber('--along-truth', 0), 0)
    .addOption(choice('--signal-loss <name>', 'of continuous warps: how distances of features count', ['squared', 'absolute']))
    .option('--seed <number>', 'of splits, slices, sound, weights and order', parseWhole('--seed', 0), 1)
    .option('--cache <folder>', 'keep features there')
    .option('--checkpoints <folder>', 'keep the state of each training there')
    .option('--resume', 'go on from the checkpoints', false)
    .option('--report <folder>', 'write a page with the table and pictures there, and the numbers as JSON')
    .addOption(choice('--backend <name>', 'the backend of tfjs', ['wasm', 'cpu']))
    .addHelpText('after', '\nExit codes: 0 done, 1 failure, 2 bad input or usage, 130 interrupted.')
    .action(async (options: CommandOptions) => {
      checkTogether(options);
      await action(options);
    });
}

function refuse(argument: string, found: string, expected: string): never {
  throw new InvalidArgumentError({ argument, found, expected });
}

function parseNames<Name extends string>(argument: string, known: readonly Name[]): (text: string) => Name[] {
  return (text) =>
    text.split(',').map((name) => {
      const found = known.find((one) => one.toLowerCase() === name.trim().toLowerCase());
      return found ?? refuse(argument, JSON.stringify(name), `names of ${known.join(', ')}, separated by commas`);
    });
}

function parseMethods(text: string): TrainedMethod[] {
  return text.split(',').map((part) => {
    const name = part.trim();
    checkTrainedMethod('--methods', name);
    return name;
  });
}

function parseWhole(argument: string, least: number, most = 2 ** 31 - 1): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (/^\d+$/.test(text) && count >= least && count <= most) return count;
    return refuse(argument, JSON.stringify(text), `a whole number from ${least} to ${most}`);
  };
}

function parseNumber(argument: string, least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() !== '' && number >= least && number <= 1e9) return number;
    return refuse(argument, JSON.stringify(text), `a number ${least === 0 ? 'of at least' : 'above'} 0, 10⁹ at most`);
  };
}

function parseNumbers(argument: string): (text: string) => number[] {
  return (text) => text.split(',').map(parseNumber(argument, Number.MIN_VALUE));
}

function checkTogether({ embedded, data, resume, checkpoints, methods, features = [], learningRates = [], lambdas }: CommandOptions): void {
  if (embedded && data !== undefined) refuse('--data', `"${data}"`, 'none beside --embedded');
  if (resume && checkpoints === undefined) refuse('--resume', 'without --checkpoints', 'the folder that they are in');
  for (const [name, list] of Object.entries({ methods, features, 'learning-rates': learningRates, lambdas })) {
    if (new Set<unknown>(list).size !== list.length) refuse(`--${name}`, list.join(','), 'each one once');
  }
}
