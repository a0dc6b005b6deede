/** `@rubato/presets`: parameterizations of dDTW, each a few lines of data. */

// DTW and soft-DTW.
export { dtw } from './dtw.ts';
export type { DtwOptions } from './dtw.ts';
export { softDtw } from './soft-dtw.ts';
export type { SoftDtwOptions } from './soft-dtw.ts';
export { weightedSoftDtw } from './weighted-soft-dtw.ts';
export type { WeightedSoftDtwOptions } from './weighted-soft-dtw.ts';
export { twoOneSoftDtw } from './two-one-soft-dtw.ts';
export type { TwoOneSoftDtwOptions } from './two-one-soft-dtw.ts';

// Modifiers of any of them.
export { subsequence } from './subsequence.ts';
export type { SubsequenceOptions } from './subsequence.ts';
export { openBegin } from './open-begin.ts';
export type { OpenBeginOptions } from './open-begin.ts';
export { openEnd } from './open-end.ts';
export type { OpenEndOptions } from './open-end.ts';
export type { Within } from './open-boundary.ts';

// Label sequences.
export { ctc } from './ctc.ts';
export type { CtcOptions } from './ctc.ts';
export { multiLabelCtc } from './multi-label-ctc.ts';
export { table1, table1Ids } from './table1.ts';
export type { Table1Id, Table1Options } from './table1.ts';
export { table1Rests } from './table1-reading.ts';
export type { Table1Reading } from './table1-reading.ts';

// Targets: what stands in the columns.
export { extendLabels } from './extend-labels.ts';
export { extendMultiLabels } from './extend-multi-labels.ts';
export type { ExtendMultiLabelsOptions } from './extend-multi-labels.ts';
export { oneHotTargets } from './one-hot-targets.ts';
export { multiHotTargets } from './multi-hot-targets.ts';
export type { TargetMatrix } from './target-matrix.ts';
export type { LabelSequences, MultiLabelSequences } from './labels.ts';
