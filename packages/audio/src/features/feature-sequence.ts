/** A sequence of feature vectors, one for each frame of a signal. */
export interface FeatureSequence {
  /** `[frames, bins]`, row by row. */
  readonly data: Float32Array;
  readonly frames: number;
  readonly bins: number;
  /** Frames per second: the sample rate divided by the hop length. */
  readonly frameRate: number;
  /** The centre of each frame in seconds: `k·hopLength/sampleRate`. */
  readonly times: Float64Array;
}
