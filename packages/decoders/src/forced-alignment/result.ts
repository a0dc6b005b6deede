/**
 * When something happens: `probabilities[i]` = P(at frame `firstFrame + i`), with what lies before and after the window. All sum to the
 * probability that the path visits the segment at all: 1 unless steps may skip it.
 */
export interface TimeDistribution {
  readonly firstFrame: number;
  readonly probabilities: Float64Array;
  readonly before: number;
  readonly after: number;
  /** Mean in frames over the whole distribution, window or not, given that the segment is visited; NaN where it never is. */
  readonly mean: number;
  /** Standard deviation in frames, likewise. */
  readonly deviation: number;
}

/** What the posterior says of a segment; absent where confidences were not asked for. */
export interface SegmentPosterior {
  /** The mean over the segment's frames of P(path is in the segment's columns at that frame); 0 for a segment without frames. */
  readonly confidence: number;
  /** Of the first frame. */
  readonly start: TimeDistribution;
  /** Of the last frame, which is `endFrame - 1` on the best path. */
  readonly end: TimeDistribution;
}

/** The frames of the best path in the columns of a token or a word. */
export interface Segment {
  /** The first frame, and the one behind the last: `[startFrame, endFrame)`. Equal where the path skips the segment. */
  readonly startFrame: number;
  readonly endFrame: number;
  /** The same over the frame rate. */
  readonly startSeconds?: number;
  readonly endSeconds?: number;
  /** Minus the cost of the best path's steps into the segment: for CTC `Σ_n ln p(class | n)`, blanks inside a word included. */
  readonly logProbability: number;
  readonly posterior?: SegmentPosterior;
}

export interface TokenSegment extends Segment {
  /** The class of the token's (first) column. */
  readonly label: number;
}

export interface WordSegment extends Segment {
  /** The word's tokens are `tokens[firstToken]` up to `tokens[firstToken + tokenCount - 1]`. */
  readonly firstToken: number;
  readonly tokenCount: number;
}

/** The best path of one item, and how sure it is. */
export interface AlignedItem {
  readonly status: 'aligned';
  readonly tokens: readonly TokenSegment[];
  /** Empty where no words were asked for. */
  readonly words: readonly WordSegment[];
  /** (frame, column) pairs. */
  readonly path: Int32Array;
  /** Minus the cost of the best path: for CTC the logarithm of its probability. */
  readonly pathLogProbability: number;
  /** Minus the value over all paths: for CTC `ln p(labels | frames)`. Absent where confidences were not asked for. */
  readonly logProbability?: number;
}

/** An item without any path. */
export interface InfeasibleItem {
  readonly status: 'infeasible';
  readonly reason: string;
  /** How many more frames it would take; absent where frames are not what is missing. */
  readonly missingFrames?: number;
}

export type ForcedAlignment = AlignedItem | InfeasibleItem;
