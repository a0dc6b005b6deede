import type { BandInput, Parameterization, Step } from '@rubato/core';
import * as presets from '@rubato/presets';
import { checkOptions, inWords, refuse } from './check.ts';
import type { DtwOptions } from './dtw.ts';
import { dtwOptionNames, dtwParameterization } from './dtw.ts';
import { pairProblem } from './pair.ts';
import type { ReadSequence } from './sequence.ts';
import { softDtwOptionNames } from './soft-dtw.ts';
import { solveSync } from './solver.ts';

/** How far apart two sequences are: the options of `dtw` or of `softDtw`, and which of the two. */
export interface DistanceOptions extends DtwOptions {
  /** The cost of the best path, or the soft minimum over all. Default `dtw`. */
  readonly metric?: 'dtw' | 'softDtw';
  /** γ > 0 of soft-DTW. Default 1. */
  readonly temperature?: number;
}

/** A measure of two sequences. */
export interface Distance {
  between(a: ReadSequence, b: ReadSequence): number;
  /** Whether exchanging these two cannot change the distance. */
  isSymmetric(a: ReadSequence, b: ReadSequence): boolean;
}

/** Local costs with c(x, y) = c(y, x). Others are computed both ways. */
const SYMMETRIC_COSTS: ReadonlySet<unknown> = new Set([
  'absolute',
  'cosine',
  'euclidean',
  'halfSquaredEuclidean',
  'huber',
  'innerProduct',
  'squaredEuclidean',
]);

/** Checks the options once for all pairs. */
export function createDistance(options: DistanceOptions): Distance {
  checkOptions(options, [...new Set(['metric', ...dtwOptionNames, ...softDtwOptionNames])]);
  const { metric = 'dtw', ...others } = options;
  const { temperature = 1, cost = 'squaredEuclidean' } = options;
  if (metric !== 'dtw' && metric !== 'softDtw') refuse('metric', inWords(metric), 'dtw or softDtw');
  const isSoft = metric === 'softDtw';
  checkOptions(others, isSoft ? softDtwOptionNames : dtwOptionNames);
  const parameterization = isSoft ? presets.softDtw({ temperature }) : dtwParameterization(options);
  const mirrored = SYMMETRIC_COSTS.has(typeof cost === 'string' ? cost : cost?.name) && isMirrored(parameterization);
  return {
    between: (a, b) => solveSync(pairProblem(a, b, parameterization, options), {}).values[0],
    isSymmetric: (a, b) => mirrored && isMirroredBand(options.band, a.length === b.length),
  };
}

/** Whether every step has its mirror image with the same weight and penalty, and paths run from corner to corner. */
function isMirrored({ steps, stepWeights, stepPenalties, start, end }: Parameterization): boolean {
  const position = ([i, j]: Step): number => steps.findIndex((step) => step[0] === j && step[1] === i);
  const alike = (table: unknown): boolean => {
    if (Array.isArray(table)) return steps.every((step, s) => table[s] === table[position(step)]);
    return table === undefined || typeof table === 'number';
  };
  const fromCornerToCorner = start === undefined && end === undefined;
  return fromCornerToCorner && steps.every((step) => position(step) >= 0) && alike(stepWeights) && alike(stepPenalties);
}

/** A Sakoe–Chiba band measures its radius along b, so that it is its own mirror image for equal lengths only. */
function isMirroredBand(band: BandInput | undefined, equalLengths: boolean): boolean {
  return band === undefined || (band.kind === 'sakoeChiba' && equalLengths);
}
