import { createRandom } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { degeneracyOf } from '../../src/evaluation/degeneracy.ts';
import type { Prediction } from '../../src/evaluation/predict.ts';

const FRAMES = 40;

/** Posteriors from a logit for each frame and class; the blank is the class 12. */
function predictionOf(logit: (frame: number, k: number) => number): Prediction {
  const softmax = (columns: number): Float32Array =>
    Float32Array.from({ length: FRAMES * columns }, (_, at) => {
      const n = Math.floor(at / columns);
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += Math.exp(logit(n, k));
      return Math.exp(logit(n, at % columns)) / sum;
    });
  return { frames: FRAMES, classes: softmax(12), withBlank: softmax(13) };
}

const random = createRandom(1);
const noise = Float64Array.from({ length: FRAMES * 13 }, () => random());
const noisy = (n: number, k: number): number => noise[n * 13 + k];

describe('a degenerate training', () => {
  it.each([
    ['the same posterior in all frames', true, (_: number, k: number) => k / 3],
    ['the same posterior in all frames', false, (n: number, k: number) => k / 3 + 1e-4 * noisy(n, k)],
    ['no preference among classes', true, (n: number, k: number) => (k === 12 ? noisy(n, k) : 0)],
    ['one class in all frames', false, (n: number, k: number) => noisy(n, k) + (k === 4 ? 2 : 0)],
    ['the blank in all frames', true, (n: number, k: number) => noisy(n, k) + (k === 12 ? 2 : 0)],
  ])('shows %s (with a blank: %s)', (expected, usesBlank, logit) => {
    expect(degeneracyOf([predictionOf(logit), predictionOf(logit)], usesBlank)).toBe(expected);
  });

  it('is none that hears something', () => {
    const listening = predictionOf((n, k) => noisy(n, k) + (k === n % 12 ? 1 : 0));
    expect(degeneracyOf([listening], true)).toBe(undefined);
    expect(degeneracyOf([listening], false)).toBe(undefined);
    // What is untrained there does not count.
    expect(degeneracyOf([predictionOf((n, k) => (k === 12 ? 9 : noisy(n, k)))], false)).toBe(undefined);
  });
});
