import { InvalidArgumentError, MemoryLimitError } from '@rubato/core';
import { describe, expect, it, vi } from 'vitest';
import { chroma, constantQSpectrum, extractFeatures, melSpectrum, powerSpectrogram } from '../../src/index.ts';
import type { CompressionOptions, WorkProgress, FeatureRequest, FrameOptions, MemoryOptions, Samples } from '../../src/index.ts';
import { frame, noise } from '../support/signals.ts';

type Options = FrameOptions & MemoryOptions;

/** What a refusal for want of memory says that it needs. */
function bytesNeeded(run: () => unknown): number {
  try {
    run();
  } catch (error) {
    if (error instanceof MemoryLimitError) return error.bytesNeeded;
    throw error;
  }
  return expect.fail('there was memory enough');
}

const functions = [
  ['powerSpectrogram', (x: Samples, options: Options = {}) => powerSpectrogram(x, options), { feature: 'power-spectrogram' }],
  ['chroma', (x: Samples, options: Options = {}) => chroma(x, options), { feature: 'chroma' }],
  [
    'chroma from constant-Q',
    (x: Samples, options: Options = {}) => chroma(x, { source: 'constant-q', ...options }),
    { feature: 'chroma', source: 'constant-q' },
  ],
  ['melSpectrum', (x: Samples, options: Options = {}) => melSpectrum(x, options), { feature: 'mel-spectrum' }],
  ['constantQSpectrum', (x: Samples, options: Options = {}) => constantQSpectrum(x, options), { feature: 'constant-q-spectrum' }],
] as const satisfies readonly (readonly [string, unknown, FeatureRequest])[];

describe.each(functions)('%s', (_, extract, request) => {
  it('is finite and 0 for silence, and for a signal of one sample', () => {
    for (const x of [new Float32Array(5000), new Float32Array(1)]) expect(extract(x).data.every((value) => value === 0)).toBe(true);
    expect(extract(Float32Array.of(1), { padding: 'reflect' }).data.every((value) => Number.isFinite(value))).toBe(true);
  });

  it('takes subnormal and tiny samples without NaN', () => {
    expect(extract(new Float64Array(3000).fill(5e-324)).data.every((value) => value === 0)).toBe(true);
    expect(extract(noise(3000).map((value) => value * 1e-200)).data.every((value) => Number.isFinite(value))).toBe(true);
  });

  it('shifts by a frame when the signal shifts by a hop', () => {
    const x = noise(60_000);
    const a = extract(x, { hopLength: 3000 });
    const b = extract(x.subarray(3000), { hopLength: 3000 });
    expect(b.frames).toBe(a.frames - 1);
    for (let k = 3; k < b.frames - 3; k++) expect(frame(b, k)).toEqual(frame(a, k + 1));
  });

  it('does not change its input, and answers the same bits from float32 and float64', () => {
    const x = Float32Array.from(noise(3000));
    const before = x.slice();
    const { data } = extract(x);
    expect(x).toEqual(before);
    expect(extract(Float64Array.from(x)).data).toEqual(data);
  });

  it('in slices gives the same bits, and says how far it is', async () => {
    const x = noise(100_000);
    const reports: WorkProgress[] = [];
    const result = await extractFeatures(x, { ...request, hopLength: 500 }, { onProgress: (progress) => reports.push(progress) });
    expect(result).toEqual(extract(x, { hopLength: 500 }));
    expect(reports.at(-1)).toEqual({ done: result.frames, total: result.frames });
    expect(reports.map(({ done }) => done)).toEqual(reports.map(({ done }) => done).toSorted((a, b) => a - b));
  });

  it.each([
    [new Float32Array(0), {}, 'samples'],
    [[1, 2], {}, 'samples'],
    [Float32Array.of(0, Number.NaN), {}, 'samples[1]'],
    [Float64Array.of(0, 0, Infinity), {}, 'samples[2]'],
    [Float64Array.of(2e9), {}, 'samples[0]'],
    [noise(9), { sampleRate: 0 }, 'options.sampleRate'],
    [noise(9), { sampleRate: Number.NaN }, 'options.sampleRate'],
    [noise(9), { hopLength: 0 }, 'options.hopLength'],
    [noise(9), { hopLength: 1.5 }, 'options.hopLength'],
    [noise(9), { padding: 'edge' }, 'options.padding'],
    [noise(9), { maxBytes: -1 }, 'options.maxBytes'],
    [noise(9), { hop: 3 }, 'options.hop'],
    [noise(9), { sampleRate: '8000' }, 'options.sampleRate'],
  ])('refuses by name: %#', (samples, options, place) => {
    const run = (): unknown => extract(samples as Samples, options as Options);
    expect(run).toThrow(InvalidArgumentError);
    expect(run).toThrow(`${place} is `);
  });

  it('refuses a byte less than the result and its tables take', () => {
    const x = new Float32Array(100);
    const { data, times } = extract(x, { hopLength: 1 });
    const needed = bytesNeeded(() => extract(x, { hopLength: 1, maxBytes: 1 }));
    // Tables have 16 bytes for each sample of a transform at least.
    expect(needed).toBeGreaterThan(data.byteLength + times.byteLength + 16 * 4096);
    expect(bytesNeeded(() => extract(x, { hopLength: 1, maxBytes: needed - 1 }))).toBe(needed);
    expect(extract(x, { hopLength: 1, maxBytes: needed }).data).toEqual(data);
  });

  it('looks at the signal and at memory before it makes tables', () => {
    // What tables are made of: windows of cosines, kernels of sines.
    const waves = [vi.spyOn(Math, 'cos'), vi.spyOn(Math, 'sin')];
    const calls = (): number => waves.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    try {
      expect(() => extract(new Float32Array(0))).toThrow('at least one sample');
      expect(() => extract(Float32Array.of(0, Number.NaN))).toThrow('samples[1] is NaN');
      expect(() => extract(new Float32Array(9), { maxBytes: 1 })).toThrow(MemoryLimitError);
      expect(calls()).toBe(0);
      extract(new Float32Array(9));
      expect(calls()).toBeGreaterThan(0);
    } finally {
      for (const wave of waves) wave.mockRestore();
    }
  });
});

