import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { customGrad, matMul, sum, tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import type { GruShape } from './gru-numbers.ts';
import { gruBackward, gruForward, statesBefore } from './gru-numbers.ts';

/**
 * The states of a gated recurrent unit as one operation of tfjs, differentiable in everything (`gruForward` has the formula).
 *
 * @param inputs x·W, [B, T, 3H]
 * @param recurrent [H, 3H]
 * @param bias [3H]
 * @param reversed from the last frame to the first; frames keep their places
 * @returns [B, T, H]
 */
export function gru(inputs: Tensor3D, recurrent: Tensor2D, bias: Tensor1D, reversed: boolean): Tensor3D {
  const [batch, frames] = inputs.shape;
  const units = recurrent.shape[0];
  const shape: GruShape = { batch, frames, units, reversed };
  const operation = customGrad((...parts) => {
    const [given, weights, offsets] = parts as unknown as [Tensor, Tensor, Tensor];
    const matrix = numbersOf(weights);
    const trace = gruForward(numbersOf(given), matrix, numbersOf(offsets), shape);
    return {
      value: tensor3d(trace.states, [batch, frames, units]),
      gradFunc: (upstream: Tensor) => {
        const gradient = gruBackward(numbersOf(upstream), matrix, trace, shape);
        const products = tensor2d(gradient.products, [batch * frames, 3 * units]);
        const before = tensor2d(statesBefore(trace.states, shape), [batch * frames, units]);
        return [tensor3d(gradient.inputs, [batch, frames, 3 * units]), matMul(before, products, true), sum(products, 0)];
      },
    };
  });
  return operation(inputs, recurrent, bias) as Tensor3D;
}

const numbersOf = (tensor: Tensor): Float32Array => tensor.dataSync() as Float32Array;
