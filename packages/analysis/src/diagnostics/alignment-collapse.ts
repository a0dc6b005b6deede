import type { AlignmentProblem, AlignmentSolution, LatticeArray } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
import { checkOptions } from '../check.ts';
import { visitItemRows } from '../targets/lattice-rows.ts';
import { normaliseRows } from '../targets/row-normalised-alignment.ts';
import type { BlankOptions } from './blank-columns.ts';
import { blankColumns, knownTargets } from './blank-columns.ts';
import type { CostFigures, ReadableCosts } from './cost-figures.ts';
import { costFiguresOf, readableCosts } from './cost-figures.ts';
import { ofSolvedItems } from './solved-items.ts';

/** How an item's frames are spread over its targets; columns of a blank are left out. */
export interface AlignmentCollapse {
  /** Entropy of the targets' shares of the frames over that of equal shares, `-Σ q_m ln q_m / ln M`: 1 for equal shares, 0 for one target. */
  readonly evenness: number;
  /** The share of the frames that the busiest tenth of the targets takes (at least one target). */
  readonly busiestShare: number;
  /** The share of the targets that get less than a quarter of an equal share of the frames. */
  readonly starvedTargets: number;
  /**
   * What the costs say of the busiest tenth: its mean cost in the frames of the others, less that in its own, over the mean cost of the item
   * less its least. About 1 and above for a long note that is truly there, 0 for a target that costs the same in every frame. Absent of
   * `device` costs, which cannot be read.
   */
  readonly contrast?: number;
}

export interface AlignmentCollapseOptions extends BlankOptions {
  /** Local costs beside the built-in ones, by name. */
  readonly costs?: Readonly<Record<string, LocalCost>>;
}

/**
 * How the frames of each item are spread over its targets, and whether its costs ask for that: the numbers by which `diagnose` tells
 * alignment collapse.
 *
 * `q_m = Σ_n Ẽ(n,m) / Σ_n Σ_m Ẽ(n,m)` is the share of target m, from the row-normalised soft alignment Ẽ.
 * Source: the failure is told in Müller & Zeitler, tutorial on differentiable alignment, ISMIR 2025, part 2, problem 1; the numbers are
 * Rubato's.
 *
 * @param problem of shape [B, N, M]
 * @param solution its solution with `softAlignment`
 * @param options blank, and the targets where the cost does not hold them; local costs of one's own
 * @returns one for each item, undefined for one without a path
 * @throws InvalidArgumentError where `softAlignment` is absent or holds NaN or negative numbers, and for wrong options
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference } from '@rubato/core';
 * import { alignmentCollapse } from '@rubato/analysis';
 * // Two targets, of which the second is held: its frames are cheap, and dear in the frame of the other.
 * const cost = { kind: 'dense', data: Float64Array.of(0, 8, 8, 0, 8, 0, 8, 0), shape: [4, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]], temperature: 0.1 });
 * const [collapse] = alignmentCollapse(problem, openReference().solveSync(problem, { softAlignment: true }));
 * collapse!.busiestShare.toFixed(2); // → '0.75'
 * collapse!.contrast!.toFixed(1); // → '2.0'
 * ```
 */
export function alignmentCollapse(
  problem: AlignmentProblem,
  solution: AlignmentSolution,
  options: AlignmentCollapseOptions = {},
): (AlignmentCollapse | undefined)[] {
  checkOptions(options, ['targets', 'blank', 'costs']);
  const { weights } = normaliseRows(problem, solution, 'softAlignment');
  const known = knownTargets(problem, options);
  const costs = readableCosts(problem, options.costs);
  return ofSolvedItems(solution, (b) => collapseOf(problem, b, weights, blankColumns(problem, b, known), costs).collapse);
}

/** From the row-normalised soft alignment, and what the costs say on the way. */
export function collapseOf(
  problem: AlignmentProblem,
  b: number,
  weights: LatticeArray,
  isBlank: readonly boolean[],
  costs: ReadableCosts | undefined,
): { readonly collapse: AlignmentCollapse; readonly figures: CostFigures } {
  const frames = columnFrames(problem, b, weights);
  const busyFirst = Array.from(frames.keys())
    .filter((m) => !isBlank[m])
    .toSorted((p, q) => frames[q] - frames[p]);
  const busiest = busyFirst.slice(0, Math.ceil(busyFirst.length / 10));
  const whole = busyFirst.reduce((sum, m) => sum + frames[m], 0);
  const figures = costs === undefined ? {} : costFiguresOf(problem, b, weights, busiest, costs);
  const contrast = figures.contrast === undefined ? {} : { contrast: figures.contrast };
  if (whole === 0)
    return { figures, collapse: { evenness: 1, busiestShare: 0, starvedTargets: busyFirst.length === 0 ? 0 : 1, ...contrast } };
  const shares = busyFirst.map((m) => frames[m] / whole);
  const entropy = shares.reduce((sum, q) => (q > 0 ? sum - q * Math.log(q) : sum), 0);
  const collapse = {
    evenness: shares.length < 2 ? 1 : entropy / Math.log(shares.length),
    busiestShare: shares.slice(0, busiest.length).reduce((sum, q) => sum + q, 0),
    starvedTargets: shares.filter((q) => q < 1 / shares.length / 4).length / shares.length,
    ...contrast,
  };
  return { figures, collapse };
}

/** How many frames each column gets: column sums of weights whose rows sum to 1. */
export function columnFrames(problem: AlignmentProblem, b: number, weights: LatticeArray): number[] {
  const frames = new Array<number>(problem.columnLengths[b]).fill(0);
  visitItemRows(problem, weights, b, (_, _n, first, last, numbers, offset) => {
    for (let m = first; m <= last; m++) frames[m] += numbers[offset + m - first];
  });
  return frames;
}
