import { extendMultiLabels, multiLabelCtc } from '@rubato/presets';
import type { MultiLabelSequences } from '@rubato/presets';
import type { Tensor } from '@tensorflow/tfjs-core';
import { tidy } from '@tensorflow/tfjs-core';
import { batchMajor, batchMajorShape } from './batch-major.ts';
import { readBlank } from './blank.ts';
import { checkTensor, checkWord, withNames } from './check.ts';
import { checkLossOptions } from './check-loss-options.ts';
import { featureAlignment } from './feature-alignment.ts';
import type { LossOptions } from './loss-options.ts';
import type { LabelTargets } from './read-labels.ts';
import { readLabels } from './read-labels.ts';
import { reduceLosses } from './reduce.ts';

export interface MultiLabelCtcLossOptions extends LossOptions {
  /** The dimension of the blank among the K of the predictions; negative numbers count from the last, -1. Default 0. */
  readonly blank?: number;
  /** What the predictions hold: logits of independent Bernoulli probabilities, or these. Default `'logits'`. */
  readonly input?: 'logits' | 'probabilities';
}

/**
 * The multi-label CTC loss: CTC over labels that are sets of classes, `-log p(labels | frames)` with
 * `p(blank) = p_ε` and `p(label) = (1 - p_ε)·Π_d (y_d p_d + (1 - y_d)(1 - p_d))`.
 *
 * Never below 0 by rounding. Two equal rows in succession need a blank between them; an all-zero row is a label (no class active), not a
 * blank. An item with too few frames has loss `Infinity` (0 with `zeroInfinity`) and gradient 0. Second derivatives are refused.
 * Sources: Zeitler & Müller, IEEE/ACM TASLPRO 34, 2026, section VI-B; Wigington, Price & Cohen, "Multi-label connectionist temporal
 * classification", ICDAR 2019.
 *
 * @param targets per item a list of multi-hot rows of K - 1 numbers in [0, 1], without the blank; a tensor [B, L, K - 1]; or what
 * `packTargets` made
 * @param predictions [B, N, K], or [N, B, K] time-major
 * @param options blank, input, lengths, layout, reduction, backend
 * @returns a scalar, or [B] with reduction `'none'`
 * @throws InvalidArgumentError naming the first row, length or prediction that is wrong; UnsupportedError where the backend
 * declines; on tfjs-webgpu UnavailableBackendError where no backend computes on its device
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { openCpu } from '@rubato/backend-cpu';
 * import { multiLabelCtcLoss } from '@rubato/tfjs';
 * const probabilities = tf.tensor3d([0.2, 0.9, 0.4], [1, 1, 3]);
 * const [loss] = multiLabelCtcLoss([[[1, 0]]], probabilities, { input: 'probabilities', backend: openCpu() }).dataSync();
 * Math.abs(loss + Math.log(0.8 * 0.9 * 0.6)) < 1e-6; // → true
 * ```
 */
export function multiLabelCtcLoss(targets: LabelTargets, predictions: Tensor, options: MultiLabelCtcLossOptions = {}): Tensor {
  checkLossOptions(options, ['blank', 'input']);
  checkTensor('predictions', predictions, options.layout === 'timeMajor' ? ['N', 'B', 'K'] : ['B', 'N', 'K']);
  const { input = 'logits', backend } = options;
  checkWord('options.input', input, ['logits', 'probabilities']);
  return tidy(() => {
    const shape = batchMajorShape(predictions, options);
    const dimension = shape[2];
    const blank = readBlank(options.blank ?? 0, dimension);
    const { labels, predictionLengths } = readLabels(targets, shape, options);
    const rows = labels as unknown as MultiLabelSequences;
    const names = { labels: 'targets', classes: 'targets' };
    const [parameterization, columns] = withNames(names, () => [
      multiLabelCtc(rows),
      extendMultiLabels(rows, { blank, classes: dimension - 1 }),
    ]);
    const losses = featureAlignment(batchMajor(predictions, options), columns, {
      parameterization,
      localCost: { name: 'multiLabelCtc', parameters: { input, blank } },
      predictionLengths,
      targetLengths: columns.columnLengths,
      backend,
      ofProbabilities: true,
    });
    const lengths = Int32Array.from(labels, ({ length }) => length);
    return reduceLosses(losses, lengths, options);
  });
}
