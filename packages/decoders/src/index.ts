/** `@rubato/decoders`: from posteriors to label sequences, and how good they are. */

// The input of every decoder.
export type { Blank, PosteriorForm, Posteriors } from './posteriors/posteriors.ts';

// Greedy: the best path.
export { greedyDecode } from './greedy/greedy-decode.ts';
export { GreedyStream } from './greedy/greedy-stream.ts';
export type { GreedyOptions, GreedyResult, GreedyState } from './greedy/greedy-stream.ts';
export { bestClasses } from './greedy/best-classes.ts';

// Prefix beam search: the best label sequences over all their paths.
export { prefixBeamSearch } from './beam-search/prefix-beam-search.ts';
export type { BeamSearchOptions } from './beam-search/beam-search-options.ts';
export { BeamSearchStream } from './beam-search/beam-search-stream.ts';
export type { PartialResult } from './beam-search/beam-search-stream.ts';
export type { BeamSearchState } from './beam-search/beam-state.ts';
export type { SavedPaths } from './beam-search/path-state.ts';
export type { SavedNumber } from './saved-number.ts';
export type { BeamSearchResult } from './beam-search/rank-entries.ts';

// What else counts in a beam search: scorers.
export { Vocabulary } from './scorers/vocabulary.ts';
export type { VocabularyOptions } from './scorers/vocabulary.ts';
export { lexicon } from './scorers/lexicon.ts';
export { hotWords } from './scorers/hot-words.ts';
export type { HotWord } from './scorers/hot-words.ts';
export { wordLanguageModel } from './scorers/word-language-model.ts';
export { labelLanguageModel } from './scorers/label-language-model.ts';
export type { LanguageModelOptions } from './scorers/fusion-options.ts';
export { callbackScorer } from './scorers/callback-scorer.ts';
export type { ScorerCallbacks } from './scorers/callback-scorer.ts';
export type { GainTable, SavedScorer, Scorer, ScorerFingerprint, ScorerStates } from './scorers/scorer.ts';

// Language models.
export { readArpa, readArpaStream } from './language-model/read-arpa.ts';
export type { ArpaChunk, ReadArpaOptions } from './language-model/read-arpa.ts';
export { ArpaFormatError } from './language-model/arpa-format-error.ts';
export type { NgramModel, SentenceOptions } from './language-model/ngram-model.ts';
export type { LanguageModel } from './language-model/language-model.ts';

// Evaluation of label sequences.
export { editDistance } from './evaluation/edit-distance.ts';
export type { EditDistance, EditOperation, Sequence } from './evaluation/edit-distance.ts';
export { labelErrorRate } from './evaluation/label-error-rate.ts';
export { frameAccuracy } from './evaluation/frame-accuracy.ts';
export type { FrameAccuracyOptions } from './evaluation/frame-accuracy.ts';

// Forced alignment.
export { forceAlign, forceAlignSync } from './forced-alignment/force-align.ts';
export type { ColumnRange, ForcedAlignmentAsyncOptions, ForcedAlignmentOptions, WordGrouping } from './forced-alignment/options.ts';
export type {
  AlignedItem,
  ForcedAlignment,
  InfeasibleItem,
  Segment,
  SegmentPosterior,
  TimeDistribution,
  TokenSegment,
  WordSegment,
} from './forced-alignment/result.ts';
export type { ForcedAlignmentState } from './forced-alignment/state.ts';

// Evaluation of alignments, detections and rankings.
export type { PiecewiseLinearWarp, TimeErrorOptions } from '@rubato/core/warp';
export { warpPositions } from './alignment-evaluation/warp.ts';
export { pathToWarp } from './alignment-evaluation/path-to-warp.ts';
export type { PathToWarpOptions } from './alignment-evaluation/path-to-warp.ts';
export { timeError } from './alignment-evaluation/time-error.ts';
export type { TimeError } from './alignment-evaluation/time-error.ts';
export { eventErrors } from './alignment-evaluation/event-errors.ts';
export type { EventErrors } from './alignment-evaluation/event-errors.ts';
export { matchEvents } from './alignment-evaluation/match-events.ts';
export type { EventMatching, Events, MatchEventsOptions } from './alignment-evaluation/match-events.ts';
export { activationScores } from './alignment-evaluation/activation-scores.ts';
export type { ActivationOptions } from './alignment-evaluation/activation-scores.ts';
export type { DetectionScores } from './alignment-evaluation/detection-scores.ts';
export { meanReciprocalRank, topKRate } from './alignment-evaluation/ranking-scores.ts';

// Retrieval: queries in documents.
export type { FeatureSequence } from './retrieval/feature-sequence.ts';
export { findMatches } from './retrieval/find-matches.ts';
export type { FindMatchesOptions, Match } from './retrieval/find-matches.ts';
export { rankCollection } from './retrieval/rank-collection.ts';
export type { CollectionRanking, RankCollectionOptions } from './retrieval/rank-collection.ts';
export type { RankedDocument } from './retrieval/ranked-document.ts';
export type { Comparison } from './retrieval/collection.ts';
export { evaluateRetrieval } from './retrieval/evaluate-retrieval.ts';
export type { EvaluateRetrievalOptions, RetrievalEvaluation } from './retrieval/evaluate-retrieval.ts';

// Long recordings.
export { linearMemoryBytes, linearMemoryPath } from './long-recordings/linear-memory-path.ts';
export type { LinearMemoryOptions, LongPath } from './long-recordings/linear-memory-path.ts';
export { multiScalePath } from './long-recordings/multi-scale-path.ts';
export type { MultiScaleOptions } from './long-recordings/multi-scale-options.ts';
export type { PooledNorm } from './long-recordings/pool-features.ts';
export { OnlineAlignment } from './long-recordings/online-alignment.ts';
export type { OnlinePosition } from './long-recordings/online-alignment.ts';
export type { Normalisation, OnlineAlignmentOptions } from './long-recordings/online-options.ts';
export type { OnlineAlignmentState, SavedRow } from './long-recordings/online-state.ts';
export type { WorkOptions } from './long-recordings/run-work.ts';
