import type { AlignmentProblem, CostReader, FeaturesCost } from '@rubato/core';
import { boundaryCost, createCostReader, normaliseProblem } from '@rubato/core';
import { isList, refuse } from '../check.ts';
import { Checksum } from '../checksum.ts';
import type { FeatureSequence } from '../retrieval/feature-sequence.ts';
import { HardRows } from './hard-rows.ts';
import type { OnlineAlignmentOptions } from './online-options.ts';
import { onlineProblem, usualNormalisation } from './online-options.ts';
import type { OnlineAlignmentState } from './online-state.ts';
import { checkOnlineState, saveDistance } from './online-state.ts';

/** Where a frame is in the reference. */
export interface OnlinePosition {
  /** The frame, from 0. */
  readonly frame: number;
  /** The frame of the reference at which the best path so far ends. Where no path is left, the last that was known. */
  readonly column: number;
  /** What that path costs, `Infinity` where there is none. */
  readonly cost: number;
}

/**
 * Score following: aligns a growing sequence with a reference, and tells after each frame where in the reference it is.
 *
 * `D(n,m) = min_s{D(n-i_s, m-j_s) + (W·C(n,m) + P)}` as offline, one row for each frame, with the cost of ending in m. The position is
 * `argmin_m D(n,m)/(n + m + 2)`, or `argmin_m D(n,m)` with `normalisation: 'none'`, the first of equal ones: a path that has come further has
 * more cells to pay for, so that the sum itself always finds the position too early where costs are far above 0.
 * Only columns within `window` of the last position are computed, and their range never goes back: the answer comes with the frame, in time
 * and state that do not grow with the frames before. With `window: Infinity` and `normalisation: 'none'` each position is the end of the
 * offline open-end path of the frames so far, to the bit.
 * Sources: Dixon, "Live tracking of musical performances using on-line time warping", DAFx 2005 (a band that follows the position, costs over
 * lengths); Tormene, Giorgino, Quaglini & Stefanelli, "Matching incomplete time series with dynamic time warping", Artificial Intelligence in
 * Medicine 45(1), 2009 (open ends, the sum of both lengths).
 *
 * @throws InvalidArgumentError for a reference, option or state that is wrong; UnsupportedError for a minimum other than hardmin, a band, an
 * end that is not open
 *
 * @example
 * ```ts
 * import { OnlineAlignment } from '@rubato/decoders';
 * import { dtw, openEnd } from '@rubato/presets';
 * const reference = { data: Float64Array.of(0, 3, 5, 9), shape: [4, 1] } as const;
 * const options = { parameterization: openEnd(dtw()), localCost: { name: 'absolute' } };
 * const following = new OnlineAlignment(reference, options);
 * [0, 0, 3, 4.5].map((value) => following.push([value]).column); // → [0, 0, 1, 2]
 * const resumed = new OnlineAlignment(reference, options, JSON.parse(JSON.stringify(following.save())));
 * resumed.push([9]); // → { frame: 4, column: 3, cost: 0.5 }
 * ```
 */
export class OnlineAlignment {
  readonly #problem: AlignmentProblem;
  readonly #cost: FeaturesCost;
  readonly #read: CostReader;
  readonly #rows: HardRows;
  readonly #window: number;
  readonly #byLength: boolean;
  readonly #fingerprint: string;
  /** The first and last columns of the last rows, in a ring of as many as those of D. */
  readonly #firsts: Int32Array;
  readonly #lasts: Int32Array;
  #frames = 0;
  #column = 0;

