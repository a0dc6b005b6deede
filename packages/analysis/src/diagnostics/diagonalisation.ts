import type { AlignmentProblem, LatticeArray } from '@rubato/core';
import { tableIndex } from '@rubato/core';
import { visitItemRows } from '../targets/lattice-rows.ts';

/** How much of an item's alignment is the main diagonal, and whether its steps make it cheap. */
export interface Diagonalisation {
  /** The share of the alignment in the cells through which the line from corner to corner goes. */
  readonly diagonalShare: number;
  /** Mean distance from that line, in columns. */
  readonly meanDistance: number;
  /** N / M. */
  readonly lengthRatio: number;
  /** What the diagonal step saves against the two around the corner, `w_h + w_v - w_d`; absent where steps or weights are not of that kind. */
  readonly cornerDiscount?: number;
}

/** From the row-normalised soft alignment. */
export function diagonalisationOf(problem: AlignmentProblem, b: number, weights: LatticeArray): Diagonalisation {
  const [N, M] = [problem.rowLengths[b], problem.columnLengths[b]];
  const slope = N > 1 ? (M - 1) / (N - 1) : 0;
  // Half a cell to either side, or half of what the line climbs within a row; whole halves count.
  const radius = Math.max(1, slope) / 2 + 1e-9;
  let whole = 0;
  let near = 0;
  let distance = 0;
  visitItemRows(problem, weights, b, (_, n, first, last, numbers, offset) => {
    for (let m = first; m <= last; m++) {
      const weight = numbers[offset + m - first];
      const away = Math.abs(m - n * slope);
      whole += weight;
      distance += weight * away;
      if (away <= radius) near += weight;
    }
  });
  const discount = cornerDiscount(problem, b);
  return {
    diagonalShare: whole === 0 ? 0 : near / whole,
    meanDistance: whole === 0 ? 0 : distance / whole,
    lengthRatio: N / M,
    ...(discount === undefined ? {} : { cornerDiscount: discount }),
  };
}

function cornerDiscount(problem: AlignmentProblem, b: number): number | undefined {
  const weights = [
    [1, 0],
    [0, 1],
    [1, 1],
  ].map(([i, j]) => stepWeight(problem, b, i, j));
  const [horizontal, vertical, diagonal] = weights;
  if (horizontal === undefined || vertical === undefined || diagonal === undefined) return undefined;
  const discount = horizontal + vertical - diagonal;
  return Number.isFinite(discount) ? discount : undefined;
}

/** The weight of a step, where there is the step and its weight is one for all cells. */
export function stepWeight({ steps, stepWeights }: AlignmentProblem, b: number, i: number, j: number): number | undefined {
  const s = steps.findIndex((step) => step[0] === i && step[1] === j);
  if (s === -1 || stepWeights.shape[1] > 1 || stepWeights.shape[2] > 1) return undefined;
  return stepWeights.data[tableIndex(stepWeights, b, 0, 0, s)];
}
