import { InvalidArgumentError } from '@rubato/core';
import type { PosteriorForm, Posteriors } from './posteriors.ts';

/** How far from 1 the sum of a row of probabilities may lie; rows are used as they stand, not scaled to 1. */
const DISTRIBUTION_TOLERANCE = 1e-3;

/** Reads frames of posteriors as log-probabilities, and checks each as it comes. The posteriors have been checked. */
export class FrameReader {
  readonly classes: number;
  readonly #data: Float32Array | Float64Array;
  readonly #frames: number;
  readonly #form: PosteriorForm;
  readonly #lengths: ArrayLike<number> | undefined;
  readonly #argument: string;

  constructor(posteriors: Posteriors, argument: string = 'posteriors') {
    this.#data = posteriors.data;
    [, this.#frames, this.classes] = posteriors.shape;
    this.#form = posteriors.form ?? 'probabilities';
    this.#lengths = posteriors.lengths;
    this.#argument = argument;
  }

  /** The number of frames of an item. */
  length(item: number): number {
    return this.#lengths?.[item] ?? this.#frames;
  }

  /** The most probable class of a frame; of several the first. */
  bestClass(item: number, frame: number): number {
    const start = this.#start(item, frame);
    let best = 0;
    for (let k = 1; k < this.classes; k++) {
      if (this.#data[start + k] > this.#data[start + best]) best = k;
    }
    return best;
  }

  /** Writes the log-probabilities of a frame into `target` [classes]; a class of probability 0 has `-Infinity`. */
  read(item: number, frame: number, target: Float64Array): void {
    const { classes } = this;
    const data = this.#data;
    const start = this.#start(item, frame);
    switch (this.#form) {
      case 'probabilities':
        this.#checkProbabilities(item, frame, start);
        for (let k = 0; k < classes; k++) target[k] = Math.log(data[start + k]);
        return;
      case 'logProbabilities':
        this.#checkLogProbabilities(item, frame, start);
        for (let k = 0; k < classes; k++) target[k] = data[start + k];
        return;
      case 'logits': {
        const normaliser = this.#logNormaliser(item, frame, start);
        for (let k = 0; k < classes; k++) target[k] = data[start + k] - normaliser;
      }
    }
  }

  #start(item: number, frame: number): number {
    return (item * this.#frames + frame) * this.classes;
  }

  #checkProbabilities(item: number, frame: number, start: number): void {
    let sum = 0;
    for (let k = 0; k < this.classes; k++) {
      const value = this.#data[start + k];
      if (!(value >= 0 && value <= 1 + DISTRIBUTION_TOLERANCE)) this.#refuseNumber(item, frame, k, value, 'a probability from 0 to 1');
      sum += value;
    }
    this.#checkSum(item, frame, sum);
  }

  #checkLogProbabilities(item: number, frame: number, start: number): void {
    let sum = 0;
    for (let k = 0; k < this.classes; k++) {
      const value = this.#data[start + k];
      if (!(value <= DISTRIBUTION_TOLERANCE)) this.#refuseNumber(item, frame, k, value, 'a log-probability of at most 0');
      sum += Math.exp(value);
    }
    this.#checkSum(item, frame, sum);
  }

  #logNormaliser(item: number, frame: number, start: number): number {
    let most = -Infinity;
    for (let k = 0; k < this.classes; k++) {
      const value = this.#data[start + k];
      if (!(value < Infinity)) this.#refuseNumber(item, frame, k, value, 'a finite number, or -Infinity');
      if (value > most) most = value;
    }
    if (most === -Infinity) this.#refuseRow(item, frame, 'a row of -Infinity', 'at least one finite logit');
    let sum = 0;
    for (let k = 0; k < this.classes; k++) sum += Math.exp(this.#data[start + k] - most);
    return most + Math.log(sum);
  }

  #checkSum(item: number, frame: number, sum: number): void {
    if (Math.abs(sum - 1) <= DISTRIBUTION_TOLERANCE) return;
    this.#refuseRow(item, frame, `a row whose probabilities sum to ${sum}`, `a sum of 1 within ${DISTRIBUTION_TOLERANCE}, or another form`);
  }

  #refuseNumber(item: number, frame: number, k: number, value: number, expected: string): never {
    const hint = Number.isNaN(value) ? '' : `; the form is '${this.#form}'`;
    throw new InvalidArgumentError({
      argument: `${this.#argument}.data`,
      index: [item, frame, k],
      found: String(value),
      expected: expected + hint,
    });
  }

  #refuseRow(item: number, frame: number, found: string, expected: string): never {
    throw new InvalidArgumentError({ argument: `${this.#argument}.data`, index: [item, frame], found, expected });
  }
}