  /** @param state where to go on: what `save()` of an alignment with the same reference and options answered */
  constructor(reference: FeatureSequence, options: OnlineAlignmentOptions, state?: OnlineAlignmentState) {
    this.#problem = onlineProblem(reference, options);
    this.#cost = this.#problem.cost as FeaturesCost;
    this.#read = createCostReader(this.#problem);
    this.#rows = new HardRows(this.#problem, 0);
    this.#window = options.window ?? 1000;
    this.#byLength = (options.normalisation ?? usualNormalisation(this.#problem)) === 'length';
    const { steps, stepWeights, stepPenalties, start, end } = this.#problem;
    const named = {
      steps,
      window: String(this.#window),
      byLength: this.#byLength,
      localCost: options.localCost,
      start: start.set,
      shape: reference.shape,
    };
    const tables = [stepWeights, stepPenalties, start.multiplier, start.penalty, end.multiplier, end.penalty].map(({ data }) => data);
    const checksum = new Checksum().addText(JSON.stringify(named));
    for (const numbers of [reference.data, ...tables]) checksum.add(numbers);
    this.#fingerprint = checksum.text;
    this.#firsts = new Int32Array(this.#rows.reach + 1);
    this.#lasts = new Int32Array(this.#rows.reach + 1).fill(-1);
    if (state !== undefined) this.#restore(state);
  }

  /** The number of frames taken. */
  get frames(): number {
    return this.#frames;
  }

  /** The columns that the last frame was compared with, both included: none before the first. */
  get range(): readonly [first: number, last: number] {
    const slot = this.#slot(Math.max(0, this.#frames - 1));
    return [this.#firsts[slot], this.#lasts[slot]];
  }

  /**
   * Takes a frame.
   *
   * @param frame as many numbers as a frame of the reference
   * @throws InvalidArgumentError for a frame that the local cost does not take; it then has not been taken
   */
  push(frame: ArrayLike<number>): OnlinePosition {
    const { x, dimension, y, localCost } = this.#cost;
    if (!isList(frame) || frame.length !== dimension) refuse('frame', frame, `a list of ${dimension} numbers`);
    const n = this.#frames;
    const row = Float64Array.from(frame);
    // The frame alone, against a frame of the reference that is known to be right.
    const one = { kind: 'features', x: row, y: y.subarray(0, dimension), shape: [1, 1], dimension, localCost } as const;
    normaliseProblem({ cost: one, steps: [[1, 1]] });
    x.set(row);

    const rows = this.#rows;
    const [first, last] = this.#nextRange();
    const slot = this.#slot(n);
    // What an older row has left further to the left than a step reaches is never read again: `first` does not go back.
    rows.clear(n, first, last);
    this.#read(0, 0, first, last, rows.costs, first);
    if (n === 0) this.#findStarts(first, last);
    rows.compute(n, 0, first, last, n === 0);
    this.#firsts[slot] = first;
    this.#lasts[slot] = last;
    this.#frames = n + 1;

    let cost = Infinity;
    let least = Infinity;
    for (let m = first; m <= last; m++) {
      const value = rows.at(n, m) + boundaryCost(this.#problem.end, 0, m, rows.costs[m]);
      const normalised = this.#byLength ? value / (n + m + 2) : value;
      if (normalised >= least) continue;
      least = normalised;
      cost = value;
      this.#column = m;
    }
    return { frame: n, column: this.#column, cost };
  }

  /** The alignment as plain data, for JSON or `structuredClone`; the reference is not in it. Its size is that of the window. */
  save(): OnlineAlignmentState {
    const count = Math.min(this.#frames, Math.max(1, this.#rows.reach));
    const rows = Array.from({ length: count }, (_, i) => {
      const n = this.#frames - count + i;
      const first = this.#firsts[this.#slot(n)];
      const length = this.#lasts[this.#slot(n)] - first + 1;
      return { first, distances: Array.from({ length }, (__, m) => saveDistance(this.#rows.at(n, first + m))) };
    });
    return { version: 1, fingerprint: this.#fingerprint, frames: this.#frames, column: this.#column, rows };
  }

  #restore(state: OnlineAlignmentState): void {
    checkOnlineState(state, this.#fingerprint, this.#problem.columns, this.#rows.reach);
    this.#frames = state.frames;
    this.#column = state.column;
    state.rows.forEach(({ first, distances }, i) => {
      const n = state.frames - state.rows.length + i;
      this.#firsts[this.#slot(n)] = first;
      this.#lasts[this.#slot(n)] = first + distances.length - 1;
      distances.forEach((distance, m) => this.#rows.put(n, first + m, distance === 'inf' ? Infinity : distance));
    });
  }

  #nextRange(): [first: number, last: number] {
    const end = this.#problem.columns - 1;
    const last = Math.min(end, this.#column + this.#window);
    if (this.#frames === 0) return [0, last];
    const before = this.range;
    return [Math.max(before[0], this.#column - this.#window), Math.max(before[1], last)];
  }

  #findStarts(first: number, last: number): void {
    const { start } = this.#problem;
    const { starts, costs } = this.#rows;
    starts.fill(Infinity, first, last + 1);
    const lastStart = start.set === 'corner' ? 0 : last;
    for (let m = first; m <= lastStart; m++) starts[m] = boundaryCost(start, 0, m, costs[m]);
  }

  #slot(n: number): number {
    return n % (this.#rows.reach + 1);
  }
}
