import { checkNumber, checkOptions, checkWhole, refuse } from '../check.ts';
import type { Blank } from '../posteriors/posteriors.ts';
import { checkBlank } from '../posteriors/posteriors.ts';
import type { EngineSettings } from './beam-engine.ts';

export interface BeamSearchOptions {
  /** The class of the blank, or `'none'` for networks without one. Default 0. */
  readonly blank?: Blank;
  /** The most prefixes kept after a frame. Default 100. */
  readonly beamWidth?: number;
  /**
   * Natural logarithm of a probability, at most 0: in each frame, classes below are taken as impossible, except the most probable one.
   * Default `-Infinity`: none is.
   */
  readonly tokenThreshold?: number;
  /** Prefixes are dropped whose score is lower than the best one's by more than this. Default `Infinity`: none is. */
  readonly beamThreshold?: number;
  /** How many label sequences to answer with, at most. Default 1. */
  readonly topN?: number;
  /** Whether to say in which frame each label begins. Default false. */
  readonly frames?: boolean;
}

const names = ['blank', 'beamWidth', 'tokenThreshold', 'beamThreshold', 'topN', 'frames'];

/** The options with their defaults, checked. */
export function engineSettings(options: BeamSearchOptions, classes: number): EngineSettings & { readonly topN: number } {
  checkOptions(options, names);
  const { blank = 0, beamWidth = 100, tokenThreshold = -Infinity, beamThreshold = Infinity, topN = 1, frames = false } = options;
  checkBlank(blank, classes);
  checkWhole('options.beamWidth', beamWidth, 1, 2 ** 30);
  if (tokenThreshold !== -Infinity) checkNumber('options.tokenThreshold', tokenThreshold, -Number.MAX_VALUE, 0);
  if (beamThreshold !== Infinity) checkNumber('options.beamThreshold', beamThreshold, 0, Number.MAX_VALUE);
  checkWhole('options.topN', topN, 1, 2 ** 30);
  if (typeof frames !== 'boolean') refuse('options.frames', frames, 'true or false');
  return { classes, blank: blank === 'none' ? -1 : blank, beamWidth, tokenThreshold, beamThreshold, topN, frames, fusions: [] };
}
