import { LARGEST_MAGNITUDE } from '@rubato/core';
import type { PiecewiseLinearWarp } from '@rubato/core/warp';
import { checkNumbers, isList, refuse } from '../check.ts';

/** How far a warp is from the truth. */
export interface WarpLoss {
  readonly value: number;
  /** ∂value/∂times of the warp: `[m]`, what `warpGradient` takes as its upstream. */
  readonly gradient: Float64Array;
}

/** Copies of a warp's knots, checked. */
export function checkWarp(argument: string, warp: PiecewiseLinearWarp): { positions: Float64Array; times: Float64Array } {
  if (typeof warp !== 'object' || warp === null) refuse(argument, warp, 'a warp { positions, times }');
  const { positions, times } = warp;
  if (!isList(positions) || positions.length < 2) refuse(`${argument}.positions`, positions, 'a list of at least 2 numbers');
  const range = { least: -LARGEST_MAGNITUDE, most: LARGEST_MAGNITUDE };
  const checked = checkNumbers(`${argument}.positions`, positions, positions.length, range);
  for (let k = 1; k < checked.length; k++) {
    if (!(checked[k] > checked[k - 1])) refuse(`${argument}.positions`, checked[k], `a number above ${checked[k - 1]}`, [k]);
  }
  return { positions: checked, times: checkNumbers(`${argument}.times`, times, checked.length, range) };
}
