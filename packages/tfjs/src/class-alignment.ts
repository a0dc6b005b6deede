import type { AlignmentProblem, Backend, CostInput, Parameterization } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import type { Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { withNames } from './check.ts';
import { classCostsOnDevice, throughClassCostsOnDevice } from './class-costs-on-device.ts';
import type { ClassInput } from './log-softmax.ts';
import { classCosts, throughClassCosts } from './log-softmax.ts';
import type { Measure } from './measure.ts';
import { measureValue, precisionOf } from './measure.ts';
import { notBelowZero, tensorNotBelowZero } from './not-below-zero.ts';
import type { DeviceBackend } from './on-device.ts';
import { deviceBackend, solveOnDevice } from './on-device.ts';
import { readFloats } from './read-tensor.ts';
import { solveOnTensors } from './solve-on-tensors.ts';

/** An alignment of frames with columns that have a class each. */
export interface ClassAlignment {
  /** With `columnClasses`, shape [B, M]. */
  readonly parameterization: Parameterization;
  readonly input: ClassInput;
  readonly predictionLengths: Int32Array;
  readonly backend: Backend | readonly Backend[] | undefined;
  /** Whether the values are negative logarithms of probabilities. */
  readonly ofProbabilities: boolean;
  /** What of the alignment is the loss, on the host and in float64. Default: its value, in float32 and on a device as well. */
  readonly measure?: Measure | undefined;
}

/** What normaliseProblem calls otherwise. */
const problemNames = { rowLengths: 'options.predictionLengths', 'cost.values': 'predictions', 'cost.index': 'targets' };

/** The problem of an alignment of predictions [B, N, K] on the host, and the costs -log p in it. */
export function classProblem(
  predictions: Float32Array,
  [batch, rows, classes]: readonly number[],
  alignment: Pick<ClassAlignment, 'parameterization' | 'input' | 'predictionLengths' | 'measure'>,
): { readonly problem: AlignmentProblem; readonly costs: Float32Array } {
  const { parameterization, input, predictionLengths: rowLengths, measure } = alignment;
  const index = parameterization.columnClasses!;
  const costs = classCosts(predictions, classes, rows, rowLengths, input);
  const cost = { kind: 'gathered', values: costs, shape: [batch, rows, index.length / batch], classes, index } as const;
  const problem = withNames(problemNames, () => normaliseProblem({ ...parameterization, cost, rowLengths, ...precisionOf(measure) }));
  return { problem, costs };
}

/** Values [B] of an alignment whose costs are -log p(class of the column | frame), predictions [B, N, K]. */
export function classAlignment(predictions: Tensor3D, alignment: ClassAlignment): Tensor1D {
  const { input, predictionLengths, measure } = alignment;
  const device = measure === undefined ? deviceBackend(alignment.backend) : undefined;
  if (device !== undefined) return onDevice(device, predictions, alignment);
  const { problem, costs } = classProblem(readFloats(predictions, 'predictions'), predictions.shape, alignment);
  const solve = (measure ?? measureValue)(problem, alignment.backend);
  return solveOnTensors([predictions], (wantsGradient) => {
    const solution = solve(wantsGradient);
    const values = alignment.ofProbabilities ? notBelowZero(solution.values, predictionLengths) : solution.values;
    if (solution.inputGradient?.kind !== 'gathered') return { values, gradients: [] };
    const { values: gradient } = solution.inputGradient;
    throughClassCosts(gradient, costs, predictions.shape[2], input);
    return { values, gradients: [gradient] };
  });
}

/** The same without a read-back. */
function onDevice(backend: DeviceBackend, predictions: Tensor3D, alignment: ClassAlignment): Tensor1D {
  const { parameterization, input, predictionLengths: rowLengths } = alignment;
  const [batch, rows, classes] = predictions.shape;
  const index = parameterization.columnClasses!;
  const shape = [batch, rows, index.length / batch] as const;
  const problemOf = (cost: CostInput): AlignmentProblem =>
    withNames(problemNames, () => normaliseProblem({ ...parameterization, cost, rowLengths }));
  // No cost is looked at here.
  const anyCost = { kind: 'device', backend: backend.name, handle: {}, shape, precision: 'float32' } as const;
  const largest = backend.largestCost(problemOf(anyCost));
  return solveOnTensors([predictions], (wantsGradient) => {
    const costs = classCostsOnDevice(predictions, rowLengths, input, largest);
    const { values, gradients } = solveOnDevice(backend, [costs], wantsGradient, ([buffer]) =>
      problemOf(backend.gatheredCost({ values: buffer, shape, classes, index })),
    );
    return {
      values: alignment.ofProbabilities ? tensorNotBelowZero(values, rowLengths) : values,
      gradients: gradients.map((gradient) => throughClassCostsOnDevice(gradient, costs, input)),
    };
  });
}
