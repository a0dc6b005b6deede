import { checkWhole, refuse } from '../check.ts';
import { FrameReader } from '../posteriors/frame-reader.ts';
import type { Posteriors } from '../posteriors/posteriors.ts';
import { checkPosteriors } from '../posteriors/posteriors.ts';
import { BeamEngine } from './beam-engine.ts';
import type { Scorer } from '../scorers/scorer.ts';
import type { BeamSearchOptions } from './beam-search-options.ts';
import { engineSettings } from './beam-search-options.ts';
import type { BeamSearchState } from './beam-state.ts';
import { restoreState, saveState } from './beam-state.ts';
import type { BeamSearchResult } from './rank-entries.ts';
import { rankEntries } from './rank-entries.ts';

/** The best prefix so far. */
export interface PartialResult extends BeamSearchResult {
  /** So many labels from the beginning stand in every prefix of the beam: no frame to come changes them. */
  readonly settled: number;
}

/**
 * Prefix beam search of one growing sequence: push frames as they come, in pieces of any size, and ask at any time.
 *
 * The answer is that of `prefixBeamSearch` on all frames at once, to the last bit. Memory and time for a frame do not grow with the
 * number of frames but for the labels themselves. `save()` answers plain data; a new stream with the same options takes it over, and one
 * with other settings or other scorers (but for what stands in functions of one's own) refuses it.
 *
 * @throws InvalidArgumentError naming the option, or the part of the state that does not fit: a setting, or what differs of which scorer
 *
 * @example
 * ```ts
 * import { BeamSearchStream } from '@rubato/decoders';
 * const options = { blank: 0, beamWidth: 10 } as const;
 * const stream = new BeamSearchStream(3, options);
 * stream.push({ data: Float64Array.of(0.1, 0.8, 0.1, 0.9, 0.1, 0), shape: [1, 2, 3] });
 * stream.partial()?.labels; // → Int32Array.of(1)
 * const text = JSON.stringify(stream.save());
 *
 * const resumed = new BeamSearchStream(3, options, JSON.parse(text));
 * resumed.push({ data: Float64Array.of(0.1, 0.1, 0.8), shape: [1, 1, 3] });
 * resumed.results()[0].labels; // → Int32Array.of(1, 2)
 * resumed.frames; // → 3
 * ```
 */
export class BeamSearchStream {
  readonly #engine: BeamEngine;
  readonly #scorers: readonly Scorer[];
  readonly #topN: number;
  readonly #row: Float64Array;

  /** @param state where to go on: what `save()` of a stream with the same options answered */
  constructor(classes: number, options: BeamSearchOptions = {}, state?: BeamSearchState) {
    checkWhole('classes', classes, 1, 2 ** 30);
    const { topN, ...settings } = engineSettings(options, classes);
    this.#engine = new BeamEngine(settings);
    this.#scorers = [...(options.scorers ?? [])];
    this.#topN = topN;
    this.#row = new Float64Array(classes);
    if (state !== undefined) restoreState(this.#engine, state, this.#scorers);
  }

  /** The number of frames taken. */
  get frames(): number {
    return this.#engine.frame;
  }

  /**
   * Takes more frames, of one item. Where one of them is refused, those before it have been taken.
   *
   * @throws InvalidArgumentError naming the first bad number or row of this piece
   */
  push(posteriors: Posteriors): void {
    checkPosteriors(posteriors);
    const [batch, , classes] = posteriors.shape;
    if (batch !== 1) refuse('posteriors.shape', batch, '1 item: a stream is of one sequence', [0]);
    if (classes !== this.#row.length) refuse('posteriors.shape', classes, `${this.#row.length} classes, as the stream has`, [2]);
    const reader = new FrameReader(posteriors);
    for (let frame = 0; frame < reader.length(0); frame++) {
      reader.read(0, frame, this.#row);
      this.#engine.step(this.#row);
    }
  }

  /** The results as if the sequence ended here, at most `topN`. More frames may come. */
  results(): BeamSearchResult[] {
    return rankEntries(this.#engine, this.#topN);
  }

  /** The best prefix as it stands, its last word perhaps not whole; undefined where scorers have forbidden everything. */
  partial(): PartialResult | undefined {
    const { beam, trie, paths } = this.#engine;
    if (beam.count === 0) return undefined;
    let common = beam.prefix[0];
    for (let entry = 1; entry < beam.count; entry++) common = trie.common(common, beam.prefix[entry]);
    return {
      labels: trie.sequence(beam.prefix[0]),
      logProbability: beam.logTotal[0],
      score: beam.logTotal[0] + beam.bonus[0],
      ...(paths === undefined ? {} : { frames: paths.framesOf(0) }),
      settled: trie.sequence(common).length,
    };
  }

  /** The stream as plain data, for JSON or `structuredClone`; scorers are not in it, their states are. */
  save(): BeamSearchState {
    return saveState(this.#engine, this.#scorers);
  }
}
