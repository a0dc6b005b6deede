import type { Parameterization } from '@rubato/core';
import type { LocalCostSpecification } from '@rubato/costs';
import type { LabelSequences, MultiLabelSequences } from '@rubato/presets';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { tidy } from '@tensorflow/tfjs-core';
import { batchMajor, batchMajorShape } from './batch-major.ts';
import { checkTensor, checkWord, refuse, withNames } from './check.ts';
import { checkLossOptions } from './check-loss-options.ts';
import { classAlignment } from './class-alignment.ts';
import type { FixedTargets } from './feature-alignment.ts';
import { checkFixedTargets, checkPair, featureAlignment } from './feature-alignment.ts';
import { readLengths } from './lengths.ts';
import type { ClassInput } from './log-softmax.ts';
import type { LossOptions } from './loss-options.ts';
import type { Measure } from './measure.ts';
import type { LabelTargets } from './read-labels.ts';
import { checkLabels, readLabels } from './read-labels.ts';
import { reduceLosses } from './reduce.ts';
import type { Temperature } from './temperature.ts';
import { temperatureNow } from './temperature.ts';

/** The labels of a batch, as `parameterization` and `columns` get them: class numbers or multi-hot rows. */
export type Labels = LabelSequences & MultiLabelSequences;

export interface AlignmentLossOptions extends LossOptions {
  /** γ in place of the parameterization's: one number, one per item, or a function, asked at each call. Default: the parameterization's. */
  readonly temperature?: Temperature;
  /** The local cost of features, by name or with parameters. Default `'squaredEuclidean'`. */
  readonly localCost?: string | LocalCostSpecification;
  /** What predictions of classes hold, where the parameterization knows the class of each column. Default `'logits'`. */
  readonly input?: ClassInput;
  /** What stands in the columns for labels, where they are compared by a local cost: `oneHotTargets` and its kin of `@rubato/presets`. */
  readonly columns?: (labels: Labels) => FixedTargets;
}

/** A loss of targets and predictions; options given here go before those of `alignmentLoss`. */
export type AlignmentLoss = (targets: LabelTargets, predictions: Tensor, options?: LossOptions) => Tensor;

/**
 * A loss for any parameterization of dDTW: `μ`-value of the alignment of predictions with targets, with gradients for tfjs.
 *
 * A parameterization as data aligns features: targets [B, M, D], predictions [B, N, D], a local cost, gradients by both. A function of
 * the labels aligns predictions [B, N, K] with labels: by class where the parameterization has `columnClasses` (`ctc`, the CTC rows of
 * `table1`), else by a local cost with the rows that `columns` makes of the labels. Values as the parameterization has them: no bound is
 * enforced. An item without a path has the value `Infinity` and gradient 0.
 *
 * @param parameterization a preset of `@rubato/presets` or one of your own, or a function from labels to it
 * @param settings local cost, columns, what predictions hold, and options for all calls
 * @returns a loss for `model.compile`, `tf.variableGrads`, `optimizer.minimize`
 * @throws InvalidArgumentError naming what is wrong, when the loss is computed
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { openCpu } from '@rubato/backend-cpu';
 * import { table1, weightedSoftDtw } from '@rubato/presets';
 * import { alignmentLoss, setComputeBackend } from '@rubato/tfjs';
 * setComputeBackend(openCpu());
 * const weighted = alignmentLoss(weightedSoftDtw({ diagonal: 2, temperature: 0.1 }));
 * weighted(tf.zeros([2, 4, 3]), tf.ones([2, 5, 3])).shape; // → []
 * const ctcB = alignmentLoss((labels) => table1('CTC-B', 'paper', labels, { blank: 0 }), { reduction: 'none' });
 * ctcB([[1], [2, 1]], tf.zeros([2, 6, 3])).shape; // → [2]
 * ```
 */
export function alignmentLoss(
  parameterization: Parameterization | ((labels: Labels) => Parameterization),
  settings: AlignmentLossOptions = {},
): AlignmentLoss {
  return makeAlignmentLoss(parameterization, settings);
}

