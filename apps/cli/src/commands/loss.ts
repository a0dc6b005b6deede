import { normaliseProblem, type Precision, type ProblemInput } from '@rubato/core';
import type { LocalCostSpecification } from '@rubato/costs';
import { encodeJson } from '@rubato/io';
import { Command, Option } from 'commander';
import type { Environment } from '../environment.ts';
import { type ArgumentNames, inCommandLineWords, UsageError } from '../errors.ts';
import { checkGradientTarget, writeGradient } from '../files/gradient-file.ts';
import { formatDuration, plural } from '../formats/quantities.ts';
import { describeItem, type Item, itemsOf } from '../formats/items.ts';
import { type Batch, checkLengths, loadBatch } from '../loss/batch.ts';
import { readLabels } from '../loss/labels.ts';
import { makeLoss, presetNames } from '../loss/presets.ts';
import { addSolvingOptions, type SolvingOptions } from '../options/common.ts';
import { addFormOptions, chooseForm, type FormOptions } from '../options/form.ts';
import { costNames, parseCost } from '../options/parse-cost.ts';
import { positiveNumber, wholeNumber } from '../options/parse-number.ts';
import { parseLengths } from '../options/parse-lengths.ts';
import { parseWeights } from '../options/parse-steps.ts';
import { timedSolve } from '../solving/timed-solve.ts';
import { withBackend } from '../solving/with-backend.ts';

interface LossCommandOptions extends SolvingOptions, FormOptions {
  readonly preset: string;
  readonly labels?: string;
  readonly target?: string;
  readonly blank: number;
  readonly cost?: LocalCostSpecification;
  readonly gamma?: number;
  readonly weights?: readonly number[];
  readonly lengths?: readonly number[];
  readonly gradient?: string;
}

const EXAMPLES = `
A loss without any path is inf and exit code 0: that is an answer. The text and the JSON say why.

Examples:
  rubato loss posteriors.npy --preset ctc --labels "3 1 4" --blank 12 --probabilities
  rubato loss logits.npy --preset ctc --labels labels.json --logits --gradient gradient.npy --json
  rubato loss posteriors.npy --preset table1:SDTW-E-W --target weak.npy --probabilities
  rubato loss prediction.npy --preset soft-dtw --target score.npy --gamma 0.1 --weights "1 1 2"`;

/** `rubato loss FILE`: the value of a loss, why it is infinite if it is, and its gradient by the file. */
export function lossCommand(environment: Environment): Command {
  const command = new Command('loss')
    .description('the value of a loss, and its gradient')
    .argument('<FILE>', 'frames [frames, classes] or [items, frames, classes]: .npy, .npz:entry, .csv, .json, .safetensors:entry')
    .addOption(new Option('--preset <name>', presetNames.join(', ')).default('ctc'))
    .option('--labels <numbers>', 'class numbers "3 1 4", items apart by semicolons, or a file: .npy, .json, .csv, .txt')
    .option('--target <file>', 'the other sequence: features, or label rows')
    .addOption(new Option('--blank <class>', 'the class of the blank').default(0).argParser(wholeNumber('--blank', 0)));
  addFormOptions(command, 'never guessed')
    .addOption(
      new Option('--cost <name[:parameter=value,…]>', `local cost where the preset leaves it open: ${costNames.join(', ')}`).argParser(
        parseCost,
      ),
    )
    .addOption(
      new Option('--gamma <temperature>', 'temperature of the soft minimum (default: 1)').argParser(positiveNumber('--gamma', '0.1')),
    )
    .addOption(new Option('--weights <numbers>', 'weights of the steps where the preset leaves them open, "1 1 2"').argParser(parseWeights))
    .addOption(new Option('--lengths <numbers>', 'frames of each item, where items are padded').argParser(parseLengths))
    .option('--gradient <file.npy>', 'write the gradient by FILE, in its shape; replaces a file that is there')
    .addHelpText('after', EXAMPLES);
  addSolvingOptions(command);
  return command.action((file: string, options: LossCommandOptions) => loss(file, options, environment));
}

