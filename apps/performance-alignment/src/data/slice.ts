import type { PiecewiseLinearWarp } from '@rubato/decoders';

/** The rate of the frames: one every 1024 samples at 22,050 Hz. */
export const FRAMES_PER_SECOND: number = 22050 / 1024;

/** A part of a score beside the same part of a performance, as long as it in frames, and the truth between them. */
export interface Slice {
  readonly name: string;
  /** What must not be in two splits. */
  readonly piece: string;
  readonly frames: number;
  readonly dimension: number;
  /** Features, `[T, D]` each. */
  readonly score: Float32Array;
  readonly performance: Float32Array;
  /** Frames of the performance by frames of the score, from (0, 0) to (T - 1, T - 1), straight between beats. */
  readonly truth: PiecewiseLinearWarp;
  /** What sounds, in frames of its own axis, for pictures. */
  readonly scoreNotes: readonly Note[];
  readonly performanceNotes: readonly Note[];
}

/** A sounding note; pitch in semitones as MIDI counts them, velocity 1 to 127. Times in seconds unless said otherwise. */
export interface Note {
  readonly pitch: number;
  readonly start: number;
  readonly end: number;
  readonly velocity: number;
}

/** Slices by what they are for; no piece is in two splits. */
export interface DataSet {
  readonly name: string;
  readonly feature: string;
  readonly training: readonly Slice[];
  readonly validation: readonly Slice[];
  readonly test: readonly Slice[];
}
