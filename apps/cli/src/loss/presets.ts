import type { AlignmentSolution, Parameterization, ProblemInput } from '@rubato/core';
import type { FloatArray, LocalCostSpecification } from '@rubato/costs';
import {
  ctc,
  dtw,
  extendMultiLabels,
  multiLabelCtc,
  oneHotTargets,
  softDtw,
  table1,
  type Table1Id,
  table1Ids,
  type Table1Reading,
  table1Rests,
  twoOneSoftDtw,
} from '@rubato/presets';
import { UsageError } from '../errors.ts';
import { checkCost } from '../options/parse-cost.ts';
import { type Batch, rowsOf } from './batch.ts';
import { classCosts, type ClassForm } from './class-costs.ts';

/** What a loss is made of, beside the preset. */
export interface LossParts {
  readonly input: Batch;
  readonly labels?: readonly (readonly number[])[];
  readonly target?: Batch;
  readonly form?: ClassForm;
  readonly cost?: LocalCostSpecification;
  readonly blank: number;
  /** The frames of each item. */
  readonly lengths: ArrayLike<number>;
}

/** A loss as a problem, and how its solution gives the gradient by the input. */
export interface Loss {
  readonly problem: ProblemInput;
  gradient(solution: AlignmentSolution): FloatArray;
}

/** The names of the presets, for help and messages. */
export const presetNames: readonly string[] = ['ctc', 'multi-label-ctc', 'soft-dtw', 'two-one', 'dtw', 'table1:ID'];

/**
 * The loss of a preset by name: `ctc`, `multi-label-ctc`, `soft-dtw`, `two-one`, `dtw`, or `table1:ID` with `:paper` or
 * `:published-code` (default) behind it.
 *
 * @throws UsageError for an unknown name, or where the preset needs something that is not there
 */
export function makeLoss(preset: string, parts: LossParts): Loss {
  if (parts.labels !== undefined && parts.target !== undefined) {
    throw new UsageError('give --labels (class numbers) or --target (a file of features or label rows), not both');
  }
  switch (preset) {
    case 'ctc':
      return gathered(preset, ctc(labelsOf(preset, parts), { blank: parts.blank }), parts);
    case 'multi-label-ctc':
      return multiLabel(preset, multiLabelCtc(rowsOf(targetOf(preset, parts))), parts);
    case 'soft-dtw':
      return features(preset, softDtw(), parts);
    case 'two-one':
      return features(preset, twoOneSoftDtw(), parts);
    case 'dtw':
      return features(preset, dtw(), parts);
    default:
      return ofTable1(preset, parts);
  }
}

function ofTable1(preset: string, parts: LossParts): Loss {
  const [family, name, reading = 'published-code', more] = preset.split(':');
  if (family !== 'table1' || name === undefined || more !== undefined) {
    throw new UsageError(
      `--preset: there is no preset '${preset}'; there are ${presetNames.join(', ')} with ID one of ${table1Ids.join(', ')}`,
    );
  }
  const id = table1Ids.find((known) => known === name);
  if (id === undefined) throw new UsageError(`--preset ${preset}: '${name}' is none of ${table1Ids.join(', ')}`);
  if (reading !== 'paper' && reading !== 'published-code') {
    throw new UsageError(`--preset ${preset}: the reading is '${reading}'; give paper or published-code`);
  }
  if (parts.labels === undefined && parts.target === undefined)
    throw new UsageError(`--preset ${preset} needs --labels, or --target with label rows`);
  if (!id.startsWith('SDTW')) {
    if (parts.labels === undefined) return multiLabel(preset, table1(id, reading, rowsOf(targetOf(preset, parts))), parts);
    return gathered(preset, table1(id, reading, labelsOf(preset, parts), { blank: parts.blank }), parts);
  }
  return ofSdtw(preset, id, reading, parts);
}

/** Label rows or class numbers in the columns; rests are all-zero rows, label -1. */
function ofSdtw(preset: string, id: Table1Id, reading: Table1Reading, parts: LossParts): Loss {
  const form = formOf(preset, parts);
  const likelihood = { name: 'negativeLogLikelihood', parameters: { input: form, rests: table1Rests(reading) } };
  if (parts.labels === undefined) {
    const cost = parts.cost ?? likelihood;
    const localCost = cost.parameters === undefined ? { ...cost, parameters: { input: form } } : cost;
    const target = targetOf(preset, parts);
    return withFeatures(table1(id, reading, rowsOf(target)), parts, target, localCost);
  }
  if (parts.cost !== undefined) throw new UsageError(`--preset ${preset} with --labels has its own cost; leave out --cost`);
  const labels = labelsOf(preset, parts);
  const { data, shape } = oneHotTargets(labels, parts.input.dimension);
  const target = { batch: shape[0], length: shape[1], dimension: shape[2], data };
  return withFeatures(table1(id, reading, labels), parts, target, likelihood);
}

