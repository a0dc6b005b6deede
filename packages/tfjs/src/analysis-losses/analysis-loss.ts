import type { Loss } from '@rubato/analysis';
import { computeLossSync } from '@rubato/analysis';
import type { AlignmentProblem, Parameterization } from '@rubato/core';
import { UnsupportedError } from '@rubato/core';
import { getBackend } from '@tensorflow/tfjs-core';
import type { AlignmentLoss, AlignmentLossOptions, Labels } from '../alignment-loss.ts';
import { makeAlignmentLoss } from '../alignment-loss.ts';
import { refuse } from '../check.ts';
import type { Measure } from '../measure.ts';
import { firstThatCan } from './first-that-can.ts';

/**
 * A loss of `@rubato/analysis` for tfjs: what `alignmentLoss` is for the value of an alignment, for anything else that is measured on it, with
 * gradients by the predictions and by targets that are features.
 *
 * `loss` is handed the problem of the batch, [B, N, M] with the predictions in the rows: `alignmentEntropy`, `sharpCost`, or
 * `(problem) => dilate(problem, …)`; several add up by `weightedLosses`. One solve gives value and gradient, unless the loss itself needs
 * more. It is computed on the host in float64, by the first backend that can: most of these gradients are Hessian products, which
 * `@rubato/backend-cpu` has and `@rubato/backend-wasm` has not. An item without a path has the value `Infinity` and gradient 0. Second
 * derivatives are refused.
 * Source of the gradients: Mensch & Blondel, "Differentiable dynamic programming for structured prediction and attention", ICML 2018.
 *
 * @param loss makes the loss of a problem, at each call
 * @param parameterization as of `alignmentLoss`
 * @param settings as of `alignmentLoss`
 * @returns a loss for `model.compile`, `tf.variableGrads`, `optimizer.minimize`
 * @throws InvalidArgumentError naming what is wrong, when the loss is computed; UnsupportedError where no backend can, and on tfjs-webgpu,
 * where nothing can be read at once
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { alignmentEntropy, alignmentValue, weightedLosses } from '@rubato/analysis';
 * import { openCpu } from '@rubato/backend-cpu';
 * import { ctc } from '@rubato/presets';
 * import { analysisLoss, setComputeBackend } from '@rubato/tfjs';
 * setComputeBackend(openCpu());
 * // CTC less a tenth of the entropy of its paths: alignments stay soft.
 * const loss = analysisLoss(
 *   (problem) =>
 *     weightedLosses([
 *       { weight: 1, loss: alignmentValue(problem) },
 *       { weight: -0.1, loss: alignmentEntropy(problem) },
 *     ]),
 *   (labels) => ctc(labels),
 * );
 * const [value] = loss([[1]], tf.zeros([1, 2, 2])).dataSync();
 * // Three of the four paths spell the label.
 * Math.abs(value - (-Math.log(3 / 4) - 0.1 * Math.log(3))) < 1e-6; // → true
 * ```
 */
export function analysisLoss(
  loss: (problem: AlignmentProblem) => Loss,
  parameterization: Parameterization | ((labels: Labels) => Parameterization),
  settings: AlignmentLossOptions = {},
): AlignmentLoss {
  if (typeof loss !== 'function') refuse('loss', loss, 'a function from a problem to its loss, such as alignmentEntropy');
  const compute = makeAlignmentLoss(parameterization, settings, measureOf(loss));
  return (targets, predictions, options) => {
    refuseWebGpu();
    return compute(targets, predictions, options);
  };
}

function measureOf(lossOf: (problem: AlignmentProblem) => Loss): Measure {
  return (problem, own) => {
    const loss = lossOf(problem);
    if (loss?.problem !== problem) refuse('loss', loss, 'a function that answers a loss of the problem that it is handed');
    const backend = firstThatCan(own);
    return (wantsGradient) => computeLossSync(loss, { backend, inputGradient: wantsGradient });
  };
}

function refuseWebGpu(): void {
  if (getBackend() !== 'webgpu') return;
  throw new UnsupportedError(
    'tfjs-webgpu',
    'losses on alignments other than their value are computed on the host, and nothing computed there can be read at once:' +
      " await tf.setBackend('wasm'), or another",
  );
}