describe('options of spectra', () => {
  it.each([
    [{ windowLength: 1 }, 'options.windowLength'],
    [{ windowLength: 2 ** 20 + 1 }, 'options.windowLength'],
    [{ fftLength: 2 ** 21 }, 'options.fftLength'],
    [{ fftLength: 1000 }, 'options.fftLength'],
    [{ fftLength: 2048 }, 'options.fftLength'],
    [{ fftLength: Number.NaN }, 'options.fftLength'],
    [{ fftLength: '4096' }, 'options.fftLength'],
    [{ fftLength: [4096] }, 'options.fftLength'],
  ])('%o is refused', (options, place) => {
    expect(() => powerSpectrogram(noise(9), options as object)).toThrow(`${place} is `);
  });

  it.each([
    [{ tuning: 4 }, 'options.tuning'],
    [{ lowestPitch: 0.5 }, 'options.lowestPitch'],
    [{ lowestPitch: 50, highestPitch: 49 }, 'options.highestPitch'],
    [{ sampleRate: 1000, highestPitch: 80 }, 'options.highestPitch'],
    [{ longestWindow: 0 }, 'options.longestWindow'],
    [{ compression: -1 }, 'options.compression'],
    [{ compression: Infinity }, 'options.compression'],
    [{ normalisation: 'max' as 'l2' }, 'options.normalisation'],
    [{ silence: 'one' as 'zero' }, 'options.silence'],
    [{ silenceThreshold: -1 }, 'options.silenceThreshold'],
    [{ exponent: 3 as 2 }, 'options.exponent'],
  ])('%o is refused', (options, place) => {
    expect(() => chroma(noise(9), { source: 'constant-q', ...options })).toThrow(`${place} is `);
  });

  it('name the sample rate where it is too low for the lowest pitch of old', () => {
    const place = 'options.sampleRate is 100; expected at least 307 for a tuning of 2000 Hz, or a lowestPitch below 24';
    for (const source of ['spectrogram', 'constant-q'] as const) {
      expect(() => chroma(noise(9), { source, sampleRate: 100, tuning: 2000 })).toThrow(place);
      expect(chroma(noise(9), { source, sampleRate: 307, tuning: 2000 }).bins).toBe(12);
      expect(chroma(noise(9), { source, sampleRate: 100, tuning: 2000, lowestPitch: 4 }).bins).toBe(12);
      expect(() => chroma(noise(9), { source, sampleRate: 100, tuning: 2000, lowestPitch: 5 })).toThrow('options.lowestPitch is 5');
    }
  });

  it('of low pitches at high rates are refused, unless their windows are bounded', () => {
    const options = { sampleRate: 1e6, lowestPitch: 0, highestPitch: 1 };
    expect(() => constantQSpectrum(noise(9), options)).toThrow('options.lowestPitch is 0; expected higher');
    expect(constantQSpectrum(noise(9), { ...options, longestWindow: 0.01 }).bins).toBe(2);
  });

  it.each([2, 3, 4, 8])('may be as short as %i samples', (windowLength) => {
    const { data, bins } = powerSpectrogram(new Float64Array(64).fill(1), { windowLength, hopLength: 32 });
    // A constant of 1 has power 1 at 0 Hz; over two samples a Hann window has one that counts.
    expect(data[bins]).toBeCloseTo(1, 6);
  });

  it('of the other source are refused', () => {
    expect(() => chroma(noise(9), { source: 'constant-q', windowLength: 64 } as object)).toThrow('options.windowLength is not an option');
    expect(() => chroma(noise(9), { source: 'cqt' } as object)).toThrow('options.source is "cqt"');
  });
});

describe('normalisation', () => {
  const options = { normalisation: 'l2' } as const satisfies CompressionOptions;
  const half = new Float64Array(30_000);
  half.set(noise(10_000), 20_000);

  it('gives each frame norm 1, silent ones all bins alike', () => {
    const sequence = chroma(half, options);
    for (let k = 0; k < sequence.frames; k++) expect(Math.hypot(...frame(sequence, k))).toBeCloseTo(1, 6);
    expect(frame(sequence, 3)).toEqual(new Float32Array(12).fill(1 / Math.sqrt(12)));
  });

  it('can leave silent frames at 0, and calls silent what is at most the threshold', () => {
    expect(frame(chroma(half, { ...options, silence: 'zero' }), 3)).toEqual(new Float32Array(12));
    const loud = chroma(half, { ...options, silence: 'zero', silenceThreshold: 1e6 });
    expect(loud.data.every((value) => value === 0)).toBe(true);
  });

  it('does not depend on how loud a signal is', () => {
    const x = noise(20_000);
    const a = constantQSpectrum(x, options).data;
    const b = constantQSpectrum(
      x.map((value) => 64 * value),
      options,
    ).data;
    expect(b).toEqual(a);
  });
});

it('options that are no object are refused', () => {
  for (const extract of [powerSpectrogram, chroma, melSpectrum, constantQSpectrum]) {
    expect(() => extract(noise(9), null as never)).toThrow('options is null; expected an object');
  }
});
