import { checkOptions, checkWhole, isList, refuse } from '../check.ts';
import { FrameReader } from '../posteriors/frame-reader.ts';
import type { Blank, Posteriors } from '../posteriors/posteriors.ts';
import { checkBlank, checkPosteriors } from '../posteriors/posteriors.ts';
import { restoreNumber } from '../saved-number.ts';

export interface GreedyOptions {
  /** The class of the blank, or `'none'` for networks without one. Default 0. */
  readonly blank?: Blank;
}

/** What the best path of one item spells. */
export interface GreedyResult {
  readonly labels: Int32Array;
  /** The first frame of each label. */
  readonly frames: Int32Array;
  /** The natural logarithm of the best path's probability, which is at most that of its labels. */
  readonly logProbability: number;
}

/** A greedy decoder between two frames, as plain data. */
export interface GreedyState {
  readonly version: 1;
  readonly classes: number;
  readonly blank: Blank;
  /** The number of frames taken. */
  readonly frame: number;
  /** The class of the last frame, -1 before the first. */
  readonly last: number;
  readonly labels: readonly number[];
  readonly frames: readonly number[];
  readonly logProbability: number;
}

/**
 * Best-path decoding of one growing sequence: push frames as they come; the result is that of `greedyDecode` on all frames at once.
 *
 * @throws InvalidArgumentError naming the option, or the part of the state that does not fit
 *
 * @example
 * ```ts
 * import { GreedyStream } from '@rubato/decoders';
 * const stream = new GreedyStream(2, { blank: 0 });
 * stream.push({ data: Float64Array.of(0.2, 0.8), shape: [1, 1, 2] });
 * const resumed = new GreedyStream(2, { blank: 0 }, stream.save());
 * resumed.push({ data: Float64Array.of(0.1, 0.9, 0.7, 0.3), shape: [1, 2, 2] });
 * resumed.result().labels; // → Int32Array.of(1)
 * ```
 */
export class GreedyStream {
  readonly #blank: Blank;
  readonly #row: Float64Array;
  #frame = 0;
  #last = -1;
  #labels: number[] = [];
  #frames: number[] = [];
  #logProbability = 0;

  /** @param state where to go on: what `save()` of a stream with the same options answered */
  constructor(classes: number, options: GreedyOptions = {}, state?: GreedyState) {
    checkWhole('classes', classes, 1, 2 ** 30);
    checkOptions(options, ['blank']);
    const { blank = 0 } = options;
    checkBlank(blank, classes);
    this.#blank = blank;
    this.#row = new Float64Array(classes);
    if (state !== undefined) this.#restore(state);
  }

  /** Takes more frames, of one item. Where one of them is refused, those before it have been taken. */
  push(posteriors: Posteriors): void {
    checkPosteriors(posteriors);
    const [batch, , classes] = posteriors.shape;
    if (batch !== 1) refuse('posteriors.shape', batch, '1 item: a stream is of one sequence', [0]);
    if (classes !== this.#row.length) refuse('posteriors.shape', classes, `${this.#row.length} classes, as the stream has`, [2]);
    this.take(new FrameReader(posteriors), 0);
  }

  /** Takes the frames of one item of posteriors that have been checked. */
  take(reader: FrameReader, item: number): void {
    for (let frame = 0; frame < reader.length(item); frame++) {
      reader.read(item, frame, this.#row);
      // On the input as it stands: two different probabilities may have the same logarithm.
      const best = reader.bestClass(item, frame);
      this.#logProbability += this.#row[best];
      if (best !== this.#last && best !== this.#blank) {
        this.#labels.push(best);
        this.#frames.push(this.#frame);
      }
      this.#last = best;
      this.#frame++;
    }
  }

  /** The result as if the sequence ended here. More frames may come. */
  result(): GreedyResult {
    return { labels: Int32Array.from(this.#labels), frames: Int32Array.from(this.#frames), logProbability: this.#logProbability };
  }

  /** The stream as plain data, for JSON or `structuredClone`. */
  save(): GreedyState {
    return {
      version: 1,
      classes: this.#row.length,
      blank: this.#blank,
      frame: this.#frame,
      last: this.#last,
      labels: [...this.#labels],
      frames: [...this.#frames],
      logProbability: this.#logProbability,
    };
  }

  #restore(state: GreedyState): void {
    if (typeof state !== 'object' || state === null) refuse('state', state, 'what save() answered');
    const { version, classes, blank, frame, last, labels, frames, logProbability } = state;
    if (version !== 1) refuse('state.version', version, '1');
    const most = this.#row.length - 1;
    if (classes !== most + 1) refuse('state.classes', classes, `${most + 1} as the stream has`);
    if (blank !== this.#blank) refuse('state.blank', blank, `${this.#blank} as the stream has`);
    checkWhole('state.frame', frame, 0, Number.MAX_SAFE_INTEGER);
    checkWhole('state.last', last, -1, most);
    if (!isList(labels)) refuse('state.labels', labels, 'a list of labels');
    if (!isList(frames) || frames.length !== labels.length) refuse('state.frames', frames, `${labels.length} frames, one for each label`);
    for (let l = 0; l < labels.length; l++) {
      checkWhole('state.labels', labels[l], 0, most, [l]);
      checkWhole('state.frames', frames[l], 0, frame - 1, [l]);
    }
    this.#logProbability = restoreNumber(logProbability, 'state.logProbability');
    [this.#frame, this.#last, this.#labels, this.#frames] = [frame, last, [...labels], [...frames]];
  }
}