/** The same for any measure of the alignment, by default its value. */
export function makeAlignmentLoss(
  parameterization: Parameterization | ((labels: Labels) => Parameterization),
  settings: AlignmentLossOptions,
  measure?: Measure,
): AlignmentLoss {
  checkLossOptions(settings, ['temperature', 'localCost', 'input', 'columns']);
  const { temperature, localCost = 'squaredEuclidean', input, columns, ...common } = settings;
  if (input !== undefined) checkWord('options.input', input, ['logits', 'logProbabilities']);
  if (columns !== undefined && typeof columns !== 'function') refuse('options.columns', columns, COLUMNS);
  if (typeof parameterization !== 'function') {
    if (input !== undefined) refuse('options.input', input, 'none, since the parameterization aligns features, not classes');
    if (columns !== undefined) refuse('options.columns', columns, 'none, since the parameterization aligns features, not labels');
  }
  const specification = typeof localCost === 'string' ? { name: localCost } : localCost;
  return (targets, predictions, options = {}) => {
    checkLossOptions(options);
    const all: LossOptions = { ...common, ...options };
    checkTensor('predictions', predictions, all.layout === 'timeMajor' ? ['N', 'B', 'K'] : ['B', 'N', 'K']);
    const own = temperature === undefined ? {} : { temperature: temperatureNow(temperature) };
    const names = temperature === undefined ? {} : { temperature: 'options.temperature' };
    const compute = () => {
      const [values, lengths] =
        typeof parameterization === 'function'
          ? withLabels(targets, predictions, {
              parameterization: (labels) => ({ ...parameterization(labels), ...own }),
              input,
              columns,
              localCost: specification,
              options: all,
              measure,
            })
          : withFeatures(targets as Tensor, predictions, {
              parameterization: { ...parameterization, ...own },
              localCost: specification,
              options: all,
              measure,
            });
      return reduceLosses(values, lengths, all);
    };
    return withNames(names, () => tidy(compute));
  };
}

/** What `columns` should be. */
const COLUMNS = 'a function that makes the rows of the columns, such as (labels) => oneHotTargets(labels, classes)';

type Valued = readonly [values: Tensor1D, targetLengths: Int32Array];

interface FeatureSettings {
  readonly parameterization: Parameterization;
  readonly localCost: LocalCostSpecification;
  readonly options: LossOptions;
  readonly measure: Measure | undefined;
}

function withFeatures(targets: Tensor, predictions: Tensor, settings: FeatureSettings): Valued {
  const { options, ...rest } = settings;
  checkTensor('targets', targets, options.layout === 'timeMajor' ? ['M', 'B', 'D'] : ['B', 'M', 'D']);
  const shape = batchMajorShape(predictions, options);
  const targetShape = batchMajorShape(targets, options);
  checkPair(shape, targetShape, targets);
  const predictionLengths = readLengths('options.predictionLengths', options.predictionLengths, shape[0], shape[1]);
  const targetLengths = readLengths('options.targetLengths', options.targetLengths, targetShape[0], targetShape[1]);
  const alignment = { ...rest, predictionLengths, targetLengths, backend: options.backend, ofProbabilities: false };
  return [featureAlignment(batchMajor(predictions, options), batchMajor(targets, options), alignment), targetLengths];
}

interface LabelSettings {
  readonly parameterization: (labels: Labels) => Parameterization;
  readonly input: ClassInput | undefined;
  readonly columns: ((labels: Labels) => FixedTargets) | undefined;
  readonly localCost: LocalCostSpecification;
  readonly options: LossOptions;
  readonly measure: Measure | undefined;
}

function withLabels(targets: LabelTargets, predictions: Tensor, settings: LabelSettings): Valued {
  const { input, columns, localCost, options, measure } = settings;
  const shape = batchMajorShape(predictions, options);
  const { labels, predictionLengths } = readLabels(targets, shape, options);
  const known = labels as unknown as Labels;
  const parameterization = withNames({ labels: 'targets' }, () => settings.parameterization(known));
  const targetLengths = Int32Array.from(labels, ({ length }) => length);
  const shared = { parameterization, predictionLengths, backend: options.backend, ofProbabilities: false, measure };
  if (parameterization.columnClasses !== undefined) {
    checkLabels(labels, shape[2], -1);
    return [classAlignment(batchMajor(predictions, options), { ...shared, input: input ?? 'logits' }), targetLengths];
  }
  if (columns === undefined) refuse('options.columns', columns, COLUMNS);
  if (input !== undefined)
    refuse('options.input', input, 'none, since the columns have no classes: the local cost says what predictions hold');
  const y = withNames({ labels: 'targets' }, () => columns(known));
  checkFixedTargets('options.columns', y);
  checkPair(shape, y.shape, y);
  const columnLengths = Int32Array.from(parameterization.columnLengths ?? targetLengths);
  return [featureAlignment(batchMajor(predictions, options), y, { ...shared, localCost, targetLengths: columnLengths }), targetLengths];
}