/** Costs by class, as CTC has them: posteriors are never expanded to columns. */
function gathered(preset: string, parameterization: Parameterization, parts: LossParts): Loss {
  const { input, lengths } = parts;
  if (parts.cost !== undefined) throw new UsageError(`--preset ${preset} has its own cost; leave out --cost`);
  if (parts.blank >= input.dimension) {
    throw new UsageError(`--blank is ${parts.blank}; ${input.name} has the classes 0 to ${input.dimension - 1}`);
  }
  const { values, pullback } = classCosts(input, formOf(preset, parts), lengths);
  const index = parameterization.columnClasses!;
  const shape = [input.batch, input.length, index.length / input.batch] as const;
  const cost = { kind: 'gathered', values, shape, classes: input.dimension, index } as const;
  return {
    problem: { ...parameterization, cost, rowLengths: lengths },
    gradient: ({ inputGradient }) => pullback((inputGradient as { readonly values: FloatArray }).values),
  };
}

function multiLabel(preset: string, parameterization: Parameterization, parts: LossParts): Loss {
  if (parts.cost !== undefined) throw new UsageError(`--preset ${preset} has its own cost; leave out --cost`);
  const form = formOf(preset, parts);
  const { blank } = parts;
  const { data, shape } = extendMultiLabels(rowsOf(targetOf(preset, parts)), { blank });
  const target = { batch: shape[0], length: shape[1], dimension: shape[2], data };
  return withFeatures(parameterization, parts, target, { name: 'multiLabelCtc', parameters: { blank, input: form } });
}

/** DTW and its kin: two sequences of features and a local cost. */
function features(preset: string, parameterization: Parameterization, parts: LossParts): Loss {
  if (parts.labels !== undefined) throw new UsageError(`--preset ${preset} has no labels; give the other sequence as --target FILE`);
  if (parts.form !== undefined) {
    throw new UsageError(
      `--preset ${preset} takes features; say what they are with --cost, for example --cost negativeLogLikelihood:input=logits`,
    );
  }
  return withFeatures(parameterization, parts, targetOf(preset, parts), parts.cost ?? { name: 'squaredEuclidean' });
}

function withFeatures(
  parameterization: Parameterization,
  { input, lengths }: LossParts,
  target: Omit<Batch, 'name' | 'shape'>,
  localCost: LocalCostSpecification,
): Loss {
  const { batch, dimension } = input;
  if (target.dimension !== dimension || target.batch !== batch) {
    const told = ({ batch: items, dimension: width }: typeof target): string => `${items} × frames of ${width}`;
    throw new UsageError(
      `${input.name} has ${told(input)} numbers, the target ${told(target)}; items and numbers a frame must be the same`,
    );
  }
  checkCost(localCost, dimension);
  const shape = [batch, input.length, target.length] as const;
  const cost = { kind: 'features', x: input.data, y: target.data, shape, dimension, localCost } as const;
  return {
    problem: { ...parameterization, cost, rowLengths: lengths },
    gradient: ({ inputGradient }) => (inputGradient as { readonly x: FloatArray }).x,
  };
}

function formOf(preset: string, { form }: LossParts): ClassForm {
  if (form !== undefined) return form;
  throw new UsageError(`--preset ${preset} must know what the file holds: give --probabilities, --log-probabilities or --logits`);
}

function targetOf(preset: string, { target }: LossParts): Batch {
  if (target !== undefined) return target;
  throw new UsageError(`--preset ${preset} needs --target FILE`);
}

/** Class numbers, one list an item, all of them classes of the input. */
function labelsOf(preset: string, { labels, input }: LossParts): readonly (readonly number[])[] {
  if (labels === undefined) throw new UsageError(`--preset ${preset} needs --labels, for example --labels "3 1 4"`);
  if (labels.length !== input.batch) {
    throw new UsageError(`--labels has ${labels.length} items, ${input.name} has ${input.batch}; items stand apart by semicolons or lines`);
  }
  for (const [b, sequence] of labels.entries()) {
    const wrong = sequence.findIndex((label) => label >= input.dimension);
    if (wrong < 0) continue;
    const place = labels.length === 1 ? `label ${wrong}` : `item ${b}, label ${wrong}`;
    throw new UsageError(`--labels: ${place} (from 0) is ${sequence[wrong]}; ${input.name} has the classes 0 to ${input.dimension - 1}`);
  }
  return labels;
}
