import { backwardAnySteps, forwardAnySteps } from '../kernels/shared-factor/any-steps.ts';
import { backwardNeighbours, forwardNeighbours } from '../kernels/shared-factor/neighbours.ts';
import { backwardRowAbove, forwardRowAbove } from '../kernels/shared-factor/row-above.ts';
import type { SharedSteps } from '../shared-steps.ts';
import type { CellFactors } from './cell-factors.ts';

/** Extended numbers by position. */
interface Rows {
  readonly data: Float64Array;
  readonly exponents: Int32Array;
}

/**
 * P of `count` columns from m on.
 *
 * @param positions by step, where the predecessor of column 0 stands
 * @param own where column m stands, and `offset` its factor
 */
export function forwardShared(
  { kernels, order }: SharedSteps,
  { factors, exponents, mask }: CellFactors,
  positions: Float64Array,
  { data: P, exponents: X }: Rows,
  own: number,
  m: number,
  offset: number,
  count: number,
): void {
  const [first, second, third = second] = order;
  if (kernels === 'neighbours') forwardNeighbours(P, X, own, positions[second] + m, factors, exponents, offset, count);
  else if (kernels === 'rowAbove') forwardRowAbove(P, X, own, positions[first] + m, mask, m, factors, exponents, offset, count);
  else {
    const [a, b, c] = [positions[first] + m, positions[second] + m, positions[third] + m];
    forwardAnySteps(P, X, own, a, b, c, mask, m, factors, exponents, offset, count);
  }
}

/**
 * E and R of `count` columns from m on, none of them a start cell.
 *
 * @param predecessors by step, where the predecessor of column 0 stands among the rows of P
 * @param successors by step, where its successor stands among the rows of R
 * @param columnsBack by step, how many columns each of them is away
 * @param own where column m stands among the rows of P, `here` among those of R, and `offset` its factor and E
 */
export function backwardShared(
  { kernels, order }: SharedSteps,
  { factors, exponents, mask }: CellFactors,
  predecessors: Float64Array,
  successors: Float64Array,
  columnsBack: Int32Array,
  { data: P, exponents: X }: Rows,
  own: number,
  { data: R, exponents: RX }: Rows,
  here: number,
  m: number,
  offset: number,
  count: number,
  scale: number,
  E: Float64Array,
): void {
  const [first, second, third = second] = order;
  if (kernels === 'neighbours') {
    backwardNeighbours(P, X, own, predecessors[second] + m, R, RX, here, successors[second] + m, offset, count, scale, E);
  } else if (kernels === 'rowAbove') {
    const below = successors[first] + m;
    backwardRowAbove(P, X, own, R, RX, here, below, mask, m + 2, factors, exponents, offset, count, scale, E);
  } else {
    const [a, b, c] = [successors[first] + m, successors[second] + m, successors[third] + m];
    const masked = m + columnsBack[third];
    backwardAnySteps(P, X, own, R, RX, here, a, b, c, mask, masked, factors, exponents, offset, count, scale, E);
  }
}
