/** What a theme is for in the published training: splits 1 to 3 train, 4 selects, 5 tests. */
export type ThemeRole = 'train' | 'validation' | 'test';

/** What a network is trained towards, for one theme of K classes. */
export interface ThemeTargets {
  /** N, the number of frames. */
  readonly frames: number;
  /** The class of every note, 0 to K - 1; repeated notes are kept, rests are not there. */
  readonly labels: Int32Array;
  /** Which class sounds, row by row without times, [M, K] of 0 and 1: at most one per row, an all-zero row is a rest. */
  readonly weak: Float32Array;
  /** Which class sounds in each frame, [N, K] of 0 and 1: at most one per row, an all-zero row is a rest. */
  readonly strong: Float32Array;
}

/** One theme: what the network hears, and what it should say. */
export interface Theme extends ThemeTargets {
  readonly name: string;
  readonly role: ThemeRole;
  /** Magnitudes of a harmonic constant-Q transform, [N, 216, 6]: frames, pitch bins, harmonics. */
  readonly hcqt: Float32Array;
}

/** Pitch bins of a frame: 36 per octave, six octaves from C1. */
export const BINS = 216;

/** Harmonics of a bin: 0.5, 1, 2, 3, 4, 5. */
export const HARMONICS = 6;

/** Classes of the published networks: the pitch classes C to B. The blank is one more, the last. */
export const PITCH_CLASSES = 12;
