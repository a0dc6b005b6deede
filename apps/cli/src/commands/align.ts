import { normaliseProblem } from '@rubato/core';
import { writeProblem } from '@rubato/io';
import { Command, Option } from 'commander';
import type { Environment } from '../environment.ts';
import { FailureError, inCommandLineWords, UsageError } from '../errors.ts';
import { checkNotInput } from '../files/check-not-input.ts';
import { checkSameDimension, type Features, loadFeatures, rotate, type TimeAxis } from '../files/load-features.ts';
import { formatDuration, formatNumber, plural } from '../formats/quantities.ts';
import { resultJson } from '../formats/path-json.ts';
import type { AlignmentResult } from '../formats/result.ts';
import { alignmentWriters } from '../formats/alignment-outputs.ts';
import { checkOutputs, writeOutputs } from '../formats/outputs.ts';
import { addSolvingOptions, outOption, type SolvingOptions } from '../options/common.ts';
import { parseBand } from '../options/parse-band.ts';
import { checkCost, costNames, parseCost } from '../options/parse-cost.ts';
import { positiveNumber, wholeNumber } from '../options/parse-number.ts';
import { parseRates, type Rates } from '../options/parse-rate.ts';
import { addPictureOptions, lookOf, type PictureLook } from '../options/picture.ts';
import { parseSteps, parseWeights, stepNames } from '../options/parse-steps.ts';
import { parseAxis } from '../options/parse-axis.ts';
import { type AlignmentOptions, alignmentNames, alignmentProblem, chooseMinimum } from '../solving/alignment-problem.ts';
import { announce } from '../solving/announce.ts';
import { timedSolve } from '../solving/timed-solve.ts';
import { withBackend } from '../solving/with-backend.ts';

interface AlignCommandOptions extends SolvingOptions, AlignmentOptions, PictureLook {
  readonly axis: TimeAxis;
  readonly rotate?: number;
  readonly soft?: boolean;
  readonly rate?: Rates;
  readonly out: readonly string[];
  readonly problem?: string;
}

const EXAMPLES = `
Examples:
  rubato align a.npy b.npy --cost cosine --out path.csv --out picture.svg --rate 50
  rubato align f1.npy f2.npy --axis 1 --cost innerProduct:offset=2 --json
  rubato align a.npz:chroma b.npz:chroma --gamma 0.1 --soft --out soft.npz
  rubato align snippet.csv recording.csv --subsequence --steps two-one`;

/** `rubato align A B`: the path between two sequences of features, its cost, and a soft alignment if asked for. */
export function alignCommand(environment: Environment): Command {
  const command = new Command('align')
    .description('align two sequences of features: rows are frames of A, columns frames of B')
    .argument('<A>', 'features: .npy, .npz:entry, .csv, .tsv, .json, .safetensors:entry')
    .argument('<B>', 'the same for the columns')
    .addOption(new Option('--axis <axis>', 'which axis is time: 0, each row is a frame; 1, each column is').default(0).argParser(parseAxis))
    .addOption(
      new Option('--cost <name[:parameter=value,…]>', `local cost of two frames: ${costNames.join(', ')}`)
        .default({ name: 'squaredEuclidean' }, 'squaredEuclidean')
        .argParser(parseCost),
    )
    .addOption(
      new Option(
        '--steps <steps>',
        `pairs "1,0 0,1 1,1" (rows,columns), or ${stepNames.join(', ')}; of equally good steps the first wins`,
      ).argParser(parseSteps),
    )
    .addOption(new Option('--weights <numbers>', 'weights of the steps, "1 1 2"; inf forbids one').argParser(parseWeights))
    .option('--minimum <name>', 'minimum function (default: hardmin, with --gamma softmin)')
    .addOption(new Option('--gamma <temperature>', 'temperature of a soft minimum, above 0').argParser(positiveNumber('--gamma', '0.1')))
    .option('--soft', 'compute the soft alignment too (with --gamma)')
    .option('--subsequence', 'look for the whole of A anywhere in B')
    .addOption(new Option('--band <band>', 'sakoe-chiba:RADIUS or itakura:SLOPE').argParser(parseBand))
    .addOption(
      new Option('--rotate <by>', 'turn the features of B cyclically: chroma up by so many semitones').argParser(
        wholeNumber('--rotate', -Infinity),
      ),
    )
    .addOption(new Option('--rate <frames>', 'frames a second, for seconds in tables and drawings: 50, or 50,43.07').argParser(parseRates))
    .addOption(outOption(alignmentWriters))
    .option('--problem <file.json>', 'write the problem too, for rubato solve');
  addPictureOptions(command).addHelpText('after', EXAMPLES);
  addSolvingOptions(command);
  return command.action((a: string, b: string, options: AlignCommandOptions) => align(a, b, options, environment));
}

