/** `@rubato/analysis`: what an alignment network learns, and how it fails. */

// Modified targets.
export { rowNormalisedAlignment } from './targets/row-normalised-alignment.ts';
export type { RowNormalisedAlignment } from './targets/row-normalised-alignment.ts';
export { modifiedTargets } from './targets/modified-targets.ts';
export type { ModifiedTargets } from './targets/modified-targets.ts';
export type { TargetOptions, TargetRowsInput } from './targets/target-rows.ts';
export { elementWiseEquivalence } from './targets/element-wise-equivalence.ts';
export type { ElementWiseEquivalence } from './targets/element-wise-equivalence.ts';
export { magnitudeDecay } from './targets/magnitude-decay.ts';
export type { EventMagnitude, MagnitudeDecay, MagnitudeDecayOptions } from './targets/magnitude-decay.ts';
export { targetBlurring } from './targets/target-blurring.ts';
export type { TargetBlurring } from './targets/target-blurring.ts';
export { targetDistance } from './targets/target-distance.ts';
export type { TargetDistance, TargetDistanceOptions } from './targets/target-distance.ts';
export type { FeatureSequence } from './targets/feature-sequence.ts';

// Temperature schedules.
export { constantSchedule, exponentialSchedule, linearSchedule } from './schedules/schedules.ts';
export type { Schedule, TransitionOptions } from './schedules/schedules.ts';
export { plateauSchedule } from './schedules/plateau-schedule.ts';
export type { PlateauOptions, PlateauSchedule, PlateauState } from './schedules/plateau-schedule.ts';
export { fourStepSchedule } from './schedules/four-step-schedule.ts';
export type { FourStepOptions, FourStepSchedule, FourStepState, TargetInspection, TrainingPhase } from './schedules/four-step-schedule.ts';

// Diagnostics.
export { diagnose, diagnosisRequest } from './diagnostics/diagnose.ts';
export type { DiagnosisOptions } from './diagnostics/diagnose.ts';
export type { DiagnosedItem, Diagnosis, Failure, Finding, UndiagnosedItem } from './diagnostics/diagnosis.ts';
export { diagnosisThresholds } from './diagnostics/thresholds.ts';
export type { DiagnosisThresholds } from './diagnostics/thresholds.ts';
export { alignmentCollapse } from './diagnostics/alignment-collapse.ts';
export type { AlignmentCollapse, AlignmentCollapseOptions } from './diagnostics/alignment-collapse.ts';
export { diagonalisation } from './diagnostics/diagonalisation.ts';
export type { Diagonalisation } from './diagnostics/diagonalisation.ts';
export { blankDominance } from './diagnostics/blank-dominance.ts';
export type { BlankDominance } from './diagnostics/blank-dominance.ts';
export type { BlankOptions } from './diagnostics/blank-columns.ts';
export type { FreeTargets } from './diagnostics/free-targets.ts';
export { temporalShift } from './diagnostics/temporal-shift.ts';
export type { TemporalShift, TemporalShiftOptions } from './diagnostics/temporal-shift.ts';

// Losses on alignments.
export type { AsyncLossOptions, LossOptions, LossResult } from './losses/compute-loss.ts';
export { computeLoss, computeLossSync } from './losses/compute-loss.ts';
export type { Loss, LossContext, LossParts, LossQuestion } from './losses/loss.ts';
export { expectedAlignment } from './losses/expected-alignment.ts';
export { dilate } from './losses/dilate.ts';
export type { DilateOptions } from './losses/dilate.ts';
export { timeDistortion } from './losses/time-distortion.ts';
export { pathCost } from './losses/path-cost.ts';
export type { PathCostOptions } from './losses/path-cost.ts';
export { pathLikelihood } from './losses/path-likelihood.ts';
export { pathCoverage } from './losses/path-coverage.ts';
export { alignmentValue } from './losses/alignment-value.ts';
export { sharpCost } from './losses/sharp-cost.ts';
export { alignmentEntropy } from './losses/alignment-entropy.ts';
export { weightedLosses } from './losses/weighted-losses.ts';
export type { WeightedLoss } from './losses/weighted-losses.ts';
export { pathDistance } from './losses/path-distance.ts';
export type { PathDistanceOptions } from './losses/path-distance.ts';

// Divergences of sequences.
export { softDtwDivergence } from './divergences/soft-dtw-divergence.ts';
export { sharpDivergence } from './divergences/sharp-divergence.ts';
export { meanCostDivergence } from './divergences/mean-cost-divergence.ts';
export type { DivergenceOptions, DivergenceResult } from './divergences/divergence.ts';
export type { SequenceBatch } from './divergences/sequence-batch.ts';

// Parameterizations for what is left out.
export { otam } from './parameterizations/otam.ts';
export type { OtamOptions } from './parameterizations/otam.ts';
export { dropDtw } from './parameterizations/drop-dtw.ts';
export type { DropDtw, DropDtwOptions } from './parameterizations/drop-dtw.ts';

// Averages and clusters of sequences.
export { softDtwBarycentre } from './averaging/soft-dtw-barycentre.ts';
export type { SoftDtwBarycentreOptions } from './averaging/soft-dtw-barycentre.ts';
export { dtwBarycentre } from './averaging/dtw-barycentre.ts';
export type { Average, AveragingOptions } from './averaging/averaging-options.ts';
export { softDtwKMeans } from './averaging/soft-dtw-k-means.ts';
export type { KMeansOptions, SequenceClusters } from './averaging/soft-dtw-k-means.ts';
