import type { AlignmentSolution } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { softDtw } from '@rubato/presets';
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { add, div, isInf, logicalOr, reshape, scalar, sub, tidy, where, zerosLike } from '@tensorflow/tfjs-core';
import { batchMajor, batchMajorShape } from './batch-major.ts';
import { checkTensor, withNames } from './check.ts';
import { checkLossOptions } from './check-loss-options.ts';
import { chooseBackend } from './compute-backend.ts';
import type { FeatureAlignment } from './feature-alignment.ts';
import { checkPair, featureGradients, featureNames, solveFeaturesOnDevice } from './feature-alignment.ts';
import { readLengths } from './lengths.ts';
import type { DeviceBackend } from './on-device.ts';
import { deviceBackend } from './on-device.ts';
import { readFloats } from './read-tensor.ts';
import { reduceLosses } from './reduce.ts';
import type { SoftDtwLossOptions } from './soft-dtw-loss.ts';
import { solveOnTensors } from './solve-on-tensors.ts';
import { temperatureNow } from './temperature.ts';

/**
 * The soft-DTW divergence between predictions and targets, `f(X, Y) - f(X, X)/2 - f(Y, Y)/2` of soft-DTW f, with gradients by both.
 *
 * It is 0 for equal sequences, which soft-DTW is not. The three terms cancel, so they are computed in float64, whatever the tensors are; on
 * tfjs-webgpu in float32, where the divergence of nearly equal sequences may be below 0 by rounding. An item with a sequence of length 0 has
 * no alignment: its divergence is `Infinity` (0 with `zeroInfinity`), its gradient 0. Second derivatives are refused.
 * Source: Blondel, Mensch & Vert, "Differentiable divergences between time series", AISTATS 2021 (their cost is `'halfSquaredEuclidean'`).
 *
 * @param targets [B, M, D], or [M, B, D] time-major
 * @param predictions [B, N, D], or [N, B, D] time-major
 * @param options temperature, local cost, lengths, layout, reduction, backend
 * @returns a scalar, or [B] with reduction `'none'`
 * @throws InvalidArgumentError naming the first number, length or side that is wrong; on tfjs-webgpu UnavailableBackendError where no
 * backend computes on its device
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { openCpu } from '@rubato/backend-cpu';
 * import { softDtwDivergence } from '@rubato/tfjs';
 * const sequence = tf.tensor3d([1, 2, 3], [1, 3, 1]);
 * softDtwDivergence(sequence, sequence, { backend: openCpu() }).dataSync()[0]; // → 0
 * ```
 */
export function softDtwDivergence(targets: Tensor, predictions: Tensor, options: SoftDtwLossOptions = {}): Tensor {
  checkLossOptions(options, ['temperature', 'localCost']);
  const sides = options.layout === 'timeMajor' ? ['M', 'B', 'D'] : ['B', 'M', 'D'];
  checkTensor('targets', targets, sides);
  checkTensor('predictions', predictions, sides);
  return withNames({ temperature: 'options.temperature' }, () =>
    tidy(() => {
      const shape = batchMajorShape(predictions, options);
      const targetShape = batchMajorShape(targets, options);
      checkPair(shape, targetShape, targets);
      const predictionLengths = readLengths('options.predictionLengths', options.predictionLengths, shape[0], shape[1]);
      const targetLengths = readLengths('options.targetLengths', options.targetLengths, targetShape[0], targetShape[1]);
      const [x, y] = [batchMajor(predictions, options), batchMajor(targets, options)];
      return reduceLosses(divergences(x, y, predictionLengths, targetLengths, options), targetLengths, options);
    }),
  );
}

/** One side of an alignment, on the host. */
interface Side {
  readonly data: Float64Array;
  readonly length: number;
  readonly lengths: Int32Array;
}

function divergences(
  x: Tensor3D,
  y: Tensor3D,
  predictionLengths: Int32Array,
  targetLengths: Int32Array,
  { temperature = 1, localCost = 'squaredEuclidean', backend }: SoftDtwLossOptions,
): Tensor1D {
  const [batch, , dimension] = x.shape;
  const specification = typeof localCost === 'string' ? { name: localCost } : localCost;
  const parameterization = softDtw({ temperature: temperatureNow(temperature) });
  const device = deviceBackend(backend);
  if (device !== undefined) {
    return divergencesOnDevice(device, x, y, { parameterization, localCost: specification, predictionLengths, targetLengths });
  }
  const problemOf = (a: Side, b: Side) =>
    withNames(featureNames, () =>
      normaliseProblem({
        ...parameterization,
        cost: { kind: 'features', x: a.data, y: b.data, shape: [batch, a.length, b.length], dimension, localCost: specification },
        rowLengths: a.lengths,
        columnLengths: b.lengths,
      }),
    );
  const left: Side = { data: Float64Array.from(readFloats(x, 'predictions')), length: x.shape[1], lengths: predictionLengths };
  const right: Side = { data: Float64Array.from(readFloats(y, 'targets')), length: y.shape[1], lengths: targetLengths };
  const problems = [problemOf(left, right), problemOf(left, left), problemOf(right, right)];
  return solveOnTensors([x, y], (wantsGradient) => {
    const request = wantsGradient ? { inputGradient: true } : {};
    const [cross, own, other] = problems.map((problem) => chooseBackend(backend, problem, request).solveSync(problem, request));
    const values = Float64Array.from(cross.values, (value, b) => {
      const divergence = value - own.values[b] / 2 - other.values[b] / 2;
      return Number.isFinite(divergence) ? divergence : Infinity;
    });
    if (!wantsGradient) return { values, gradients: [] };
    const [byX, byY] = featureGradients(cross);
    return { values, gradients: [less(byX, own, values), less(byY, other, values)] };
  });
}

/** The same without a read-back. */
function divergencesOnDevice(
  device: DeviceBackend,
  x: Tensor3D,
  y: Tensor3D,
  alignment: Omit<FeatureAlignment, 'backend' | 'ofProbabilities'>,
): Tensor1D {
  const { predictionLengths, targetLengths } = alignment;
  return solveOnTensors([x, y], (wantsGradient) => {
    const [cross, own, other] = [
      solveFeaturesOnDevice(device, x, y, alignment, wantsGradient),
      solveFeaturesOnDevice(device, x, x, { ...alignment, targetLengths: predictionLengths }, wantsGradient),
      solveFeaturesOnDevice(device, y, y, { ...alignment, predictionLengths: targetLengths }, wantsGradient),
    ];
    const half = div(add(own.values, other.values), 2);
    const unsolved = logicalOr(isInf(cross.values), isInf(half));
    const lessOnDevice = (gradient: Tensor, [left, right]: readonly Tensor[]): Tensor =>
      where(reshape(unsolved, [-1, 1, 1]), zerosLike(gradient), sub(gradient, div(add(left, right), 2)));
    return {
      values: where(unsolved, scalar(Infinity), sub(cross.values, half)) as Tensor as Tensor1D,
      gradients: wantsGradient ? [lessOnDevice(cross.gradients[0], own.gradients), lessOnDevice(cross.gradients[1], other.gradients)] : [],
    };
  });
}

/** A gradient less half of that of a sequence's alignment with itself, in which it stands on both sides; 0 where there is no value. */
function less(gradient: Float32Array | Float64Array, own: AlignmentSolution, values: Float64Array): Float64Array {
  const [left, right] = featureGradients(own);
  const size = gradient.length / values.length;
  return Float64Array.from(gradient, (value, k) => (values[Math.floor(k / size)] === Infinity ? 0 : value - (left[k] + right[k]) / 2));
}