async function align(nameOfA: string, nameOfB: string, options: AlignCommandOptions, environment: Environment): Promise<void> {
  const { axis, maxBytes, soft = false, out } = options;
  const silent = options.json === true || options.quiet === true;
  // Everything that can be refused is refused before work starts.
  const minimum = chooseMinimum(options.minimum, options.gamma);
  if (soft && minimum === 'hardmin') throw new UsageError('--soft needs a soft minimum; give a temperature, for example --gamma 0.1');
  await checkOutputs(out, alignmentWriters, [nameOfA, nameOfB], environment);
  if (options.problem !== undefined) {
    await environment.files.checkTarget(options.problem);
    await checkNotInput('--problem', options.problem, [nameOfA, nameOfB], environment);
  }
  const a = await loadFeatures(nameOfA, axis, environment, maxBytes);
  const b = rotate(await loadFeatures(nameOfB, axis, environment, maxBytes), options.rotate ?? 0);
  checkSameDimension(a, b, axis);
  checkCost(options.cost, a.dimension);
  if (!silent) noteAxis(a, b, axis, environment);

  const { input, problem } = inCommandLineWords(alignmentNames(a, b), () => {
    const made = alignmentProblem(a, b, options);
    return { input: made, problem: normaliseProblem(made) };
  });
  if (options.problem !== undefined) await environment.files.write(options.problem, writeProblem(input));
  const request = { path: true, ...(soft ? { softAlignment: true } : {}) };
  const { solution, milliseconds } = await withBackend(options, async (backend) => {
    if (!silent) await announce(input, problem, backend, request, environment);
    return timedSolve(problem, backend, request, silent ? undefined : 'align', environment);
  });
  const [status] = solution.status;
  if (status.kind === 'infeasible')
    throw new FailureError(`there is no alignment of ${a.name} and ${b.name}: ${status.reason}${advice(options)}`);
  const result: AlignmentResult = {
    cost: solution.pathCosts![0],
    ...(input.minimum === 'hardmin' ? {} : { value: solution.values[0] }),
    path: solution.paths![0],
    rows: a.frames,
    columns: b.frames,
    backend: solution.backend,
    milliseconds,
    ...(solution.softAlignment === undefined ? {} : { softAlignment: solution.softAlignment }),
    ...(options.rate === undefined ? {} : { rates: options.rate }),
  };
  const figure = {
    rows: nameOfA,
    columns: nameOfB,
    cost: options.cost.name,
    ...lookOf(options),
  };
  await writeOutputs(out, alignmentWriters, { result, problem, figure }, environment);
  environment.stdout.write(options.json === true ? resultJson(result, false) : describe(result));
}

/** More features than frames is what a transposed file looks like. */
function noteAxis(a: Features, b: Features, axis: TimeAxis, { stderr }: Environment): void {
  if (a.dimension <= Math.max(a.frames, b.frames)) return;
  stderr.write(
    `note: ${plural(a.frames, 'frame')} of ${plural(a.dimension, 'feature')}; if time is the other axis, use --axis ${1 - axis}\n`,
  );
}

function advice({ band, steps }: AlignmentOptions): string {
  if (band !== undefined) return '; widen the --band or leave it out';
  return steps === undefined ? '' : '; allow other --steps';
}

function describe({ cost, value, path, rows, columns, backend, milliseconds }: AlignmentResult): string {
  const pair = (i: number): string => `(${path[i]}, ${path[i + 1]})`;
  return [
    `cost ${formatNumber(cost)}`,
    ...(value === undefined ? [] : [`soft value ${formatNumber(value)}`]),
    `path of ${plural(path.length / 2, 'pair')} from ${pair(0)} to ${pair(path.length - 2)}`,
    `${rows} × ${columns} frames on ${backend} in ${formatDuration(milliseconds)}`,
    '',
  ].join('\n');
}
