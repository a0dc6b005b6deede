import type { Step } from '@rubato/core';
import { dtw, softDtw, twoOneSoftDtw } from '@rubato/presets';
import { UsageError } from '../errors.ts';
import { toNumber } from './parse-number.ts';

/** Steps by name, in the order that decides between equally good ones. */
const NAMED: Readonly<Record<string, readonly Step[]>> = {
  dtw: dtw().steps,
  'soft-dtw': softDtw().steps,
  'two-one': twoOneSoftDtw().steps,
};

/** The names of step sets. */
export const stepNames: readonly string[] = Object.keys(NAMED);

/**
 * Steps `"1,0 0,1 1,1"`: pairs (rows, columns) apart by spaces, or the name of a set.
 *
 * @throws UsageError for what is neither; that each step advances and stands once is judged with the problem
 */
export function parseSteps(text: string): readonly Step[] {
  if (Object.hasOwn(NAMED, text.trim())) return NAMED[text.trim()];
  const pairs = text.split(/[\s;]+/).filter((pair) => pair !== '');
  const steps = pairs.map((pair): Step => {
    const [rows, columns, more] = pair.split(',').map(toNumber);
    if (more === undefined && Number.isSafeInteger(rows) && Number.isSafeInteger(columns)) return [rows, columns];
    const right = `give pairs "1,0 0,1 1,1" or one of ${stepNames.join(', ')}`;
    throw new UsageError(`--steps: '${pair}' is not a pair of whole numbers; ${right}`);
  });
  if (steps.length === 0) throw new UsageError(`--steps is empty; give pairs "1,0 0,1 1,1" or one of ${stepNames.join(', ')}`);
  return steps;
}

/**
 * Step weights `"1 1 2"`, one a step in their order; `inf` forbids a step.
 *
 * @throws UsageError for what is no number
 */
export function parseWeights(text: string): readonly number[] {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const weights = words.map(toNumber);
  const wrong = weights.findIndex((weight) => !(weight >= 0));
  if (wrong >= 0) throw new UsageError(`--weights: '${words[wrong]}' is not a weight; give numbers of at least 0, or inf to forbid a step`);
  if (weights.length === 0) throw new UsageError('--weights is empty; give one number a step, for example "1 1 2"');
  return weights;
}
