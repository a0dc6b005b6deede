import { InvalidArgumentError, MemoryLimitError } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resample, resampleInSlices } from '../../src/index.ts';
import type { WorkProgress } from '../../src/index.ts';
import { noise, tones } from '../support/signals.ts';

const rates = [
  [44_100, 22_050],
  [48_000, 22_050],
  [16_000, 22_050],
  [22_050, 44_100],
  [8000, 11_025.5],
] as const;

/** The largest difference, away from the ends where the signal begins and stops. */
function worst(actual: Float32Array, expected: Float64Array, margin: number): number {
  let most = 0;
  for (let n = margin; n < actual.length - margin; n++) most = Math.max(most, Math.abs(actual[n] - expected[n]));
  return most;
}

describe.each(rates)('resample from %i to %i Hz', (from, to) => {
  const margin = Math.ceil((40 * to) / Math.min(from, to));
  const lower = Math.min(from, to) / 2;

  it.each([0, 0.01, 0.3, 0.5, 0.8])('keeps a tone at %f of half the lower rate', (share) => {
    const frequency = share * lower;
    const result = resample(tones([frequency], 6000, 1, from), { from, to });
    expect(result.length).toBe(Math.ceil((6000 * to) / from));
    expect(worst(result, tones([frequency], result.length, 1, to), margin)).toBeLessThan(3e-5);
  });

  it('is linear', () => {
    const [x, y] = [noise(500, 1), noise(500, 2)];
    const options = { from, to };
    const sum = resample(
      x.map((value, n) => 2 * value - 3 * y[n]),
      options,
    );
    const [a, b] = [resample(x, options), resample(y, options)];
    sum.forEach((value, n) => expect(value).toBeCloseTo(2 * a[n] - 3 * b[n], 4));
  });
});

it.each(rates.filter(([from, to]) => to < from))('resample from %i to %i Hz takes away what would alias', (from, to) => {
  for (const share of [1, 1.01, 1.05, 1.2, 1.9]) {
    const result = resample(tones([(share * to) / 2], 6000, 1, from), { from, to });
    // 85 dB.
    expect(worst(result, new Float64Array(result.length), 40), `${share}`).toBeLessThan(5.6e-5);
  }
});

describe('resample', () => {
  it('there and back is the signal, below the cutoff', () => {
    const x = tones([440, 1234.5, 3000], 5000, 0.3, 16_000);
    const back = resample(resample(x, { from: 16_000, to: 22_050 }), { from: 22_050, to: 16_000 });
    expect(worst(back, x, 100)).toBeLessThan(5e-4);
  });

  it('copies where the rates are equal', () => {
    const x = Float32Array.from(noise(10));
    const result = resample(x, { from: 8000, to: 8000 });
    expect(result).toEqual(x);
    expect(result).not.toBe(x);
  });

  it('has no NaN for any length and rates', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 1000, max: 9000, noNaN: true }),
        fc.double({ min: 1000, max: 9000, noNaN: true }),
        (length, from, to) => {
          const result = resample(new Float64Array(length).fill(1), { from, to });
          expect(result.length).toBe(Math.ceil((length * to) / from));
          for (const value of result) expect(Math.abs(value)).toBeLessThan(1.3);
        },
      ),
    );
  });

  it('in slices gives the same bits, says how far it is, and stops on its signal', async () => {
    const x = noise(100_000);
    const options = { from: 48_000, to: 22_050 };
    const reports: WorkProgress[] = [];
    const onProgress = (progress: WorkProgress): unknown => reports.push(progress);
    const result = await resampleInSlices(x, options, { onProgress });
    expect(result).toEqual(resample(x, options));
    expect(reports.at(-1)).toEqual({ done: result.length, total: result.length });
    expect(reports.map(({ done }) => done)).toEqual(reports.map(({ done }) => done).toSorted((a, b) => a - b));

    const reason = new Error('enough');
    // 70 million products each: of many samples, and of a hundred.
    for (const [long, rates] of [
      [new Float32Array(1_000_000), { from: 22_050, to: 22_049 }],
      [new Float32Array(1_000_000), { from: 1e6, to: 100 }],
    ] as const) {
      let done = -1;
      const controller = new AbortController();
      const work = resampleInSlices(long, rates, {
        signal: controller.signal,
        onProgress: (progress) => {
          done = progress.done;
          controller.abort(reason);
        },
      });
      await expect(work).rejects.toBe(reason);
      expect(done).toBeLessThan(Math.ceil((long.length * rates.to) / rates.from));
    }
    await expect(resampleInSlices(x, options, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('in slices refuses by name and by size', async () => {
    const x = new Float32Array(1000);
    const options = { from: 1000, to: 2000 };
    await expect(resampleInSlices(x, { ...options, from: 0 })).rejects.toThrow('options.from is 0');
    await expect(resampleInSlices(x, { ...options, maxBytes: 7999 })).rejects.toThrow(MemoryLimitError);
    await expect(resampleInSlices(Float32Array.of(Number.NaN), options)).rejects.toThrow('samples[0] is NaN');
    await expect(resampleInSlices(x, options, { signal: 5 } as never)).rejects.toThrow('run.signal is 5; expected an AbortSignal');
    await expect(resampleInSlices(x, options, { onProgress: 5 } as never)).rejects.toThrow('run.onProgress is 5; expected a function');
    await expect(resampleInSlices(x, options, { every: 5 } as never)).rejects.toThrow('run.every is not an option');
  });

  it('refuses by name and by size', () => {
    const x = new Float32Array(1000);
    expect(() => resample(x, { from: 0, to: 8000 })).toThrow('options.from is 0');
    expect(() => resample(x, { from: 8000, to: Number.NaN })).toThrow('options.to is NaN');
    expect(() => resample(new Float32Array(0), { from: 8000, to: 9000 })).toThrow(InvalidArgumentError);
    expect(() => resample(Float32Array.of(Number.NaN), { from: 8000, to: 8000 })).toThrow('samples[0] is NaN');
    expect(() => resample(x, undefined as never)).toThrow('options is undefined');
    expect(() => resample(x, { from: 1000, to: 2000, maxBytes: 7999 })).toThrow(MemoryLimitError);
    expect(() => resample(x, { from: 1000, to: 2000, maxBytes: 7999 })).toThrow('8000 bytes');
  });
});
