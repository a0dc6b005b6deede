import type { AlignmentProblem, AlignmentSolution, LatticeArray } from '@rubato/core';
import { tableIndex } from '@rubato/core';
import { visitItemRows } from '../targets/lattice-rows.ts';
import { normaliseRows } from '../targets/row-normalised-alignment.ts';
import { ofSolvedItems } from './solved-items.ts';

/** How much of an item's alignment is the main diagonal, and whether its steps make it cheap. */
export interface Diagonalisation {
  /** The share of the alignment in the cells through which the line from corner to corner goes. */
  readonly diagonalShare: number;
  /** Mean distance from that line, in columns. */
  readonly meanDistance: number;
  /** N / M. */
  readonly lengthRatio: number;
  /**
   * What the diagonal step saves against the two around the corner, `w_h + w_v - w_d`, of weights that differ from cell to cell by their
   * means; absent without these three steps, or where one is forbidden in some cell.
   */
  readonly cornerDiscount?: number;
}

/**
 * How near each item's alignment is to the main diagonal, and whether its step weights favour that: the numbers by which `diagnose` tells
 * diagonalisation.
 *
 * Shares and distances are means over the row-normalised soft alignment `Ẽ(n,m) = E(n,m)/Σ_m E(n,m)`.
 * Source: the failure is told in Müller & Zeitler, tutorial on differentiable alignment, ISMIR 2025, part 2, problem 2; the numbers are
 * Rubato's.
 *
 * @param problem of shape [B, N, M]
 * @param solution its solution with `softAlignment`
 * @returns one for each item, undefined for one without a path
 * @throws InvalidArgumentError where `softAlignment` is absent or holds NaN or negative numbers
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference } from '@rubato/core';
 * import { diagonalisation } from '@rubato/analysis';
 * const cost = { kind: 'dense', data: new Float64Array(9).fill(1), shape: [3, 3] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]], temperature: 0.01 });
 * const [item] = diagonalisation(problem, openReference().solveSync(problem, { softAlignment: true }));
 * item!.diagonalShare.toFixed(3); // → '1.000'
 * item!.cornerDiscount; // → 1
 * ```
 */
export function diagonalisation(problem: AlignmentProblem, solution: AlignmentSolution): (Diagonalisation | undefined)[] {
  const { weights } = normaliseRows(problem, solution, 'softAlignment');
  return ofSolvedItems(solution, (b) => diagonalisationOf(problem, b, weights));
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
  // 0.1 + 0.2 - 0.3 is no discount.
  return Math.abs(discount) <= 1e-12 * (Math.abs(horizontal) + Math.abs(vertical)) ? 0 : discount;
}

/** The mean weight of a step over the item's cells that it can enter; undefined without the step, and where it is forbidden in some cell. */
export function stepWeight(
  { steps, stepWeights, rowLengths, columnLengths }: AlignmentProblem,
  b: number,
  i: number,
  j: number,
): number | undefined {
  const s = steps.findIndex((step) => step[0] === i && step[1] === j);
  if (s === -1) return undefined;
  const [, tableRows, tableColumns] = stepWeights.shape;
  const [N, M] = [rowLengths[b], columnLengths[b]];
  let [sum, count, least, largest] = [0, 0, Infinity, -Infinity];
  // An axis of length 1 stands for all rows or columns.
  for (let n = tableRows === 1 ? N - 1 : i; n < N; n++) {
    for (let m = tableColumns === 1 ? M - 1 : j; m < M; m++) {
      const weight = stepWeights.data[tableIndex(stepWeights, b, n, m, s)];
      sum += weight;
      count++;
      least = Math.min(least, weight);
      largest = Math.max(largest, weight);
    }
  }
  if (count === 0 || !Number.isFinite(sum)) return undefined;
  return least === largest ? least : sum / count;
}
