import { runAtOnce } from '@rubato/core';
import { describe, expect, it, vi } from 'vitest';
import type { ConstantQShape } from '../../src/features/constant-q-kernel.ts';
import { constantQKernel, constantQShape } from '../../src/features/constant-q-kernel.ts';

const shapeOf = (sampleRate: number, lowest: number, highest: number, longestWindow = Infinity): ConstantQShape =>
  constantQShape({ tuning: 440, lowest, highest }, sampleRate, longestWindow, 'options');

/** Bin k of the transform of pitch p's complex sinusoid under its window, by its definition: the conjugate, times 2/N. */
function directWeight({ fftLength, frequencies, windowLengths }: ConstantQShape, p: number, k: number): readonly [number, number] {
  let [re, im, sum] = [0, 0, 0];
  for (let n = 0; n < fftLength; n++) {
    const time = n - fftLength / 2;
    if (2 * Math.abs(time) >= windowLengths[p]) continue;
    const weight = 0.5 + 0.5 * Math.cos((2 * Math.PI * time) / windowLengths[p]);
    // k·n before it is divided, so that whole turns go without rounding.
    const angle = 2 * Math.PI * (frequencies[p] * time - ((k * n) % fftLength) / fftLength);
    re += weight * Math.cos(angle);
    im -= weight * Math.sin(angle);
    sum += weight;
  }
  return [(2 * re) / sum / fftLength, (2 * im) / sum / fftLength];
}

describe('constantQKernel', () => {
  it.each([
    ['an octave', shapeOf(22_050, 60, 72)],
    ['bounded windows', shapeOf(8000, 24, 36, 0.05)],
    ['pitches up to half the sample rate', shapeOf(2000, 60, 82)],
    ['pitches whose side lobes reach 0 Hz', shapeOf(4000, 0, 12, 0.01)],
    ['windows of some samples', shapeOf(250, 0, 40, 0.01)],
    ['windows of one sample', shapeOf(100, 0, 20, 0.01)],
  ])('has the transforms of its waves, down to -60 dB: %s', (_, shape) => {
    const { starts, bins, weights } = runAtOnce(constantQKernel(shape));
    const half = shape.fftLength / 2;
    for (let p = 0; p < shape.pitches; p++) {
      const kept = new Map<number, number>();
      for (let e = starts[p]; e < starts[p + 1]; e++) kept.set(bins[e], weights[e]);
      expect(kept.size).toBe(starts[p + 1] - starts[p]);
      const peak = Math.max(...Array.from(kept.values(), Math.abs));
      // All bins of the first pitch; of the others those that are kept, and their neighbours.
      for (let k = 0; k <= half; k++) {
        if (p > 0 && !kept.has(k) && !kept.has(k - 1) && !kept.has(k + 1)) continue;
        const [re, im] = directWeight(shape, p, k);
        const weight = kept.get(k);
        if (weight === undefined) expect(Math.abs(re)).toBeLessThan(1.0001e-3 * peak);
        else {
          expect(Math.abs(re - weight)).toBeLessThan(1e-12 * peak);
          expect(Math.abs(weight)).toBeGreaterThan(0.9999e-3 * peak);
        }
        expect(Math.abs(im)).toBeLessThan(1e-12 * peak);
      }
    }
  });

  it.each([22_050, 192_000, 1e6])('is made at %i Hz by some sines for each coefficient, however long windows are', (sampleRate) => {
    const shape = shapeOf(sampleRate, 24, 107);
    const sine = vi.spyOn(Math, 'sin');
    const cosine = vi.spyOn(Math, 'cos');
    try {
      const { starts } = runAtOnce(constantQKernel(shape));
      const calls = sine.mock.calls.length + cosine.mock.calls.length;
      // Six for a candidate; 16 bandwidths of candidates for 11.5 that are kept.
      expect(calls).toBeGreaterThan(0);
      expect(calls).toBeLessThan(10 * starts[shape.pitches]);
    } finally {
      sine.mockRestore();
      cosine.mockRestore();
    }
  });
});
