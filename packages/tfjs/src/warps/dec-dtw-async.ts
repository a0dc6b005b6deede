import { solveWarps } from '@rubato/gdtw';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { dispose, tensor } from '@tensorflow/tfjs-core';
import { checkOptions, checkStands, isTensor, refuse } from '../check.ts';
import { renamed } from './item-errors.ts';
import { answerTensor, UPSTREAM, warpGradients, warpsOf } from './warp-answer.ts';
import { readWarpBatch } from './warp-batch.ts';
import type { TensorWarpOptions } from './warp-options.ts';
import { warpOptionNames } from './warp-options.ts';

export interface AsyncWarpOptions extends TensorWarpOptions {
  /** Stops the work: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Warps, and how gradients by them become gradients by what they were solved of. */
export interface AsyncWarps {
  /** [B, K], the caller's to dispose of. */
  readonly warps: Tensor2D;
  /**
   * From the gradient of a loss by the warps, [B, K], to those by x, y and every option that was a tensor, by name: `x`, `y`, `lambda`,
   * `slopes.lower` and so on, each in its tensor's shape; the caller's to dispose of. Nothing is solved again.
   */
  readonly gradient: (upstream: Tensor) => Promise<Readonly<Record<string, Tensor>>>;
}

/**
 * `decDtw` where nothing can be read at once, tfjs-webgpu, and where the work must give way to other work: at least every 20 ms.
 *
 * tfjs records nothing across a promise, so the gradient is asked for by hand: `Σ x·g` with g = ∂loss/∂x has the gradient of the loss by
 * whatever x was computed of.
 *
 * @param x [B, n, d], the features that are warped
 * @param y [B, m, d], the features that they are compared with
 * @param options those of `decDtw`, and an abort signal
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
  if (signal !== undefined && !(signal instanceof AbortSignal)) refuse('options.signal', signal, 'an AbortSignal');
  const copies: Tensor[] = [];
  try {
    const [a, b, known] = await Promise.all([onHost(x, 'x', copies), onHost(y, 'y', copies), onHost(rest, 'options', copies)]);
    const batch = readWarpBatch(a as Tensor, b as Tensor, known as TensorWarpOptions, []);
    const answer = warpsOf(batch);
    const { problems, names, solver } = batch;
    const solutions = await solveWarps(problems, signal === undefined ? solver : { ...solver, signal }).catch((error: unknown) => {
      // Which item it was is not told.
      throw renamed({ ...names[0], problem: () => ({ argument: 'x', index: undefined }) }, error);
    });
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
        const { gradients, irregular } = warpGradients(batch, answer, warps, Float32Array.from(await upstream.data()));
        rest.onGradient?.({ irregular });
        const named = batch.inputs.map((input, k) => [input.name, tensor(gradients[k], input.tensor.shape)] as const);
        return Object.fromEntries(named);
      },
    };
  } finally {
    dispose(copies);
  }
}

/** A value with copies in place of its tensors, whose numbers are on the host: no kernel has seen them. */
async function onHost(value: unknown, argument: string, copies: Tensor[]): Promise<unknown> {
  if (isTensor(value)) {
    checkStands(argument, value);
    const { shape, dtype } = value;
    const numbers = await (value as unknown as Tensor).data();
    const copy = tensor(numbers as Float32Array, [...shape], dtype as 'float32');
    copies.push(copy);
    return copy;
  }
  // Options, slopes and band; lists hold no tensors.
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(async ([name, inner]) => [name, await onHost(inner, `${argument}.${name}`, copies)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
