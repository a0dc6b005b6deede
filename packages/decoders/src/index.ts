/** `@rubato/decoders`: from posteriors to label sequences, and how good they are. */

// The input of every decoder.
export type { Blank, PosteriorForm, Posteriors } from './posteriors/posteriors.ts';

// Greedy: the best path.
export { greedyDecode } from './greedy/greedy-decode.ts';
export type { GreedyOptions, GreedyResult } from './greedy/greedy-decode.ts';
export { bestClasses } from './greedy/best-classes.ts';

// Prefix beam search: the best label sequences over all their paths.
export { prefixBeamSearch } from './beam-search/prefix-beam-search.ts';
export type { BeamSearchOptions } from './beam-search/beam-search-options.ts';
export type { BeamSearchResult } from './beam-search/rank-entries.ts';

// Evaluation of label sequences.
export { editDistance } from './evaluation/edit-distance.ts';
export type { EditDistance, EditOperation, Sequence } from './evaluation/edit-distance.ts';
export { labelErrorRate } from './evaluation/label-error-rate.ts';
export { frameAccuracy } from './evaluation/frame-accuracy.ts';
export type { FrameAccuracyOptions } from './evaluation/frame-accuracy.ts';
