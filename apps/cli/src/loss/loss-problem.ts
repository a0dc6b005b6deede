import { type AlignmentProblem, normaliseProblem, type Precision, type ProblemInput } from '@rubato/core';
import type { Environment } from '../environment.ts';
import { type ArgumentNames, inCommandLineWords, UsageError } from '../errors.ts';
import { plural } from '../formats/quantities.ts';
import { chooseForm } from '../options/form.ts';
import type { LossOptions } from '../options/loss.ts';
import { type Batch, checkLengths, loadBatch } from './batch.ts';
import { readLabels } from './labels.ts';
import { type Loss, makeLoss } from './presets.ts';

/** A loss of a file, ready to be solved. */
export interface ReadLoss {
  readonly input: Batch;
  readonly made: Loss;
  readonly problem: AlignmentProblem;
}

/**
 * Reads a file and what it is compared with, and makes the loss that the options say.
 *
 * @throws UsageError with the file or the option
 */
export async function readLoss(file: string, options: LossOptions, environment: Environment): Promise<ReadLoss> {
  const { preset, maxBytes } = options;
  const form = chooseForm(options);
  const input = await loadBatch(file, environment, maxBytes);
  const target = options.target === undefined ? undefined : await loadBatch(options.target, environment, maxBytes);
  const labels =
    options.labels === undefined ? undefined : await readLabels(options.labels, environment, maxBytes === undefined ? {} : { maxBytes });
  const lengths = checkLengths(options.lengths, input);
  return inCommandLineWords(namesOf(input, target), () => {
    const made = makeLoss(preset, {
      input,
      blank: options.blank,
      lengths,
      ...(labels === undefined ? {} : { labels }),
      ...(target === undefined ? {} : { target }),
      ...(form === undefined ? {} : { form }),
      ...(options.cost === undefined ? {} : { cost: options.cost }),
    });
    const precision = options.precision ?? precisionOf(input, target);
    return { input, made, problem: normaliseProblem({ ...made.problem, ...overrides(preset, made.problem, options), precision }) };
  });
}

/** Temperature and weights in place of the preset's own. */
function overrides(
  preset: string,
  { minimum, stepWeights }: ProblemInput,
  { gamma, weights }: LossOptions,
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
