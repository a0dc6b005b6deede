import { normaliseProblem } from '@rubato/core';
import { ctc } from '@rubato/presets';
import { checkOptions, inWords, isList, refuse } from './check.ts';
import { readSequence, toRows } from './sequence.ts';
import { solveSync } from './solver.ts';

export interface CtcLossOptions {
  /** The class of the blank. Default 0. */
  readonly blank?: number;
}

export interface CtcLossResult {
  /** `-log p(labels | frames)`; `Infinity` where the frames are too few or all paths have probability 0. */
  readonly loss: number;
  /** N rows of K numbers: ∂loss/∂log-probability, minus the probability that the frame belongs to the class given the labels. */
  readonly gradient: number[][];
}

/** Rounding may lift the logarithm of a probability of 1 this far; beyond, numbers are no logarithms of probabilities. */
const ROUNDING = 1e-4;

/**
 * The CTC loss of one sequence of frames and its gradient by the log-probabilities.
 *
 * `loss = -log Σ_paths Π_n p(path_n | frame n)` over all paths of one class a frame that spell the labels once repetitions are merged
 * and blanks left out. It needs a frame for each label and one more for each pair of equal neighbours; where there is no path the
 * loss is `Infinity` and the gradient 0. Log-probabilities count as free variables: for logits z with log_softmax(z), the gradient is
 * `g - softmax(z)·Σg` of each row g.
 * Source: Graves et al., "Connectionist temporal classification", ICML 2006.
 *
 * @param logProbabilities N frames, each with the natural logarithms of K class probabilities; -Infinity is probability 0
 * @param labels class numbers in [0, K), none of them the blank; may be empty
 * @throws InvalidArgumentError naming the first number that is no log-probability, or the first wrong label
 *
 * @example
 * ```ts
 * import { ctcLoss } from 'rubato';
 * const frames = [[0.6, 0.4], [0.3, 0.7]].map((frame) => frame.map(Math.log));
 * const { loss, gradient } = ctcLoss(frames, [1], { blank: 0 });
 * loss; // → -Math.log(0.6 * 0.7 + 0.4 * 0.3 + 0.4 * 0.7)
 * gradient[0]; // → [-0.42 / 0.82, -0.4 / 0.82]
 * ```
 */
export function ctcLoss(
  logProbabilities: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  options: CtcLossOptions = {},
): CtcLossResult {
  checkOptions(options, ['blank']);
  const { blank = 0 } = options;
  const frames = readSequence('logProbabilities', logProbabilities);
  if (frames.scalar) refuse('logProbabilities', inWords(frames.values[0]), 'a frame, one log-probability per class', [0]);
  const { values, length, dimension: classes } = frames;
  const expected = 'a log-probability: 0 at most, or -Infinity for probability 0';
  const bad = values.findIndex((value) => value > ROUNDING);
  if (bad >= 0) refuse('logProbabilities', inWords(values[bad]), expected, [Math.floor(bad / classes), bad % classes]);
  checkLabels(labels, classes, blank);
  const parameterization = ctc([labels], { blank });
  const index = parameterization.columnClasses!;
  const cost = { kind: 'gathered', values: values.map(toCost), shape: [length, index.length], classes, index } as const;
  const solution = solveSync(normaliseProblem({ ...parameterization, cost }), { inputGradient: true });
  const { values: byCost } = solution.inputGradient as { readonly values: Float64Array };
  return {
    loss: solution.values[0],
    gradient: toRows(
      byCost.map((value) => 0 - value),
      classes,
    ),
  };
}

/** Numbers beyond 1e38 are probability 0 in any precision; no finite cost is that large. */
function toCost(logProbability: number): number {
  return logProbability < -1e38 ? Infinity : 0 - logProbability;
}

function checkLabels(labels: unknown, classes: number, blank: unknown): void {
  const inRange = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0 && (value as number) < classes;
  if (!inRange(blank)) refuse('blank', inWords(blank), `a class from 0 to ${classes - 1}`);
  if (!isList(labels)) refuse('labels', inWords(labels), 'a list of class numbers');
  for (let l = 0; l < labels.length; l++) {
    const label = labels[l];
    if (!inRange(label) || label === blank) {
      refuse('labels', inWords(label), `a class from 0 to ${classes - 1} other than the blank, ${String(blank)}`, [l]);
    }
  }
}
