import { ctc } from '@rubato/presets';
import type { Tensor } from '@tensorflow/tfjs-core';
import { tidy } from '@tensorflow/tfjs-core';
import { batchMajor, batchMajorShape } from './batch-major.ts';
import { readBlank } from './blank.ts';
import { checkTensor, checkWord, refuse } from './check.ts';
import { checkLossOptions } from './check-loss-options.ts';
import { classAlignment } from './class-alignment.ts';
import { smoothLabels } from './label-smoothing.ts';
import type { ClassInput } from './log-softmax.ts';
import type { LossOptions } from './loss-options.ts';
import type { LabelTargets } from './read-labels.ts';
import { checkLabels, readLabels } from './read-labels.ts';
import { reduceLosses } from './reduce.ts';

export interface CtcLossOptions extends LossOptions {
  /** The class of the blank; negative numbers count from the last class, -1. Default 0. */
  readonly blank?: number;
  /** What the predictions hold. Default `'logits'`. */
  readonly input?: ClassInput;
  /**
   * ε in [0, 1): (1 - ε)·loss + ε·Σ_n KL(uniform ‖ p_n) over the item's frames, uniform over the classes of probability above 0. An item
   * without a path has no second term. Default 0.
   */
  readonly labelSmoothing?: number;
}

/**
 * The CTC loss, `-log Σ_paths Π_n p(path_n | frame n)` over all paths that spell the labels once repetitions are merged and blanks left
 * out; with gradients for `tf.grad`, `tf.variableGrads`, `optimizer.minimize` and, with targets of `packTargets`, `model.fit`.
 *
 * Never below 0 by rounding. An item with fewer frames than labels and adjacent repeats together has loss `Infinity` (0 with
 * `zeroInfinity`) and gradient 0. Log-softmax is computed in float64 and handed on as float32; on tfjs-webgpu it is tfjs's own, in float32.
 * Log-probabilities count as free variables. Second derivatives are refused.
 * Sources: Graves et al., "Connectionist temporal classification", ICML 2006; label smoothing: Kim et al., "Improved training for online
 * end-to-end speech recognition systems", Interspeech 2018.
 *
 * @param targets labels: per item a list of class numbers, a tensor [B, L], or what `packTargets` made
 * @param predictions [B, N, K], or [N, B, K] time-major: logits, or log-probabilities
 * @param options blank, input, smoothing, lengths, layout, reduction, backend
 * @returns a scalar, or [B] with reduction `'none'`
 * @throws InvalidArgumentError naming the first label, length or prediction that is wrong; UnsupportedError where the backend
 * declines; on tfjs-webgpu UnavailableBackendError where no backend computes on its device
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import '@tensorflow/tfjs-layers'; // registers gradients, as @tensorflow/tfjs does
 * import * as tf from '@tensorflow/tfjs-core';
 * import { openCpu } from '@rubato/backend-cpu';
 * import { ctcLoss, setComputeBackend } from '@rubato/tfjs';
 * setComputeBackend(openCpu());
 * const logits = tf.tensor3d([0.6, 0.4, 0.3, 0.7].map(Math.log), [1, 2, 2]);
 * const [loss] = ctcLoss([[1]], logits).dataSync();
 * Math.abs(loss + Math.log(0.6 * 0.7 + 0.4 * 0.3 + 0.4 * 0.7)) < 1e-6; // → true
 * const gradient = tf.grad((x) => ctcLoss([[1]], x))(logits);
 * gradient.shape; // → [1, 2, 2]
 * ```
 */
export function ctcLoss(targets: LabelTargets, predictions: Tensor, options: CtcLossOptions = {}): Tensor {
  checkLossOptions(options, ['blank', 'input', 'labelSmoothing']);
  checkTensor('predictions', predictions, options.layout === 'timeMajor' ? ['N', 'B', 'K'] : ['B', 'N', 'K']);
  const { input = 'logits', labelSmoothing = 0, zeroInfinity = false, backend } = options;
  checkWord('options.input', input, ['logits', 'logProbabilities']);
  if (!(typeof labelSmoothing === 'number' && labelSmoothing >= 0 && labelSmoothing < 1)) {
    refuse('options.labelSmoothing', labelSmoothing, 'a number from 0 to below 1');
  }
  return tidy(() => {
    const shape = batchMajorShape(predictions, options);
    const classes = shape[2];
    const blank = readBlank(options.blank ?? 0, classes);
    const { labels, predictionLengths } = readLabels(targets, shape, options);
    checkLabels(labels, classes, blank);
    const parameterization = ctc(labels, { blank });
    const frames = batchMajor(predictions, options);
    const losses = classAlignment(frames, { parameterization, input, predictionLengths, backend, ofProbabilities: true });
    const lengths = Int32Array.from(labels, ({ length }) => length);
    if (labelSmoothing === 0) return reduceLosses(losses, lengths, options);
    const smoothed = smoothLabels(losses, frames, { lengths: predictionLengths, input, labelSmoothing, zeroInfinity });
    return reduceLosses(smoothed, lengths, { ...options, zeroInfinity: false });
  });
}
