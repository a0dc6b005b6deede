import type { AlignmentSolution, Backend, CostInput, Parameterization } from '@rubato/core';
import { InvalidArgumentError, normaliseProblem } from '@rubato/core';
import type { LocalCostSpecification } from '@rubato/costs';
import type { Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { relu, tensor3d } from '@tensorflow/tfjs-core';
import type { BatchMajorShape } from './batch-major.ts';
import { inWords, isTensor, withNames } from './check.ts';
import { chooseBackend } from './compute-backend.ts';
import { notBelowZero } from './not-below-zero.ts';
import { deviceBackend, solveOnDevice } from './on-device.ts';
import { readFloats } from './read-tensor.ts';
import { solveOnTensors } from './solve-on-tensors.ts';

/** Rows of targets on the host: no gradient is asked by them. */
export interface FixedTargets {
  readonly data: Float32Array | Float64Array;
  readonly shape: readonly [batch: number, columns: number, dimension: number];
}

/** An alignment of two sequences of features. */
export interface FeatureAlignment {
  readonly parameterization: Parameterization;
  readonly localCost: LocalCostSpecification;
  readonly predictionLengths: Int32Array;
  readonly targetLengths: Int32Array;
  readonly backend: Backend | readonly Backend[] | undefined;
  /** Whether the values are negative logarithms of probabilities. */
  readonly ofProbabilities: boolean;
}

/** What normaliseProblem calls otherwise. */
export const featureNames: Readonly<Record<string, string>> = {
  'cost.x': 'predictions',
  'cost.y': 'targets',
  'cost.localCost': 'options.localCost',
  rowLengths: 'options.predictionLengths',
  columnLengths: 'options.targetLengths',
};

/** Refuses targets that predictions [B, N, D] cannot be aligned with. */
export function checkPair(predictions: BatchMajorShape, shape: BatchMajorShape, targets: unknown): void {
  const [batch, , dimension] = predictions;
  if (shape[0] === batch && shape[2] === dimension) return;
  const expected = `targets [${batch}, M, ${dimension}], as the predictions are [${predictions.join(', ')}]`;
  throw new InvalidArgumentError({ argument: 'targets', found: inWords(targets), expected });
}

/** Values [B] of an alignment of predictions [B, N, D] with targets [B, M, D], a tensor or fixed; their shapes have been checked. */
export function featureAlignment(predictions: Tensor3D, targets: Tensor3D | FixedTargets, alignment: FeatureAlignment): Tensor1D {
  const { parameterization, localCost, predictionLengths: rowLengths, targetLengths: columnLengths } = alignment;
  const tensors = isTensor(targets) ? [predictions, targets] : [predictions];
  const [batch, rows, dimension] = predictions.shape;
  const device = deviceBackend(alignment.backend);
  if (device !== undefined) {
    const y = isTensor(targets) ? targets : tensor3d(Float32Array.from(targets.data), [...targets.shape]);
    const losses = solveOnTensors(tensors, (wantsGradient) =>
      solveOnDevice(device, [predictions, y], wantsGradient, ([left, right]) => {
        const shape = [batch, rows, y.shape[1]] as const;
        const cost = device.featuresCost({ x: left, y: right, shape, dimension, localCost });
        return withNames(featureNames, () => normaliseProblem({ ...parameterization, cost, rowLengths, columnLengths }));
      }),
    );
    return alignment.ofProbabilities ? relu(losses) : losses;
  }
  const cost: CostInput = {
    kind: 'features',
    x: readFloats(predictions, 'predictions'),
    y: isTensor(targets) ? readFloats(targets, 'targets') : targets.data,
    shape: [batch, rows, targets.shape[1]],
    dimension,
    localCost,
  };
  const problem = withNames(featureNames, () => normaliseProblem({ ...parameterization, cost, rowLengths, columnLengths }));
  return solveOnTensors(tensors, (wantsGradient) => {
    const request = wantsGradient ? { inputGradient: true } : {};
    const solution = chooseBackend(alignment.backend, problem, request).solveSync(problem, request);
    const values = alignment.ofProbabilities ? notBelowZero(solution.values, rowLengths) : solution.values;
    return { values, gradients: featureGradients(solution).slice(0, tensors.length) };
  });
}

/** The gradients by predictions and targets, where they were asked for. */
export function featureGradients({ inputGradient }: AlignmentSolution): (Float32Array | Float64Array)[] {
  return inputGradient?.kind === 'features' ? [inputGradient.x, inputGradient.y] : [];
}
