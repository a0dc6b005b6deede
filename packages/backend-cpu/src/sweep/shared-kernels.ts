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
  const [first, second, third] = order;
  if (kernels === 'neighbours') forwardNeighbours(P, X, own, positions[second] + m, factors, exponents, offset, count);
  else if (kernels === 'rowAbove') forwardRowAbove(P, X, own, positions[first] + m, mask, m, factors, exponents, offset, count);
  else {
    const [a, b, c] = [first, second, third ?? second].map((s) => positions[s] + m);
    forwardAnySteps(P, X, own, a, b, c, mask, m, factors, exponents, offset, count);
  }
}

/**
 * E and R of `count` columns from m on.
 *
 * @param positions by step, where the successor of column 0 stands among the rows of R
 * @param columnsBack by step, how many columns that is further
 * @param own where column m stands among the rows of P, `here` among those of R, and `offset` its factor
 */
export function backwardShared(
  { kernels, order }: SharedSteps,
  { factors, exponents, mask }: CellFactors,
  positions: Float64Array,
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
  const [first, second, third] = order;
  if (kernels === 'neighbours') {
    backwardNeighbours(P, X, own, R, RX, here, positions[second] + m, factors, exponents, offset, count, scale, E);
  } else if (kernels === 'rowAbove') {
    const below = positions[first] + m;
    backwardRowAbove(P, X, own, R, RX, here, below, mask, m + 2, factors, exponents, offset, count, scale, E);
  } else {
    const [a, b, c] = [first, second, third ?? second].map((s) => positions[s] + m);
    const masked = third === undefined ? m : m + columnsBack[third];
    backwardAnySteps(P, X, own, R, RX, here, a, b, c, mask, masked, factors, exponents, offset, count, scale, E);
  }
}
