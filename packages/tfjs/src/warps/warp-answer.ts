import type { WarpGradient, WarpProblem, WarpSolution } from '@rubato/gdtw';
import { warpGradient } from '@rubato/gdtw';
import type { Tensor } from '@tensorflow/tfjs-core';
import { tensor } from '@tensorflow/tfjs-core';
import { inBatch } from './item-errors.ts';
import { indexIn, roundNumbers } from './round-numbers.ts';
import type { WarpBatch } from './warp-batch.ts';

/** What of a batch's warps becomes a tensor, and what its gradient is. */
export interface WarpAnswer {
  /** [B], or [B, K]. */
  readonly shape: readonly number[];
  /** How many numbers each item has; what is left of its row is 0. */
  readonly counts: ArrayLike<number>;
  readonly values: (solution: WarpSolution, item: number) => ArrayLike<number>;
  /** The vector-Jacobian products of an item's numbers. */
  readonly gradient: (problem: WarpProblem, warp: Float64Array, upstream: Float64Array) => WarpGradient;
}

/**
 * The warps themselves, [B, K].
 *
 * @throws InvalidArgumentError by the first time of x that float32 cannot hold: the warp ends there
 */
export function warpsOf({ problems, width, knots, solver, names }: WarpBatch): WarpAnswer {
  // Without times that were given none is large.
  problems.forEach(({ x }, b) => roundNumbers(x.times, (k) => ({ ...names[b]['xTimes']([k]), what: 'time' })));
  return {
    shape: [problems.length, width],
    counts: knots,
    values: ({ warp }) => warp,
    gradient: (problem, warp, upstream) => warpGradient(problem, warp, upstream, solver),
  };
}

/** Answers as a tensor. */
export function answerTensor({ shape, values }: WarpAnswer, solutions: readonly WarpSolution[]): Tensor {
  const [batch, width = 1] = shape;
  const rows = new Float32Array(batch * width);
  solutions.forEach((solution, b) => rows.set(values(solution, b), b * width));
  return tensor(rows, [...shape]);
}

/** Gradients by the inputs of a batch, in their order. */
export interface WarpGradients {
  readonly gradients: readonly Float32Array[];
  /** Items without a derivative. */
  readonly irregular: readonly number[];
}

/** The vector-Jacobian products of a batch, an item each step: nothing is solved again. What is beyond float32 is refused. */
export function* warpGradientSteps(
  { problems, inputs }: WarpBatch,
  { shape, counts, gradient }: WarpAnswer,
  warps: readonly Float64Array[],
  upstream: Float32Array,
): Generator<number, WarpGradients, void> {
  const [, width = 1] = shape;
  const sums = inputs.map((input) => new Float64Array(input.tensor.size));
  const irregular: number[] = [];
  for (const [b, problem] of problems.entries()) {
    const row = Float64Array.from(upstream.subarray(b * width, b * width + counts[b]));
    const place = (index: readonly number[] = []) => ({ argument: UPSTREAM, index: [b, ...index] });
    const products = inBatch({ upstream: place }, () => gradient(problem, warps[b], row));
    if (!products.regular) irregular.push(b);
    inputs.forEach((input, k) => input.accumulate(b, products, sums[k]));
    yield 1;
  }
  const gradients = inputs.map(({ argument, tensor: { shape: sides } }, k) =>
    roundNumbers(sums[k], (place) => ({ argument, index: indexIn(sides, place), what: 'gradient' })),
  );
  return { gradients, irregular };
}

/** What the gradient from above is called in errors. */
export const UPSTREAM = 'upstream gradient';
