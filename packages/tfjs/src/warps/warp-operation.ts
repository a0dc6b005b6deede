import { runAtOnce } from '@rubato/core';
import { solveWarp } from '@rubato/gdtw';
import type { Tensor } from '@tensorflow/tfjs-core';
import { customGrad, tensor } from '@tensorflow/tfjs-core';
import { withoutDerivative } from '../solve-on-tensors.ts';
import { inBatch } from './item-errors.ts';
import { readForWarps } from './read-for-warps.ts';
import type { WarpAnswer } from './warp-answer.ts';
import { answerTensor, UPSTREAM, warpGradientSteps } from './warp-answer.ts';
import type { WarpBatch } from './warp-batch.ts';
import type { TensorWarpOptions } from './warp-options.ts';

/**
 * An operation from the tensors of a batch to a tensor, solved once, in float64: gradients come from the warps of the forward pass. Where
 * tfjs records nothing, nothing is kept.
 */
export function warpOperation(batch: WarpBatch, answer: WarpAnswer, { onSolutions, onGradient }: TensorWarpOptions): Tensor {
  const { problems, inputs, solver, names } = batch;
  const operation = customGrad((...parts) => {
    const solutions = problems.map((problem, b) => inBatch(names[b], () => solveWarp(problem, solver)));
    const warps = solutions.map(({ warp }) => warp);
    const save = parts[inputs.length] as unknown as (tensors: Tensor[]) => void;
    save(inputs.map((input) => input.tensor));
    onSolutions?.(solutions);
    return {
      value: answerTensor(answer, solutions),
      gradFunc: (upstream: Tensor, saved: Tensor[]) => {
        const { gradients, irregular } = runAtOnce(warpGradientSteps(batch, answer, warps, readForWarps(upstream, UPSTREAM)));
        onGradient?.({ irregular });
        return gradients.map((gradient, k) => withoutDerivative(() => tensor(gradient, inputs[k].tensor.shape), [upstream, ...saved]));
      },
    };
  });
  return operation(...inputs.map((input) => input.tensor));
}
