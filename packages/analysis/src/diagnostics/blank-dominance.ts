import type { AlignmentProblem, AlignmentSolution, LatticeArray } from '@rubato/core';
import { checkOptions, refuse } from '../check.ts';
import { visitItemRows } from '../targets/lattice-rows.ts';
import { normaliseRows } from '../targets/row-normalised-alignment.ts';
import { columnFrames } from './alignment-collapse.ts';
import type { BlankOptions } from './blank-columns.ts';
import { blankColumns, knownTargets } from './blank-columns.ts';
import { ofSolvedItems } from './solved-items.ts';

/** How much of an item is blank, and how spiky its labels are. */
export interface BlankDominance {
  /** The share of the frames that the alignment gives to blanks, `Σ_n Σ_{m blank} E(n,m) / N`. */
  readonly alignedShare: number;
  /** The mean probability of the blank over the frames; absent where the cost's numbers are no negative log-probabilities. */
  readonly meanProbability?: number;
  /** The share of the frames in which the blank is the most probable class; absent where the costs are not by class. */
  readonly likeliestShare?: number;
  /** Frames that the alignment gives to a label, on average. */
  readonly framesPerLabel: number;
  /**
   * Peakiness: the mean over labels of `max_n E(n,m) / Σ_n E(n,m)`, the share of a label's frames that its strongest frame has. 1 for a spike
   * of one frame, 1/k for k frames alike.
   */
  readonly peakiness: number;
}

/**
 * How much of each item the blank takes, and how spiky its labels are: the numbers by which `diagnose` tells blank dominance.
 *
 * Frames are counted by the row-normalised soft alignment `Ẽ(n,m) = E(n,m)/Σ_m E(n,m)`.
 * Source: the failure is told in Müller & Zeitler, tutorial on differentiable alignment, ISMIR 2025, part 2 (dominance of the blank symbol
 * in CTC); the numbers are Rubato's.
 *
 * @param problem of shape [B, N, M], for example of `ctc`
 * @param solution its solution with `softAlignment`
 * @param options the class of the blank, which only a `multiLabelCtc` cost tells by itself; targets, where the cost does not hold them
 * @returns one for each item, undefined for one without a path
 * @throws InvalidArgumentError where `softAlignment` is absent or holds NaN or negative numbers, and where the blank is not known
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference } from '@rubato/core';
 * import { blankDominance } from '@rubato/analysis';
 * import { ctc } from '@rubato/presets';
 * const parameterization = ctc([[1]], { blank: 0 });
 * const index = parameterization.columnClasses!;
 * const values = Float64Array.of(0.9, 0.1, 0.1, 0.9, 0.9, 0.1, 0.9, 0.1).map((p) => -Math.log(p));
 * const cost = { kind: 'gathered', values, shape: [1, 4, 3], classes: 2, index } as const;
 * const problem = normaliseProblem({ ...parameterization, cost });
 * const [item] = blankDominance(problem, openReference().solveSync(problem, { softAlignment: true }), { blank: 0 });
 * item!.alignedShare.toFixed(2); // → '0.70'
 * item!.likeliestShare; // → 0.75
 * ```
 */
export function blankDominance(
  problem: AlignmentProblem,
  solution: AlignmentSolution,
  options: BlankOptions = {},
): (BlankDominance | undefined)[] {
  checkOptions(options, ['targets', 'blank']);
  const { weights } = normaliseRows(problem, solution, 'softAlignment');
  const known = knownTargets(problem, options);
  const { blank } = known;
  if (blank === undefined) return refuse('options.blank', undefined, 'the class of the blank');
  return ofSolvedItems(solution, (b) => blankDominanceOf(problem, b, weights, blankColumns(problem, b, known), blank));
}

/** From the row-normalised soft alignment and the costs by class. */
export function blankDominanceOf(
  problem: AlignmentProblem,
  b: number,
  weights: LatticeArray,
  isBlank: readonly boolean[],
  blank: number,
): BlankDominance {
  const frames = columnFrames(problem, b, weights);
  const most = new Array<number>(frames.length).fill(0);
  visitItemRows(problem, weights, b, (_, _n, first, last, numbers, offset) => {
    for (let m = first; m <= last; m++) most[m] = Math.max(most[m], numbers[offset + m - first]);
  });
  const labels = Array.from(isBlank.keys()).filter((m) => !isBlank[m]);
  const onLabels = labels.reduce((sum, m) => sum + frames[m], 0);
  const onBlanks = frames.reduce((sum, value) => sum + value, 0) - onLabels;
  const peaks = labels.map((m) => (frames[m] > 0 ? most[m] / frames[m] : 0));
  return {
    alignedShare: onBlanks + onLabels === 0 ? 0 : Math.max(0, onBlanks) / (onBlanks + onLabels),
    ...probabilities(problem, b, blank),
    framesPerLabel: labels.length === 0 ? 0 : onLabels / labels.length,
    peakiness: labels.length === 0 ? 0 : peaks.reduce((sum, peak) => sum + peak, 0) / labels.length,
  };
}

function probabilities({ cost, rows, rowLengths }: AlignmentProblem, b: number, blank: number): Partial<BlankDominance> {
  // Targets of the caller's own may have dimensions that are no classes.
  if (cost.kind !== 'gathered' || blank >= cost.classes) return {};
  const { values, classes } = cost;
  let likeliest = 0;
  let sum = 0;
  let normalised = true;
  for (let n = 0; n < rowLengths[b]; n++) {
    const start = (b * rows + n) * classes;
    let best = 0;
    let whole = 0;
    for (let k = 0; k < classes; k++) {
      if (values[start + k] < values[start + best]) best = k;
      whole += Math.exp(-values[start + k]);
    }
    if (best === blank) likeliest++;
    sum += Math.exp(-values[start + blank]);
    // Single precision leaves a distribution with a sum of 1 to 1e-5 or so.
    if (!(Math.abs(whole - 1) <= 1e-3)) normalised = false;
  }
  const N = rowLengths[b];
  return { likeliestShare: likeliest / N, ...(normalised ? { meanProbability: sum / N } : {}) };
}
