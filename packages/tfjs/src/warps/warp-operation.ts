import type { WarpGradient, WarpProblem, WarpSolution } from '@rubato/gdtw';
import { solveWarp } from '@rubato/gdtw';
import type { Tensor } from '@tensorflow/tfjs-core';
import { customGrad, tensor } from '@tensorflow/tfjs-core';
import { readForWarps } from './read-for-warps.ts';
import { withoutDerivative } from '../solve-on-tensors.ts';
import { inBatch } from './item-errors.ts';
import type { WarpBatch } from './warp-batch.ts';
import type { TensorWarpOptions } from './warp-options.ts';

/** What of an item's warp becomes a row of a tensor, and what that row's gradient is. */
export interface WarpAnswer {
  /** How long the rows are; without it an item has one number: the tensor is [B]. */
  readonly width?: number;
  /** The numbers of an item, `width` at most; what is left of the row is 0. */
  values(solution: WarpSolution): ArrayLike<number>;
  /** The vector-Jacobian products of as many numbers. */
  gradient(problem: WarpProblem, warp: Float64Array, upstream: Float64Array): WarpGradient;
}

/**
 * An operation from the tensors of a batch to a tensor, solved once, in float64: gradients come from the warps of the forward pass. Where
 * tfjs records nothing, nothing is kept.
 */
export function warpOperation(
  { problems, inputs, solver, names }: WarpBatch,
  answer: WarpAnswer,
  { onSolutions, onGradient }: TensorWarpOptions,
): Tensor {
  const solve = (problem: WarpProblem, b: number): WarpSolution =>
    inBatch({ ...names[b], ...solverNames(solver) }, () => solveWarp(problem, solver));
  const { width = 1 } = answer;
  const shape = answer.width === undefined ? [problems.length] : [problems.length, width];
  const operation = customGrad((...parts) => {
    const solutions = problems.map(solve);
    const rows = new Float32Array(problems.length * width);
    const counts = solutions.map((solution, b) => {
      const values = answer.values(solution);
      rows.set(values, b * width);
      return values.length;
    });
    const warps = solutions.map(({ warp }) => warp);
    const tensors = inputs.map((input) => input.tensor);
    (parts[inputs.length] as unknown as (saved: Tensor[]) => void)(tensors);
    onSolutions?.(solutions);
    return {
      value: tensor(rows, shape),
      gradFunc: (upstream: Tensor, saved: Tensor[]) => {
        const factors = readForWarps(upstream, UPSTREAM);
        const gradients = tensors.map(({ size }) => new Float64Array(size));
        const irregular: number[] = [];
        problems.forEach((problem, b) => {
          const row = Float64Array.from(factors.subarray(b * width, b * width + counts[b]));
          const place = (index: readonly number[] | undefined) => ({
            argument: UPSTREAM,
            index: index === undefined ? [b] : [b, ...index],
          });
          const gradient = inBatch({ upstream: place }, () => answer.gradient(problem, warps[b], row));
          if (!gradient.regular) irregular.push(b);
          inputs.forEach((input, k) => input.accumulate(b, gradient, gradients[k]));
        });
        onGradient?.({ irregular });
        return gradients.map((gradient, k) =>
          withoutDerivative(() => tensor(Float32Array.from(gradient), tensors[k].shape), [upstream, ...saved]),
        );
      },
    };
  });
  return operation(...inputs.map((input) => input.tensor));
}

/** What the gradient from above is called in errors. */
const UPSTREAM = 'upstream gradient';

/** What `solveWarp` calls its options. */
function solverNames(solver: object): Record<string, () => { argument: string; index: undefined }> {
  return Object.fromEntries(
    Object.keys(solver).map((name) => [`options.${name}`, () => ({ argument: `options.solver.${name}`, index: undefined })]),
  );
}
