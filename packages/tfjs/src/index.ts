/** `@rubato/tfjs`: alignment losses for TensorFlow.js, with exact gradients. */

// What the losses compute with.
export { setComputeBackend } from './compute-backend.ts';

// Losses.
export { ctcLoss } from './ctc-loss.ts';
export type { CtcLossOptions } from './ctc-loss.ts';
export { multiLabelCtcLoss } from './multi-label-ctc-loss.ts';
export type { MultiLabelCtcLossOptions } from './multi-label-ctc-loss.ts';
export { softDtwLoss } from './soft-dtw-loss.ts';
export type { SoftDtwLossOptions } from './soft-dtw-loss.ts';
export { softDtwDivergence } from './soft-dtw-divergence.ts';
export { alignmentLoss } from './alignment-loss.ts';
export type { AlignmentLoss, AlignmentLossOptions, Labels } from './alignment-loss.ts';
export type { LossOptions, Reduction } from './loss-options.ts';
export type { Temperature } from './temperature.ts';

// Losses on alignments, of `@rubato/analysis`.
export { analysisLoss } from './analysis-losses/analysis-loss.ts';
export { dilateLoss } from './analysis-losses/dilate-loss.ts';
export type { DilateLossOptions } from './analysis-losses/dilate-loss.ts';
export { pathSupervisedLoss } from './analysis-losses/path-supervised-loss.ts';
export type { PathMeasure, PathSupervisedLossOptions } from './analysis-losses/path-supervised-loss.ts';
export { alignmentEntropyLoss } from './analysis-losses/alignment-entropy-loss.ts';

// Warps.
export { decDtw } from './warps/dec-dtw.ts';
export { decDtwAsync } from './warps/dec-dtw-async.ts';
export type { AsyncWarpOptions, AsyncWarps } from './warps/dec-dtw-async.ts';
export { gdtwLoss } from './warps/gdtw-loss.ts';
export type { GdtwLossOptions } from './warps/gdtw-loss.ts';
export { largestErrorLoss, timeDeviationLoss, timeErrorLoss } from './warps/warp-losses.ts';
export type { WarpLossOptions } from './warps/warp-losses.ts';
export type { WarpSpan } from './warps/warp-span.ts';
export type { WarpTruth } from './warps/warp-truth.ts';
export type { TensorWarpBand, TensorWarpOptions, WarpGradientReport } from './warps/warp-options.ts';
export type { ItemNumbersInput } from './warps/item-numbers.ts';
export { InfeasibleItemError } from './warps/item-errors.ts';

// Targets.
export { packTargets } from './pack-targets.ts';
export type { PackTargetsOptions } from './pack-targets.ts';
export type { Lengths } from './lengths.ts';
export type { LabelTargets } from './read-labels.ts';
export type { ClassInput } from './log-softmax.ts';
export type { FixedTargets } from './feature-alignment.ts';

// Callbacks.
export { labelErrorRateCallback } from './callbacks/label-error-rate-callback.ts';
export type { LabelErrorRateOptions, Predictor } from './callbacks/label-error-rate-callback.ts';
export { temperatureCallback } from './callbacks/temperature-callback.ts';
export type { InspectionOptions, TemperatureCallback, TemperatureCallbackOptions } from './callbacks/temperature-callback.ts';
export { constantSchedule, exponentialSchedule, linearSchedule, plateauSchedule } from '@rubato/analysis';
export type {
  FourStepSchedule,
  PlateauOptions,
  PlateauSchedule,
  PlateauState,
  Schedule,
  TargetInspection,
  TransitionOptions,
} from '@rubato/analysis';
export type { EpochCallback, EpochLogs } from './callbacks/epoch-callback.ts';

// Operations of converted graphs.
export { registerCtcOps } from './graph-ops/register-ctc-ops.ts';
export type { OpRegistry } from './graph-ops/register-ctc-ops.ts';
export type { GraphNode } from './graph-ops/graph-node.ts';
