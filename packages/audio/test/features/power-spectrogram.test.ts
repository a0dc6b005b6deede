import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { powerSpectrogram } from '../../src/index.ts';
import { frame, largest, noise, tones } from '../support/signals.ts';

const signals = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 })
  .map((list) => Float64Array.from(list));

/** The definition, by a plain Fourier sum; `at` says what a sample is, outside of the signal too. */
function plainPower(at: (n: number) => number, centre: number, windowLength: number, fftLength: number, bin: number): number {
  let re = 0;
  let im = 0;
  let sum = 0;
  for (let n = 0; n < windowLength; n++) {
    const weight = Math.sin((Math.PI * n) / windowLength) ** 2;
    const value = weight * at(centre - Math.floor(windowLength / 2) + n);
    re += value * Math.cos((2 * Math.PI * bin * n) / fftLength);
    im += value * Math.sin((2 * Math.PI * bin * n) / fftLength);
    sum += weight;
  }
  return (re * re + im * im) * ((bin === 0 || 2 * bin === fftLength ? 1 : 2) / sum) ** 2;
}

describe('powerSpectrogram', () => {
  it('is the definition, for any window, hop and padding', () => {
    fc.assert(
      fc.property(
        signals,
        fc.integer({ min: 2, max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        (x, windowLength, hopLength, reflect) => {
          const mirrored = (n: number): number => {
            let at = n;
            while (at < 0 || at >= x.length) at = at < 0 ? -at : 2 * (x.length - 1) - at;
            return x[at];
          };
          const at = reflect && x.length > 1 ? mirrored : (n: number): number => (reflect ? x[0] : (x[n] ?? 0));
          const result = powerSpectrogram(x, { windowLength, hopLength, fftLength: 16, padding: reflect ? 'reflect' : 'zero' });
          expect(result.frames).toBe(1 + Math.floor(x.length / hopLength));
          for (let k = 0; k < result.frames; k++) {
            for (let b = 0; b < 9; b++) {
              expect(result.data[k * 9 + b]).toBeCloseTo(plainPower(at, k * hopLength, windowLength, 16, b), 5);
            }
          }
        },
      ),
    );
  });

  it("keeps a frame's energy (Parseval)", () => {
    const x = noise(1000);
    const { data, bins } = powerSpectrogram(x, { windowLength: 256, hopLength: 500 });
    const energy = x.subarray(500 - 128, 500 + 128).reduce((sum, value, n) => sum + (value * Math.sin((Math.PI * n) / 256) ** 2) ** 2, 0);
    // A sinusoid inside has its power in two halves, of which one is counted.
    const powers = data.subarray(bins, 2 * bins).reduce((sum, power, b) => sum + (b === 0 || b === bins - 1 ? power : power / 2), 0);
    expect(powers * (256 / 2) ** 2).toBeCloseTo(256 * energy, 2);
  });

  it.each([1, 5, 100, 255])('finds a tone of amplitude 3 on bin %i, for windows of different lengths', (bin) => {
    for (const windowLength of [400, 512]) {
      const x = tones([bin * 10], 5120, 3, 5120);
      const result = frame(powerSpectrogram(x, { sampleRate: 5120, windowLength, fftLength: 512, hopLength: 2560 }), 1);
      expect(largest(result)).toBe(bin);
      // Near the ends the mirrored frequency leaks in.
      if (bin > 1 && bin < 255) expect(result[bin]).toBeCloseTo(9, 1);
    }
  });

  it('has the square of a constant at 0 Hz', () => {
    expect(frame(powerSpectrogram(new Float32Array(3000).fill(-3), { windowLength: 512 }), 1)[0]).toBeCloseTo(9, 4);
  });

  it('shifts by a frame when the signal shifts by a hop, with the same bits', () => {
    const x = noise(5000);
    const options = { hopLength: 300, windowLength: 1024 };
    const a = powerSpectrogram(x, options);
    const b = powerSpectrogram(x.subarray(300), options);
    for (let k = 2; k < b.frames; k++) expect(frame(b, k)).toEqual(frame(a, k + 1));
  });

  it('grows with the square of the signal', () => {
    fc.assert(
      fc.property(signals, fc.double({ min: 0.1, max: 1000, noNaN: true }), (x, factor) => {
        const a = powerSpectrogram(x, { windowLength: 16, hopLength: 7 }).data;
        const b = powerSpectrogram(
          x.map((value) => factor * value),
          { windowLength: 16, hopLength: 7 },
        ).data;
        for (let i = 0; i < a.length; i++) expect(Math.abs(b[i] - factor * factor * a[i])).toBeLessThanOrEqual(1e-6 * factor * factor);
      }),
    );
  });

  it('says when its frames are', () => {
    const { times, frameRate, frames } = powerSpectrogram(new Float32Array(2048), { sampleRate: 44_100, hopLength: 441, windowLength: 64 });
    expect(frameRate).toBe(100);
    expect(frames).toBe(5);
    expect(Array.from(times)).toEqual([0, 0.01, 0.02, 0.03, 0.04]);
  });

  it('stays finite at the largest samples', () => {
    const { data } = powerSpectrogram(new Float64Array(5000).fill(1e9));
    expect(data.every((power) => Number.isFinite(power))).toBe(true);
  });
});
