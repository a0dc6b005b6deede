import { extname } from 'node:path';
import { diagnose, diagnosisRequest, type DiagnosisThresholds, modifiedTargets } from '@rubato/analysis';
import type { AlignmentProblem } from '@rubato/core';
import { Command, Option } from 'commander';
import { describeDiagnosis, diagnosisJson, diagnosisWriters, type FinishedDiagnosis } from '../diagnosing/diagnosis-outputs.ts';
import type { Environment } from '../environment.ts';
import { inCommandLineWords, UsageError } from '../errors.ts';
import { loadProblem } from '../files/load-problem.ts';
import { checkOutputs, writeOutputs } from '../formats/outputs.ts';
import { plural } from '../formats/quantities.ts';
import { loadBatch } from '../loss/batch.ts';
import { readLoss } from '../loss/loss-problem.ts';
import { addSolvingOptions, outOption } from '../options/common.ts';
import { addLossOptions, type LossOptions } from '../options/loss.ts';
import { givenOptions } from '../options/given-options.ts';
import { wholeNumber } from '../options/parse-number.ts';
import { describeThresholds, parseThresholds } from '../options/parse-thresholds.ts';
import { addPictureOptions, lookOf, type PictureLook } from '../options/picture.ts';
import { timedSolve } from '../solving/timed-solve.ts';
import { withBackend } from '../solving/with-backend.ts';

interface DiagnoseOptions extends LossOptions, PictureLook {
  readonly reference?: string;
  readonly maximumShift?: number;
  readonly thresholds?: Partial<DiagnosisThresholds>;
  readonly out: readonly string[];
}

const EXAMPLES = `
Posteriors are diagnosed under a loss, as rubato loss computes it; a problem file as it stands. --out writes the numbers (.json), or the
modified targets: what the loss makes a network learn, frame by frame (.npy, .svg).

Examples:
  rubato diagnose posteriors.npy --labels "3 1 4" --blank 12 --probabilities
  rubato diagnose posteriors.npy --preset table1:SDTW-E-W --target weak.npy --probabilities --reference strong.npy --json
  rubato diagnose problem.json --out targets.svg`;

/** `rubato diagnose FILE`: whether training by alignment fails here in one of the known ways, and what to try. */
export function diagnoseCommand(environment: Environment): Command {
  const command = new Command('diagnose')
    .description('look for the known failures of training by alignment, in numbers and words')
    .argument('<FILE>', 'posteriors [frames, classes] or [items, frames, classes], or a problem file (.json)');
  addLossOptions(command)
    .option('--reference <file>', 'what predictions should be simultaneous with: strong targets, or the input [frames, features]')
    .addOption(
      new Option(
        '--maximum-shift <frames>',
        'the largest temporal shift looked for, with --reference: 1 to half of the frames (default: a quarter of them, at most 25)',
      ).argParser(wholeNumber('--maximum-shift', 1)),
    )
    .addOption(
      new Option(
        '--thresholds <name=value,…>',
        `when a number is a failure; with the defaults: ${describeThresholds()}; without a unit 0 to 1`,
      ).argParser(parseThresholds),
    )
    .addOption(outOption(diagnosisWriters));
  addPictureOptions(command).addHelpText('after', EXAMPLES);
  addSolvingOptions(command);
  return command.action((file: string, options: DiagnoseOptions) => {
    return diagnoseFile(file, options, givenOptions(command), environment);
  });
}

/** What a problem file has already said. */
const OF_LOSSES = [
  '--preset',
  '--labels',
  '--target',
  '--form',
  '--probabilities',
  '--log-probabilities',
  '--logits',
  '--cost',
  '--gamma',
  '--weights',
  '--lengths',
];

async function diagnoseFile(file: string, options: DiagnoseOptions, given: readonly string[], environment: Environment): Promise<void> {
  const { out, json, quiet, maxBytes, maximumShift, thresholds } = options;
  await checkOutputs(out, diagnosisWriters, [file, options.labels, options.target, options.reference], environment);
  const stored = await loadProblem(file, options, environment);
  const ofLosses = OF_LOSSES.find((name) => given.includes(name));
  if (stored !== undefined && ofLosses !== undefined) throw new UsageError(`${file} is a problem; leave out ${ofLosses}`);
  const problem = stored ?? (await readLoss(file, options, environment)).problem;
  checkShift(maximumShift, file, options.reference, problem);
  checkDrawn(out, file, problem);
  const reference = options.reference === undefined ? undefined : await loadBatch(options.reference, environment, maxBytes);
  const label = json === true || quiet === true ? undefined : 'diagnose';
  const { solution, milliseconds } = await withBackend(options, (backend) =>
    timedSolve(problem, backend, diagnosisRequest, label, environment),
  );
  const hasBlank = stored === undefined ? problem.cost.kind === 'gathered' : given.includes('--blank');
  const names = {
    'options.blank': '--blank',
    'options.reference': options.reference ?? '--reference',
    reference: options.reference ?? '--reference',
    'options.maximumShift': '--maximum-shift',
    maximumShift: '--maximum-shift',
    'options.thresholds': '--thresholds',
    'options.targets': `${file}: the targets`,
  };
  const finished: FinishedDiagnosis = inCommandLineWords(names, () => ({
    file,
    ...lookOf(options),
    diagnosis: diagnose(problem, solution, {
      ...(hasBlank ? { blank: options.blank } : {}),
      ...(reference === undefined ? {} : { reference: { data: reference.data, shape: threeSides(reference.shape) } }),
      ...(maximumShift === undefined ? {} : { maximumShift }),
      ...(thresholds === undefined ? {} : { thresholds }),
    }),
    ...(out.some((target) => extname(target).toLowerCase() !== '.json') ? { targets: modifiedTargets(problem, solution) } : {}),
    frames: problem.rowLengths,
    backend: solution.backend,
    milliseconds,
  }));
  await writeOutputs(out, diagnosisWriters, finished, environment);
  environment.stdout.write(json === true ? diagnosisJson(finished) : describeDiagnosis(finished));
}

/** `loadBatch` has seen to it that there are two or three. */
function threeSides(shape: readonly number[]): readonly [number, number] | readonly [number, number, number] {
  const [a, b, c] = shape;
  return c === undefined ? [a, b] : [a, b, c];
}

/** Shifts beyond half of the frames leave too little to compare; the library refuses, too, what is dear for many features. */
function checkShift(shift: number | undefined, file: string, reference: string | undefined, { rows }: AlignmentProblem): void {
  if (shift === undefined) return;
  if (reference === undefined) throw new UsageError('--maximum-shift belongs to --reference; give what is to be compared, or leave it out');
  const most = Math.max(1, rows >> 1);
  if (shift > most) throw new UsageError(`--maximum-shift is ${shift}; ${file} has ${plural(rows, 'frame')}: give 1 to ${most}`);
}

function checkDrawn(out: readonly string[], file: string, { batch }: AlignmentProblem): void {
  const drawing = out.find((target) => extname(target).toLowerCase() === '.svg');
  if (drawing !== undefined && batch > 1) {
    throw new UsageError(`--out ${drawing}: a drawing shows one item, ${file} has ${plural(batch, 'item')}; write .npy`);
  }
}
