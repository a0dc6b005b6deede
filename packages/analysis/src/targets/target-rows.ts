import type { AlignmentProblem } from '@rubato/core';
import { isList, refuse } from '../check.ts';
import type { ElementWiseEquivalence } from './element-wise-equivalence.ts';
import { elementWiseEquivalence, uniformRests } from './element-wise-equivalence.ts';

/** Target rows that the caller gives: [M, D] for all items, or [B, M, D]. */
export interface TargetRowsInput {
  readonly data: ArrayLike<number>;
  readonly shape: readonly [number, number] | readonly [number, number, number];
}

export interface TargetOptions {
  /** What stands in the columns, [M, D] or [B, M, D]: needed where the cost does not hold it (`dense`, `banded`, `device`). */
  readonly targets?: TargetRowsInput;
}

/** The targets of a problem: column m of item b is `data` from `(b·M + m)·D` on. */
export interface TargetRows {
  readonly data: ArrayLike<number>;
  readonly dimension: number;
  readonly equivalence: ElementWiseEquivalence;
}

/** The targets: the caller's, the `y` of a features cost, or the classes of a gathered one as one-hot rows. */
export function targetRows(problem: AlignmentProblem, options: TargetOptions): TargetRows {
  const { cost } = problem;
  if (options.targets !== undefined) return given(problem, options.targets);
  switch (cost.kind) {
    case 'features': {
      const { dimension, localCost } = cost;
      const data = uniformRests(localCost) ? withUniformRests(cost.y, dimension) : cost.y;
      return { data, dimension, equivalence: elementWiseEquivalence(localCost) };
    }
    case 'gathered': {
      const { classes, index } = cost;
      const data = new Float64Array(index.length * classes);
      index.forEach((label, column) => {
        if (label >= 0 && label < classes) data[column * classes + label] = 1;
      });
      const reason = 'a gathered cost is linear in the indicator of its class';
      return { data, dimension: classes, equivalence: { kind: 'exact', reason } };
    }
    default:
      return refuse('options.targets', undefined, `the targets [M, D], which a ${cost.kind} cost does not hold`);
  }
}

function given(problem: AlignmentProblem, targets: TargetRowsInput): TargetRows {
  const { batch, columns } = problem;
  if (typeof targets !== 'object' || targets === null) refuse('options.targets', targets, 'an object with data and shape');
  const { data, shape } = targets;
  if (!isList(shape) || (shape.length !== 2 && shape.length !== 3)) refuse('options.targets.shape', shape, '[M, D] or [B, M, D]');
  const dimension = shape[shape.length - 1];
  const expected = shape.length === 2 ? [columns, dimension] : [batch, columns, dimension];
  if (!(Number.isInteger(dimension) && dimension > 0) || expected.some((side, axis) => side !== shape[axis])) {
    refuse('options.targets.shape', `[${shape.join(', ')}]`, `[${columns}, D] or [${batch}, ${columns}, D]`);
  }
  const size = expected.reduce((product, side) => product * side, 1);
  if (!isList(data) || data.length !== size) refuse('options.targets.data', data, `${size} numbers, the product of the shape`);
  const rows = shape.length === 3 ? data : repeat(data, batch);
  checkNumbers(problem, rows, dimension, shape.length === 3);
  const { cost } = problem;
  const reason = 'of costs that were handed over as numbers it is not known whether they are affine in y';
  if (cost.kind === 'features') return { data: rows, dimension, equivalence: elementWiseEquivalence(cost.localCost) };
  return { data: rows, dimension, equivalence: { kind: 'unknown', reason } };
}

/** Whatever stands behind an item's last column is not looked at. */
function checkNumbers(
  { batch, columns, columnLengths }: AlignmentProblem,
  rows: ArrayLike<number>,
  dimension: number,
  byItem: boolean,
): void {
  for (let b = 0; b < batch; b++) {
    for (let k = 0; k < columnLengths[b] * dimension; k++) {
      const value = rows[b * columns * dimension + k];
      if (Math.abs(value) <= 1e60) continue;
      const place = [Math.floor(k / dimension), k % dimension];
      refuse('options.targets.data', value, 'a finite number of at most 1e60', byItem ? [b, ...place] : place);
    }
  }
}

function repeat(data: ArrayLike<number>, count: number): ArrayLike<number> {
  if (count === 1) return data;
  const all = new Float64Array(data.length * count);
  for (let b = 0; b < count; b++) all.set(data, b * data.length);
  return all;
}

function withUniformRests(y: ArrayLike<number>, dimension: number): Float64Array {
  const data = Float64Array.from(y);
  for (let start = 0; start < data.length; start += dimension) {
    const row = data.subarray(start, start + dimension);
    if (row.every((value) => value === 0)) row.fill(1 / dimension);
  }
  return data;
}
