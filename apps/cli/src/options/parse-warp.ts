import type { LambdaRule, NamedFunction, WarpBandInput } from '@rubato/gdtw';
import { LARGEST_MAGNITUDE } from '@rubato/core';
import { UsageError } from '../errors.ts';
import { toNumber } from './parse-number.ts';

/** A weight, or how it is to be chosen. */
export type LambdaOption = number | LambdaRule;

/** The most knots of a warp, as `createWarpProblem` has it. */
export const MOST_KNOTS = 1_000_000;

/** `--lambda`: a number from 0 to 1e140, `cv` or `cv:least`, or `cv:one-standard-error`. */
export function parseLambda(text: string): LambdaOption {
  if (text === 'cv' || text === 'cv:least') return 'least';
  if (text === 'cv:one-standard-error') return 'one-standard-error';
  const value = toNumber(text.trim());
  if (value >= 0 && value <= LARGEST_MAGNITUDE) return value;
  throw new UsageError(`--lambda is '${text}'; give a number from 0 to ${LARGEST_MAGNITUDE}, cv, or cv:one-standard-error`);
}

/** Slopes: the least and the greatest, in time of A per time of B. */
export interface SlopeBounds {
  readonly lower: number;
  readonly upper: number;
}

/** `--slopes`: two numbers, `0.25,4`; the second may be `inf`. */
export function parseSlopes(text: string): SlopeBounds {
  const [lower, upper, more] = text.split(',').map((word) => toNumber(word.trim()));
  if (more === undefined && lower >= 0 && lower < Infinity && upper >= lower) return { lower, upper };
  throw new UsageError(`--slopes is '${text}'; give the least and the greatest slope, for example 0.25,4`);
}

/** `--band`: `sakoe-chiba:RADIUS`, in time of A. */
export function parseWarpBand(text: string): WarpBandInput {
  const [name, value = '', more] = text.split(':');
  const radius = toNumber(value.trim());
  if (more === undefined && name === 'sakoe-chiba' && radius >= 0) return { kind: 'sakoe-chiba', radius };
  throw new UsageError(`--band is '${text}'; give sakoe-chiba:RADIUS, in units of A's time and at least 0`);
}

/** `--knots`: `observations`, or a number from 2 to a million. */
export function parseKnots(text: string): 'observations' | number {
  if (text === 'observations') return text;
  const value = toNumber(text.trim());
  if (Number.isSafeInteger(value) && value >= 2 && value <= MOST_KNOTS) return value;
  throw new UsageError(`--knots is '${text}'; give observations, or a whole number from 2 to ${MOST_KNOTS}`);
}

/** A parser of `name` or `name:parameter`; names are judged with the problem. */
export function namedFunction(option: string): (text: string) => NamedFunction {
  return (text) => {
    const [name, value, more] = text.split(':');
    if (value === undefined) return { name };
    const parameter = toNumber(value.trim());
    if (more === undefined && Number.isFinite(parameter)) return { name, parameter };
    throw new UsageError(`${option} is '${text}'; give a name, or name:parameter, for example huber:0.5`);
  };
}
