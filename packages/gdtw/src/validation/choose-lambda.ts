import { LARGEST_MAGNITUDE } from '@rubato/core';
import { checkNumbers, checkWhole, isList, refuse } from '../check.ts';
import { resolveSignalLoss, resolveWarpPenalty } from '../losses/records.ts';
import { createWarpProblem } from '../problem/create-warp-problem.ts';
import { durationRatio, last, trapezoidWeights } from '../problem/knots.ts';
import { warpObjective } from '../problem/objective.ts';
import type { WarpProblem } from '../problem/warp-problem.ts';
import { createSignal, evaluateSignal } from '../signal/signal.ts';
import type { WarpBatchOptions } from '../solve/options.ts';
import type { WarpSolution } from '../solve/solve-warp.ts';
import { solveWarps } from '../solve/solve-warp.ts';
import { type UnweightedWarpInput, withObservations } from './hold-out.ts';

export interface ChooseLambdaOptions extends WarpBatchOptions {
  /** The λ to choose from, at least 0. Default: 13 of them, see {@link chooseLambda}. */
  readonly candidates?: ArrayLike<number>;
  /** K: each observation of y but the first and the last is held out in one of so many fits. Default: 5, or as many as there are. */
  readonly folds?: number;
  /** `least`: the λ with the least held-out loss. `one-standard-error`: the largest λ whose loss is within its standard error. Default: `least`. */
  readonly rule?: LambdaRule;
}

export type LambdaRule = 'least' | 'one-standard-error';

/** A λ, and what it was chosen by. */
export interface LambdaChoice {
  readonly lambda: number;
  /** Increasing. */
  readonly candidates: Float64Array;
  /** The mean loss of the observations held out, by time, one a candidate. */
  readonly heldOutLosses: Float64Array;
  /** The standard error of each of them, from the differences between folds. */
  readonly standardErrors: Float64Array;
  readonly folds: number;
}

const HALF_DECADES = Array.from({ length: 13 }, (_, k) => 10 ** ((k - 8) / 2));
const MOST_CANDIDATES = 1000;

/**
 * The regularity weight λ that predicts best: K-fold cross-validation over y's observations.
 *
 * Fold k holds out the interior observations i of y with (i - 1) mod K = k. A warp is fit to the rest for each λ, and the loss of those
 * held out is measured under it: `Σ w_i·L(x(φ(t_i)) - y(t_i)) / Σ w_i` over all folds, w the weights of the trapezoidal rule. The λ with the
 * least such loss is chosen, the largest of equally good ones. A small λ follows the noise of single observations, which those held out do
 * not share; a large one misses the warp. Nothing is random: the same input gives the same λ.
 *
 * Under noise the loss is nearly flat for small λ, and its least value may lie anywhere there. `one-standard-error` then takes the smoothest warp
 * that predicts as well as can be told.
 *
 * Candidates by default: λ₀·10^(k/2) for k from -8 to 4, where λ₀ makes the penalty of a slope off by all of itself as large as the loss of
 * the straight warp, `λ₀·R(expectedSlope)·T = S`. Work: K times the number of candidates solves.
 *
 * Source: Deriso & Boyd, "A general optimization framework for dynamic time warping", 2019 (out-of-sample validation of the
 * regularization); Hastie, Tibshirani & Friedman, "The Elements of Statistical Learning", section 7.10 (one standard error). Interleaved folds and the scale of candidates are Rubato's own.
 *
 * @param input a warp problem without λ
 * @throws InvalidArgumentError for wrong options and fewer than 4 observations of y; InfeasibleWarpError; the signal's reason on abort
 *
 * @example
 * ```ts
 * import { chooseLambda, createSignal } from '@rubato/gdtw';
 * const x = createSignal(Array.from({ length: 30 }, (_, k) => Math.sin(k / 4)));
 * const y = createSignal(Array.from({ length: 30 }, (_, k) => Math.sin(k / 4 + 0.4 * Math.sin(k / 5))));
 * const { lambda, heldOutLosses } = await chooseLambda({ x, y, slopes: { upper: 4 } }, { candidates: [0.001, 0.1, 1000], folds: 3 });
 * lambda < 1000; // → true
 * heldOutLosses.length; // → 3
 * ```
 */
