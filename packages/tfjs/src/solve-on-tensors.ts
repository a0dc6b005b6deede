import { UnsupportedError } from '@rubato/core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { customGrad, engine, equal, mul, reshape, tensor, tensor1d, where, zerosLike } from '@tensorflow/tfjs-core';
import { isTensor } from './check.ts';

/** Values [B], and where they were asked for the gradients by the inputs, each in its input's shape. */
export interface Solved {
  readonly values: ArrayLike<number> | Tensor1D;
  readonly gradients: readonly (Float32Array | Float64Array | Tensor)[];
}

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
    if (wantsGradient) save([...inputs.map(({ shape }, k) => asTensor(gradients[k], shape)), ...inputs]);
    return {
      value: isTensor(values) ? values : tensor1d(Float32Array.from(values)),
      gradFunc: (upstream: Tensor, saved: Tensor[]) => inputs.map((_, k) => scaleItems(saved[k], upstream, saved.slice(inputs.length))),
    };
  });
  return operation(...inputs);
}

function asTensor(numbers: ArrayLike<number> | Tensor, shape: number[]): Tensor {
  return isTensor(numbers) ? numbers : tensor(Float32Array.from(numbers), shape);
}

/** Item b of a gradient times upstream_b. How it depends on the inputs is not known, and must not pass for "not at all". */
function scaleItems(gradient: Tensor, upstream: Tensor, inputs: readonly Tensor[]): Tensor {
  const factors = reshape(upstream, [upstream.shape[0], ...gradient.shape.slice(1).map(() => 1)]);
  // A factor of what does not depend on the inputs may be infinite.
  const scaled = (): Tensor => where(equal(gradient, 0), zerosLike(gradient), mul(gradient, factors));
  if (!engine().isTapeOn()) return scaled();
  const withoutDerivative = customGrad(() => ({
    value: scaled(),
    gradFunc: () => {
      throw new UnsupportedError('@rubato/tfjs', 'second derivatives of a loss');
    },
  }));
  return withoutDerivative(upstream, ...inputs);
}
