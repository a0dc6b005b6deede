import type { AlignmentProblem, LatticeArray } from '@rubato/core';
import { visitItemRows } from '../targets/lattice-rows.ts';

/** How an item's frames are spread over its targets; columns of a blank are left out. */
export interface AlignmentCollapse {
  /** Entropy of the targets' shares of the frames over that of equal shares, `-Σ q_m ln q_m / ln M`: 1 for equal shares, 0 for one target. */
  readonly evenness: number;
  /** The share of the frames that the busiest tenth of the targets takes (at least one target). */
  readonly busiestShare: number;
  /** The share of the targets that get less than a quarter of an equal share of the frames. */
  readonly starvedTargets: number;
}

/** From the row-normalised soft alignment. */
export function collapseOf(problem: AlignmentProblem, b: number, weights: LatticeArray, isBlank: readonly boolean[]): AlignmentCollapse {
  const frames = columnFrames(problem, b, weights).filter((_, m) => !isBlank[m]);
  const whole = frames.reduce((sum, value) => sum + value, 0);
  if (whole === 0) return { evenness: 1, busiestShare: 0, starvedTargets: frames.length === 0 ? 0 : 1 };
  const shares = frames.map((value) => value / whole).toSorted((p, q) => q - p);
  const entropy = shares.reduce((sum, q) => (q > 0 ? sum - q * Math.log(q) : sum), 0);
  return {
    evenness: frames.length < 2 ? 1 : entropy / Math.log(frames.length),
    busiestShare: shares.slice(0, Math.ceil(frames.length / 10)).reduce((sum, q) => sum + q, 0),
    starvedTargets: frames.filter((value) => value < whole / frames.length / 4).length / frames.length,
  };
}

/** How many frames each column gets: column sums of weights whose rows sum to 1. */
export function columnFrames(problem: AlignmentProblem, b: number, weights: LatticeArray): number[] {
  const frames = new Array<number>(problem.columnLengths[b]).fill(0);
  visitItemRows(problem, weights, b, (_, _n, first, last, numbers, offset) => {
    for (let m = first; m <= last; m++) frames[m] += numbers[offset + m - first];
  });
  return frames;
}
