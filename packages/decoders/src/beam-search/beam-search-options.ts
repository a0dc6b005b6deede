import { checkNumber, checkOptions, checkWhole, refuse } from '../check.ts';
import type { Blank } from '../posteriors/posteriors.ts';
import { checkBlank } from '../posteriors/posteriors.ts';
import type { Scorer } from '../scorers/scorer.ts';
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
  /** What else counts, added to ln p: language models, a lexicon, hot words, functions of one's own. Default: nothing. */
  readonly scorers?: readonly Scorer[];
  /** How many label sequences to answer with, at most. Default 1. */
  readonly topN?: number;
  /** Whether to say in which frame each label begins, on the most probable path that the beam kept. Default false. */
  readonly frames?: boolean;
}

const names = ['blank', 'beamWidth', 'tokenThreshold', 'beamThreshold', 'scorers', 'topN', 'frames'];

/** The options with their defaults, checked. */
export function engineSettings(options: BeamSearchOptions, classes: number): EngineSettings & { readonly topN: number } {
  checkOptions(options, names);
  const { blank = 0, beamWidth = 100, tokenThreshold = -Infinity, beamThreshold = Infinity, topN = 1, frames = false } = options;
  const { scorers = [] } = options;
  checkBlank(blank, classes);
  checkWhole('options.beamWidth', beamWidth, 1, 2 ** 30);
  if (tokenThreshold !== -Infinity) checkNumber('options.tokenThreshold', tokenThreshold, -Number.MAX_VALUE, 0);
  if (beamThreshold !== Infinity) checkNumber('options.beamThreshold', beamThreshold, 0, Number.MAX_VALUE);
  checkWhole('options.topN', topN, 1, 2 ** 30);
  if (typeof frames !== 'boolean') refuse('options.frames', frames, 'true or false');
  checkScorers(scorers);
  const opened = scorers.map((scorer) => (blank === 'none' ? scorer.open(classes) : scorer.open(classes, blank)));
  return { classes, blank: blank === 'none' ? -1 : blank, beamWidth, tokenThreshold, beamThreshold, topN, frames, scorers: opened };
}

function checkScorers(scorers: unknown): asserts scorers is readonly Scorer[] {
  if (!Array.isArray(scorers)) refuse('options.scorers', scorers, 'a list of scorers');
  for (let s = 0; s < scorers.length; s++) {
    const scorer: unknown = scorers[s];
    const opens = typeof scorer === 'object' && scorer !== null && typeof (scorer as Partial<Scorer>).open === 'function';
    if (!opens) refuse('options.scorers', scorer, 'a scorer, as hotWords(…) and its kin make', [s]);
  }
}
