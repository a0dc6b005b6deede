import type { Note } from './slice.ts';

/** Notes and the times of beats, in seconds. */
export interface Recording {
  readonly name: string;
  readonly notes: readonly Note[];
  readonly beats: readonly number[];
}

/** A score and its performances. The beats of each performance are those of the score, one by one; unknown ones are left out of both. */
export interface Piece {
  /** What must not be in two splits: a prelude goes with its fugue. */
  readonly name: string;
  readonly performances: readonly PerformedScore[];
}

/** A score beside one performance of it, with as many beats. */
export interface PerformedScore {
  readonly score: Recording;
  readonly performance: Recording;
}