async function loss(file: string, options: LossCommandOptions, environment: Environment): Promise<void> {
  const { preset, maxBytes, gradient } = options;
  await checkGradientTarget(gradient, environment);
  const form = chooseForm(options);
  const input = await loadBatch(file, environment, maxBytes);
  const target = options.target === undefined ? undefined : await loadBatch(options.target, environment, maxBytes);
  const labels =
    options.labels === undefined ? undefined : await readLabels(options.labels, environment, maxBytes === undefined ? {} : { maxBytes });
  const lengths = checkLengths(options.lengths, input);
  const { made, problem } = inCommandLineWords(namesOf(input, target), () => {
    const ofPreset = makeLoss(preset, {
      input,
      blank: options.blank,
      lengths,
      ...(labels === undefined ? {} : { labels }),
      ...(target === undefined ? {} : { target }),
      ...(form === undefined ? {} : { form }),
      ...(options.cost === undefined ? {} : { cost: options.cost }),
    });
    const precision = options.precision ?? precisionOf(input, target);
    return {
      made: ofPreset,
      problem: normaliseProblem({ ...ofPreset.problem, ...overrides(preset, ofPreset.problem, options), precision }),
    };
  });
  const label = options.json === true || options.quiet === true ? undefined : 'loss';
  const request = gradient === undefined ? {} : { inputGradient: true };
  const { solution, milliseconds } = await withBackend(options, (backend) => timedSolve(problem, backend, request, label, environment));
  if (gradient !== undefined) await writeGradient(gradient, input.shape, made.gradient(solution), environment);
  const items = itemsOf(solution);
  const value = items.reduce((sum, item) => sum + item.value, 0);
  const facts = { rows: problem.rows, columns: problem.columns, backend: solution.backend, milliseconds };
  environment.stdout.write(
    options.json === true ? `${encodeJson({ preset, value, items, ...facts })}\n` : describe(preset, value, items, facts),
  );
}

/** Temperature and weights in place of the preset's own. */
function overrides(
  preset: string,
  { minimum, stepWeights }: ProblemInput,
  { gamma, weights }: LossCommandOptions,
): { temperature?: number; stepWeights?: readonly number[] } {
  if (gamma !== undefined && minimum === 'hardmin') throw new UsageError(`--preset ${preset} has a hard minimum; leave out --gamma`);
  if (weights !== undefined) {
    const fixed = stepWeights !== undefined && preset !== 'two-one';
    if (fixed) throw new UsageError(`--preset ${preset} has its own step weights; leave out --weights`);
    if (weights.length !== 3)
      throw new UsageError(`--weights has ${plural(weights.length, 'number')} for 3 steps; give one a step, in their order`);
  }
  return {
    ...(gamma === undefined ? {} : { temperature: gamma }),
    ...(weights === undefined ? {} : { stepWeights: weights }),
  };
}

/** float32 where both files hold it. */
function precisionOf(input: Batch, target: Batch | undefined): Precision {
  const float64 = input.data instanceof Float64Array || target?.data instanceof Float64Array;
  return float64 ? 'float64' : 'float32';
}

function namesOf(input: Batch, target: Batch | undefined): ArgumentNames {
  const places =
    (batch: Batch, noun: string) =>
    ([item, frame, number]: readonly number[]): string => {
      const of = batch.batch === 1 ? [] : [`item ${item}`];
      const parts = [...of, ...(frame === undefined ? [] : [`frame ${frame}`]), ...(number === undefined ? [] : [`${noun} ${number}`])];
      return item === undefined || parts.length === 0 ? batch.name : `${batch.name}: ${parts.join(', ')}`;
    };
  return {
    'cost.values': places(input, 'class'),
    'cost.x': places(input, 'number'),
    'cost.y': target === undefined ? '--labels' : places(target, 'number'),
    labels: ([item, label]) => (item === undefined ? '--labels' : `--labels: item ${item}${label === undefined ? '' : `, label ${label}`}`),
    blank: '--blank',
    temperature: '--gamma',
    stepWeights: '--weights',
  };
}

function describe(
  preset: string,
  value: number,
  items: readonly Item[],
  {
    rows,
    columns,
    backend,
    milliseconds,
  }: { readonly rows: number; readonly columns: number; readonly backend: string; readonly milliseconds: number },
): string {
  const lines = items.map((item, b) => describeItem('loss', item, items.length === 1 ? undefined : b));
  if (items.length > 1) lines.push(`sum ${describeItem('', { value, feasible: true }, undefined).trim()}`);
  return `${[...lines, `${preset}, ${rows} × ${columns} on ${backend} in ${formatDuration(milliseconds)}`].join('\n')}\n`;
}
