/** Scores aligned with performances by learned features: what the command line is made of. */

// Pieces, and slices of them.
export type { PerformedScore, Piece, Recording } from './data/piece.ts';
export type { DataSet, Note, Slice } from './data/slice.ts';
export { composePieces } from './data/compose.ts';
export { readAsap } from './data/read-asap.ts';
export { splitByPiece } from './data/split.ts';
export type { Split } from './data/split.ts';
export { planSlices } from './data/plan-slices.ts';
export type { SlicePlan } from './data/plan-slices.ts';

// Sound and features.
export { makeData } from './features/make-data.ts';
export type { DataOptions, SplitSizes } from './features/make-data.ts';
export { featureCache } from './features/feature-cache.ts';
export type { FeatureArrays, FeatureCache } from './features/feature-cache.ts';
export type { FeatureKind } from './features/feature-kind.ts';

// The network, and its losses.
export { Extractor } from './network/extractor.ts';
export type { Architecture, ExtractorOptions } from './network/extractor.ts';
export { gru } from './network/gru.ts';
export { featureLoss } from './losses/feature-loss.ts';
export type { LossSettings } from './losses/feature-loss.ts';
export type { Method, TrainedMethod } from './losses/method.ts';

// The experiment.
export { runExperiment } from './experiment.ts';
export type { Experiment, ExperimentHooks, Outcome } from './experiment.ts';
export type { Candidate } from './evaluation/candidate.ts';
export { evaluate } from './evaluation/evaluate.ts';
export type { Aligner, FeatureView, Scores, SliceScore } from './evaluation/evaluate.ts';
export { writeReport } from './report/report.ts';
