import { checkNumber, checkOptions, refuse } from '../check.ts';
import type { PiecewiseLinearWarp } from '@rubato/core/warp';

/** Within these every position is finite, and those of different frames differ. */
const LEAST_RATE = 1e-50;
const LARGEST_RATE = 1e50;

export interface PathToWarpOptions {
  /** Frames per second of the rows, from 10⁻⁵⁰ to 10⁵⁰. Default 1: positions are row numbers. */
  readonly rowRate?: number;
  /** Frames per second of the columns, likewise. Default 1: times are column numbers. */
  readonly columnRate?: number;
  /** The axis that the warp takes positions on. Default `rows`. */
  readonly from?: 'rows' | 'columns';
}

/**
 * The time map of a warping path: frame n stands at n/rate seconds, and where a path stays in a row (or column, where it is mapped from)
 * the middle of what it passes there is that frame's partner.
 *
 * One knot for each row visited: `(n/rowRate, (first + last)/2/columnRate)` over the columns that the path visits in row n. The maps of both
 * axes are not each other's inverse where the path stays.
 *
 * @param path (row, column) pairs that never go back, as solvers give them
 * @throws InvalidArgumentError for a path that goes back or stays within one frame, or a rate out of range
 *
 * @example
 * ```ts
 * import { pathToWarp } from '@rubato/decoders';
 * const path = Int32Array.of(0, 0, 1, 1, 1, 2, 2, 3);
 * pathToWarp(path, { rowRate: 2, columnRate: 10 }); // → { positions: [0, 0.5, 1], times: [0, 0.15, 0.3] }
 * pathToWarp(path, { from: 'columns' }); // → { positions: [0, 1, 2, 3], times: [0, 1, 1, 2] }
 * ```
 */
export function pathToWarp(path: Int32Array, options: PathToWarpOptions = {}): PiecewiseLinearWarp {
  checkOptions(options, ['rowRate', 'columnRate', 'from']);
  const { rowRate = 1, columnRate = 1, from = 'rows' } = options;
  checkNumber('options.rowRate', rowRate, LEAST_RATE, LARGEST_RATE);
  checkNumber('options.columnRate', columnRate, LEAST_RATE, LARGEST_RATE);
  if (from !== 'rows' && from !== 'columns') refuse('options.from', from, "'rows' or 'columns'");
  checkPath(path);
  const [axis, positionRate, timeRate] = from === 'rows' ? [0, rowRate, columnRate] : [1, columnRate, rowRate];
  const positions: number[] = [];
  const times: number[] = [];
  for (let i = 0; i < path.length;) {
    const start = i;
    while (i < path.length && path[i + axis] === path[start + axis]) i += 2;
    positions.push(path[start + axis] / positionRate);
    times.push((path[start + 1 - axis] + path[i - 1 - axis]) / 2 / timeRate);
  }
  if (positions.length < 2) refuse('path', path, `a path through at least 2 ${from}`);
  return { positions, times };
}

function checkPath(path: Int32Array): void {
  if (!(path instanceof Int32Array) || path.length === 0 || path.length % 2 !== 0) {
    refuse('path', path, 'an Int32Array of (row, column) pairs');
  }
  for (let i = 0; i < path.length; i++) {
    const least = i < 2 ? 0 : path[i - 2];
    if (path[i] < least) refuse('path', path[i], `a number of at least ${least}: a path never goes back`, [i]);
  }
}
