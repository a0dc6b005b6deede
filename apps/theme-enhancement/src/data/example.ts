import type { ThemeTargets } from '../shared-data/theme.ts';

/** What a network learns from or is tested on: what it hears, and what it should say. */
export interface Example extends ThemeTargets {
  readonly name: string;
  /** [N, …input shape of the data set], frame by frame. */
  readonly inputs: Float32Array;
}

/** Examples for training, for choosing among a training's weights, and for the final test. */
export interface DataSet {
  readonly name: string;
  /** The shape of one frame: pitch bins, and the numbers of each. */
  readonly frameShape: readonly [bins: number, channels: number];
  readonly framesPerSecond: number;
  readonly training: readonly Example[];
  readonly validation: readonly Example[];
  readonly test: readonly Example[];
}
