import type { BeamEngine } from './beam-engine.ts';

/** A label sequence that the beam ends with. */
export interface BeamSearchResult {
  readonly labels: Int32Array;
  /** ln p(labels | frames), over the paths that the beam kept: exact where nothing was dropped, else at most that. */
  readonly logProbability: number;
  /** What the results are ordered by: `logProbability` and what language model, hot words and scorers add. */
  readonly score: number;
  /** Where asked: the first frame of each label, on the most probable path that spells them of those that the beam kept. */
  readonly frames?: Int32Array;
}

/** The beam's entries as they would be if the posteriors ended here, best first, at most `topN`. Equal scores: as in the beam. */
export function rankEntries(engine: BeamEngine, topN: number): BeamSearchResult[] {
  const { beam, trie, paths, settings } = engine;
  const ends: { readonly entry: number; readonly score: number }[] = [];
  for (let entry = 0; entry < beam.count; entry++) {
    let end = 0;
    for (const scorer of settings.scorers) end += scorer.finish(entry);
    const score = beam.logTotal[entry] + (beam.bonus[entry] + end);
    if (score > -Infinity) ends.push({ entry, score });
  }
  // Sorting is stable.
  ends.sort((a, b) => b.score - a.score);
  return ends.slice(0, topN).map(({ entry, score }) => ({
    labels: trie.sequence(beam.prefix[entry]),
    logProbability: beam.logTotal[entry],
    score,
    ...(paths === undefined ? {} : { frames: paths.framesOf(entry) }),
  }));
}
