import { UnsupportedError } from '@rubato/core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { customGrad, engine, equal, mul, reshape, tensor, tensor1d, where, zerosLike } from '@tensorflow/tfjs-core';
import { isTensor } from './check.ts';

/** Values [B], and where they were asked for the gradients by the inputs, each in its input's shape. */
export interface Solved {
  readonly values: ArrayLike<number> | Tensor1D;
  readonly gradients: readonly (Numbers | Tensor)[];
}

type Numbers = Float32Array | Float64Array;

/**
 * An operation from tensors [B, …] to values [B] whose gradient comes from the same solve as its values: item b of a gradient is
 * upstream_b times the solve's. Where tfjs records nothing, no gradient is computed.
 */
export function solveOnTensors(inputs: readonly Tensor[], solve: (wantsGradient: boolean) => Solved): Tensor1D {
  // Inside the operation tfjs would say no.
  const wantsGradient = engine().isTapeOn();
  const operation = customGrad((...parts) => {
    const save = parts[inputs.length] as (tensors: Tensor[]) => void;
    const { values, gradients } = solve(wantsGradient);
    if (wantsGradient) save([...inputs, ...gradients.flatMap((gradient) => (isTensor(gradient) ? [gradient] : []))]);
    return {
      value: isTensor(values) ? values : tensor1d(Float32Array.from(values)),
      gradFunc: (upstream: Tensor, saved: Tensor[]) => {
        const known = saved.slice(0, inputs.length);
        const tensors = saved.slice(inputs.length);
        return gradients.map((gradient, k) => {
          const tensor = isTensor(gradient) ? tensors.shift()! : undefined;
          const scaled = (): Tensor =>
            tensor === undefined ? scaleNumbers(gradient as Numbers, inputs[k].shape, upstream) : scaleTensor(tensor, upstream);
          return withoutDerivative(scaled, [upstream, ...known]);
        });
      },
    };
  });
  return operation(...inputs);
}

/** Item b of a gradient on the host times upstream_b. tfjs's own product of tensors that differ in shape takes many times as long. */
function scaleNumbers(gradient: Numbers, shape: number[], upstream: Tensor): Tensor {
  const factors = upstream.dataSync();
  const size = gradient.length / factors.length;
  const scaled = new Float32Array(gradient.length);
  for (let b = 0; b < factors.length; b++) {
    for (let i = b * size; i < (b + 1) * size; i++) {
      // A factor of what does not depend on the inputs may be infinite.
      if (gradient[i] !== 0) scaled[i] = gradient[i] * factors[b];
    }
  }
  return tensor(scaled, shape);
}

/** The same without a read-back. */
function scaleTensor(gradient: Tensor, upstream: Tensor): Tensor {
  const factors = reshape(upstream, [upstream.shape[0], ...gradient.shape.slice(1).map(() => 1)]);
  return where(equal(gradient, 0), zerosLike(gradient), mul(gradient, factors));
}

/** How a gradient depends on what it was computed of is not known, and must not pass for "not at all". */
export function withoutDerivative(compute: () => Tensor, of: readonly Tensor[]): Tensor {
  if (!engine().isTapeOn()) return compute();
  const operation = customGrad(() => ({
    value: compute(),
    gradFunc: () => {
      throw new UnsupportedError('@rubato/tfjs', 'second derivatives of a loss');
    },
  }));
  return operation(...of);
}