export async function chooseLambda(input: UnweightedWarpInput, options: ChooseLambdaOptions = {}): Promise<LambdaChoice> {
  const { candidates: given, folds: wanted, rule = 'least', ...solving } = options;
  if (rule !== 'least' && rule !== 'one-standard-error') refuse('options.rule', rule, 'least or one-standard-error');
  const full = createWarpProblem({ ...input, lambda: 1 }, options);
  const { y } = full;
  const interior = y.times.length - 2;
  if (interior < 2) refuse('input.y', y, 'at least 4 observations: of two in the middle one is held out at a time');
  const folds = checkWhole('options.folds', wanted ?? Math.min(5, interior), 2, interior);
  const candidates = readCandidates(given, full, options);
  const kept = Array.from({ length: folds }, (_, k) =>
    Array.from({ length: interior + 2 }, (_unused, i) => i).filter((i) => i === 0 || i === interior + 1 || (i - 1) % folds !== k),
  );
  const problems = kept.flatMap((indices) => {
    const fewer = withObservations(input, indices);
    return Array.from(candidates, (lambda) => createWarpProblem({ ...fewer, lambda }, options));
  });
  const solutions = await solveWarps(problems, solving);
  const weights = trapezoidWeights(y.times);
  const losses = Array.from(candidates, (_, c) =>
    kept.map((_fold, k) => heldOutLoss(full, solutions[k * candidates.length + c], weights, { fold: k, folds, options })),
  );
  const heldOutLosses = Float64Array.from(losses, (ofFolds) => total(ofFolds, 'loss') / total(ofFolds, 'weight'));
  const standardErrors = Float64Array.from(losses, standardError);
  let best = 0;
  for (let c = 1; c < candidates.length; c++) if (heldOutLosses[c] <= heldOutLosses[best]) best = c;
  const within = rule === 'least' ? heldOutLosses[best] : heldOutLosses[best] + standardErrors[best];
  const chosen = heldOutLosses.findLastIndex((loss) => loss <= within);
  return { lambda: candidates[chosen], candidates, heldOutLosses, standardErrors, folds };
}

/** What a fold says: the loss of what it holds out, and the weight of that. */
interface FoldLoss {
  readonly loss: number;
  readonly weight: number;
}

function total(folds: readonly FoldLoss[], part: keyof FoldLoss): number {
  return folds.reduce((sum, fold) => sum + fold[part], 0);
}

/** Of the mean over folds, as if they were independent. */
function standardError(folds: readonly FoldLoss[]): number {
  const means = folds.map(({ loss, weight }) => loss / weight);
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  const squares = means.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (means.length - 1) / means.length);
}

/** `Σ w_i·L(x(φ(t_i)) - y(t_i))` over the observations that a fold holds out, and `Σ w_i`. */
function heldOutLoss(
  { x, y, signalLoss }: WarpProblem,
  { warp, knots }: Pick<WarpSolution, 'warp' | 'knots'>,
  weights: Float64Array,
  { fold, folds, options }: { readonly fold: number; readonly folds: number; readonly options: WarpBatchOptions },
): FoldLoss {
  const { record, parameter } = resolveSignalLoss(signalLoss, options);
  const phi = createSignal(warp, { times: knots });
  let loss = 0;
  let weight = 0;
  for (let i = 1 + fold; i < y.times.length - 1; i += folds) {
    const difference = evaluateSignal(x, evaluateSignal(phi, y.times[i])[0]);
    for (let c = 0; c < difference.length; c++) difference[c] -= y.values[i * y.channels + c];
    loss += weights[i] * record.value(difference, parameter);
    weight += weights[i];
  }
  return { loss, weight };
}

function readCandidates(given: ArrayLike<number> | undefined, problem: WarpProblem, options: WarpBatchOptions): Float64Array {
  if (given === undefined) {
    const unit = typicalLambda(problem, options);
    return Float64Array.from(HALF_DECADES, (factor) => factor * unit);
  }
  if (!isList(given) || given.length === 0 || given.length > MOST_CANDIDATES) {
    refuse('options.candidates', given, `a list of 1 to ${MOST_CANDIDATES} numbers`);
  }
  return checkNumbers('options.candidates', given, given.length, { least: 0, most: LARGEST_MAGNITUDE }).toSorted();
}

/** λ₀; 1 where the straight warp costs nothing. */
function typicalLambda(problem: WarpProblem, options: WarpBatchOptions): number {
  const { x, lambda, expectedSlope } = problem;
  const [first, end] = [x.times[0], last(x.times)];
  const straight = Float64Array.from({ length: lambda.length + 1 }, (_, i) => first + (i / lambda.length) * (end - first));
  const { signal } = warpObjective(problem, straight, options);
  const { record, parameter } = resolveWarpPenalty(problem.warpPenalty, options);
  const slope = Math.max(Math.abs(expectedSlope ?? 0), durationRatio(problem));
  const duration = last(problem.y.times) - problem.y.times[0];
  const unit = signal / duration / record.value(slope, parameter);
  return unit > 0 && unit < LARGEST_MAGNITUDE / 1e3 ? unit : 1;
}
