import { giveWay, runInSlices } from '@rubato/core';
import type { WarpSolution } from '@rubato/gdtw';
import { solveWarps } from '@rubato/gdtw';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { tensor } from '@tensorflow/tfjs-core';
import { checkOptions, checkStands, isTensor, refuse } from '../check.ts';
import { readFloatsLater } from '../read-tensor.ts';
import { renamed } from './item-errors.ts';
import { readWarpBatchLater } from './read-warp-batch-later.ts';
import { answerTensor, UPSTREAM, warpGradientSteps, warpsOf } from './warp-answer.ts';
import type { WarpBatch } from './warp-batch.ts';
import type { TensorWarpOptions } from './warp-options.ts';
import { warpOptionNames } from './warp-options.ts';

export interface AsyncWarpOptions extends TensorWarpOptions {
  /** Stops the work, that of gradients too: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Warps, and how gradients by them become gradients by what they were solved of. */
export interface AsyncWarps {
  /** [B, K], the caller's to dispose of. */
  readonly warps: Tensor2D;
  /**
   * From the gradient of a loss by the warps, [B, K], to those by x, y and every option that was a tensor, by name: `x`, `y`, `lambda`,
   * `slopes.lower` and so on, each in its tensor's shape; the caller's to dispose of. Nothing is solved again; gives way between items.
   */
  readonly gradient: (upstream: Tensor) => Promise<Readonly<Record<string, Tensor>>>;
}

/**
 * `decDtw` where nothing can be read at once, tfjs-webgpu, and where the work must give way to other work: at least every 20 ms while it
 * solves, and between items while it reads them and while it computes their gradients.
 *
 * tfjs records nothing across a promise, so the gradient is asked for by hand: `Σ x·g` with g = ∂loss/∂x has the gradient of the loss by
 * whatever x was computed of.
 *
 * @param x [B, n, d], the features that are warped
 * @param y [B, m, d], the features that they are compared with
 * @param options those of `decDtw`, and an abort signal
 * @returns the warps [B, K], in x's time units, and what makes gradients by the tensors of gradients by the warps
 * @throws InvalidArgumentError and InfeasibleItemError as `decDtw` does; the signal's reason when it is aborted
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { decDtwAsync } from '@rubato/tfjs';
 * const x = tf.tensor3d([0, 0, 1, 0, 0], [1, 5, 1]);
 * const y = tf.tensor3d([0, 1, 0, 0], [1, 4, 1]);
 * const { warps, gradient } = await decDtwAsync(x, y, { lambda: 0.01 });
 * const by = await gradient(tf.onesLike(warps));
 * Object.keys(by); // → ['x', 'y']
 * ```
 */
export async function decDtwAsync(x: Tensor, y: Tensor, options: AsyncWarpOptions): Promise<AsyncWarps> {
  checkOptions(options, [...warpOptionNames, 'signal']);
  const { signal, ...rest } = options;
  if (signal !== undefined && typeof signal?.throwIfAborted !== 'function') refuse('options.signal', signal, 'an AbortSignal');
  const batch = await readWarpBatchLater(x, y, rest, signal);
  const answer = warpsOf(batch);
  const solutions = await solveInTurn(batch, signal);
  rest.onSolutions?.(solutions);
  const warps = solutions.map(({ warp }) => warp);
  return {
    warps: answerTensor(answer, solutions) as Tensor2D,
    gradient: async (upstream) => {
      const sides: unknown = isTensor(upstream) ? upstream.shape.join() : undefined;
      if (sides !== answer.shape.join() || upstream.dtype !== 'float32') {
        refuse(UPSTREAM, upstream, `a float32 tensor [${answer.shape.join(', ')}], as the warps are`);
      }
      checkStands(UPSTREAM, upstream);
      signal?.throwIfAborted();
      const steps = warpGradientSteps(batch, answer, warps, await readFloatsLater(upstream));
      const { gradients, irregular } = await runInSlices(steps, { total: 0, ...(signal && { signal }) });
      rest.onGradient?.({ irregular });
      const named = batch.inputs.map((input, k) => [input.name, tensor(gradients[k], input.tensor.shape)] as const);
      return Object.fromEntries(named);
    },
  };
}

/** Solves one item after another, so that an error tells which it was. */
async function solveInTurn({ problems, names, solver }: WarpBatch, signal: AbortSignal | undefined): Promise<WarpSolution[]> {
  const options = signal === undefined ? solver : { ...solver, signal };
  const solutions: WarpSolution[] = [];
  for (const [b, problem] of problems.entries()) {
    // Each begins a slice of time of its own.
    await giveWay();
    const [solution] = await solveWarps([problem], options).catch((error: unknown) => {
      throw renamed(names[b], error);
    });
    solutions.push(solution);
  }
  return solutions;
}
