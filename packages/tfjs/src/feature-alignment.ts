import type { AlignmentProblem, Backend, CostInput, Parameterization } from '@rubato/core';
import { InvalidArgumentError, normaliseProblem } from '@rubato/core';
import type { LocalCostSpecification } from '@rubato/costs';
import type { Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { tensor3d } from '@tensorflow/tfjs-core';
import type { BatchMajorShape } from './batch-major.ts';
import { inWords, isList, isTensor, refuse, withNames } from './check.ts';
import type { Measure, Measured } from './measure.ts';
import { measureValue, precisionOf } from './measure.ts';
import { notBelowZero, tensorNotBelowZero } from './not-below-zero.ts';
import type { DeviceBackend, SolvedOnDevice } from './on-device.ts';
import { deviceBackend, solveOnDevice } from './on-device.ts';
import { readFloats } from './read-tensor.ts';
import { solveOnTensors } from './solve-on-tensors.ts';

/** Rows of targets on the host: no gradient is asked by them. */
export interface FixedTargets {
  readonly data: Float32Array | Float64Array;
  readonly shape: readonly [batch: number, columns: number, dimension: number];
}

/** Refuses anything but rows of targets with as many numbers as their shape says. */
export function checkFixedTargets(argument: string, targets: unknown): asserts targets is FixedTargets {
  const { data, shape } = (targets ?? {}) as { readonly data?: unknown; readonly shape?: unknown };
  const whole = isList(shape) && shape.length === 3 && Array.from(shape).every((side) => Number.isInteger(side) && (side as number) >= 1);
  const size = whole ? Array.from(shape as ArrayLike<number>).reduce((product, side) => product * side, 1) : -1;
  if ((data instanceof Float32Array || data instanceof Float64Array) && data.length === size) return;
  refuse(argument, targets, 'a function that gives { data, shape }: float data of shape [batch, columns, dimension]');
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
  /** What of the alignment is the loss, on the host and in float64. Default: its value, in float32 and on a device as well. */
  readonly measure?: Measure | undefined;
}

/** What normaliseProblem calls otherwise. */
export const featureNames: Readonly<Record<string, string>> = {
  'cost.x': 'predictions',
  'cost.y': 'targets',
  'cost.localCost': 'options.localCost',
  localCost: 'options.localCost',
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
  const { parameterization, localCost, predictionLengths: rowLengths, targetLengths: columnLengths, measure } = alignment;
  const tensors = isTensor(targets) ? [predictions, targets] : [predictions];
  const [batch, rows, dimension] = predictions.shape;
  const device = measure === undefined ? deviceBackend(alignment.backend) : undefined;
  if (device !== undefined) {
    const y = isTensor(targets) ? targets : tensor3d(Float32Array.from(targets.data), [...targets.shape]);
    return solveOnTensors(tensors, (wantsGradient) => {
      const { values, gradients } = solveFeaturesOnDevice(device, predictions, y, alignment, wantsGradient);
      const clipped = alignment.ofProbabilities ? tensorNotBelowZero(values, rowLengths) : values;
      return { values: clipped, gradients: gradients.slice(0, tensors.length) };
    });
  }
  const cost: CostInput = {
    kind: 'features',
    x: readFloats(predictions, 'predictions'),
    y: isTensor(targets) ? readFloats(targets, 'targets') : targets.data,
    shape: [batch, rows, targets.shape[1]],
    dimension,
    localCost,
  };
  const problem = withNames(featureNames, () =>
    normaliseProblem({ ...parameterization, cost, rowLengths, columnLengths, ...precisionOf(measure) }),
  );
  const solve = (measure ?? measureValue)(problem, alignment.backend);
  return solveOnTensors(tensors, (wantsGradient) => {
    const solution = solve(wantsGradient);
    const values = alignment.ofProbabilities ? notBelowZero(solution.values, rowLengths) : solution.values;
    return { values, gradients: featureGradients(solution).slice(0, tensors.length) };
  });
}

/** Values and gradients by both sequences, without a read-back. Nobody knows how large the costs are, so fronts compute. */
export function solveFeaturesOnDevice(
  device: DeviceBackend,
  predictions: Tensor3D,
  targets: Tensor3D,
  { parameterization, localCost, predictionLengths, targetLengths }: Omit<FeatureAlignment, 'backend' | 'ofProbabilities' | 'measure'>,
  wantsGradient: boolean,
): SolvedOnDevice {
  const [batch, rows, dimension] = predictions.shape;
  const shape = [batch, rows, targets.shape[1]] as const;
  const problemOf = ([x, y]: GPUBuffer[]): AlignmentProblem =>
    withNames(featureNames, () => {
      const cost = device.featuresCost({ x, y, shape, dimension, localCost });
      return normaliseProblem({ ...parameterization, cost, rowLengths: predictionLengths, columnLengths: targetLengths });
    });
  return solveOnDevice(device, [predictions, targets], wantsGradient, problemOf, { engine: 'fronts' });
}

/** The gradients by predictions and targets, where they were asked for. */
export function featureGradients({ inputGradient }: Pick<Measured, 'inputGradient'>): (Float32Array | Float64Array)[] {
  return inputGradient?.kind === 'features' ? [inputGradient.x, inputGradient.y] : [];
}
