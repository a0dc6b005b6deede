import type { FeaturesCost } from '@rubato/core';
import { isList, refuse } from '../check.ts';

/** Features of a recording or a score, one row per frame. */
export interface FeatureSequence {
  readonly data: FeaturesCost['x'];
  readonly shape: readonly [frames: number, dimension: number];
}

/** Refuses what has not the form of a feature sequence; its numbers are the local cost's to judge (`checkNumbers`). */
export function checkFeatureSequence(argument: string, sequence: FeatureSequence, index?: readonly number[]): void {
  if (typeof sequence !== 'object' || sequence === null) refuse(argument, sequence, 'features { data, shape }', index);
  const { data, shape } = sequence;
  if (!isList(shape) || shape.length !== 2) refuse(`${argument}.shape`, shape, '[frames, dimension]', index);
  for (const side of shape)
    if (!(Number.isInteger(side) && side >= 1)) refuse(`${argument}.shape`, side, 'whole numbers of at least 1', index);
  if (!(data instanceof Float32Array || data instanceof Float64Array) || data.length !== shape[0] * shape[1]) {
    refuse(`${argument}.data`, data, `a Float32Array or Float64Array of ${shape[0] * shape[1]} numbers`, index);
  }
}

/** The cost of every pair of frames, computed when it is asked for: rows are frames of x, columns frames of y. */
export function featuresCost(x: FeatureSequence, y: FeatureSequence, localCost: FeaturesCost['localCost']): FeaturesCost {
  const shape = [1, x.shape[0], y.shape[0]] as const;
  return { kind: 'features', x: x.data, y: y.data, shape, dimension: x.shape[1], localCost };
}
