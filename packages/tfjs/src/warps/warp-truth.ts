import type { PiecewiseLinearWarp } from '@rubato/gdtw';
import { isList, isTensor, refuse } from '../check.ts';
import type { BatchName } from './item-errors.ts';
import type { ItemNumbersInput } from './item-numbers.ts';
import { readItemNumbers } from './item-numbers.ts';

/**
 * True warps: times at the positions of the predicted ones, [K] or [B, K], as lists or as a tensor [B, K]; or a warp of its own for each item,
 * `{ positions, times }`, with whatever knots.
 */
export type WarpTruth = ItemNumbersInput | readonly PiecewiseLinearWarp[];

/** The true warp of each item, and what its numbers are called in errors. */
export interface ReadTruth {
  of(item: number, positions: Float64Array): PiecewiseLinearWarp;
  names(item: number): Readonly<Record<string, BatchName>>;
}

/** Reads true warps; their numbers are for the loss to check. */
export function readWarpTruth(truth: unknown, batch: number, width: number, counts: Int32Array): ReadTruth {
  if (isTensor(truth) && (truth.shape.length !== 2 || truth.shape[0] !== batch || truth.shape[1] !== width)) {
    refuse('truth', truth, `a float32 tensor [${batch}, ${width}], as the warps are`);
  }
  const first: unknown = isList(truth) ? truth[0] : undefined;
  if (typeof first === 'object' && first !== null && 'positions' in first) {
    const list = truth as readonly PiecewiseLinearWarp[];
    if (list.length !== batch) refuse('truth', truth, `${batch} warps, one per item`);
    const tell =
      (item: number, part: string): BatchName =>
      (index) => ({ argument: `truth[${item}]${part}`, index });
    return {
      of: (item) => list[item],
      names: (item) => ({
        truth: tell(item, ''),
        'truth.positions': tell(item, '.positions'),
        'truth.times': tell(item, '.times'),
      }),
    };
  }
  const numbers = readItemNumbers('truth', truth, { batch, width, counts });
  return {
    of: (item, positions) => ({ positions, times: numbers.of(item) }),
    names: (item) => ({ 'truth.times': (index) => ({ argument: 'truth', index: numbers.place(item, index?.[0] ?? 0) }) }),
  };
}
