import { InvalidArgumentError, MemoryLimitError } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { chroma, constantQSpectrum, extractFeatures, melSpectrum, powerSpectrogram } from '../../src/index.ts';
import type { CompressionOptions, FeatureProgress, FeatureRequest, FrameOptions, MemoryOptions, Samples } from '../../src/index.ts';
import { frame, noise } from '../support/signals.ts';

type Options = FrameOptions & MemoryOptions;

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
    const reports: FeatureProgress[] = [];
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

  it('refuses a result that is too large before it allocates it', () => {
    const x = new Float32Array(1_000_000);
    const { bins } = extract(x.subarray(0, 1));
    const bytes = (1 + 1_000_000) * (4 * bins + 8);
    const run = (): unknown => extract(x, { hopLength: 1, maxBytes: bytes - 1 });
    expect(run).toThrow(MemoryLimitError);
    expect(run).toThrow(`${bytes} bytes`);
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
  ])('%o is refused', (options, place) => {
    expect(() => powerSpectrogram(noise(9), options)).toThrow(`${place} is `);
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

describe('extractFeatures', () => {
  it('stops on its signal, before and during the work', async () => {
    const reason = new Error('enough');
    const x = noise(3_000_000);
    await expect(extractFeatures(x, { feature: 'chroma' }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    let done = 0;
    const onProgress = (progress: FeatureProgress): void => {
      done = progress.done;
      controller.abort(reason);
    };
    const work = extractFeatures(x, { feature: 'constant-q-spectrum', hopLength: 100 }, { signal: controller.signal, onProgress });
    await expect(work).rejects.toBe(reason);
    expect(done).toBeLessThan(10_000);
  });

  it('refuses by name', async () => {
    await expect(extractFeatures(noise(9), { feature: 'mfcc' } as never)).rejects.toThrow('request.feature is "mfcc"');
    await expect(extractFeatures(noise(9), { feature: 'chroma', hop: 1 } as never)).rejects.toThrow('request.hop is not an option');
    await expect(extractFeatures(noise(9), { feature: 'mel-spectrum', hop: 1 } as never)).rejects.toThrow('request.hop is not an option');
    await expect(extractFeatures(noise(9), null as never)).rejects.toThrow('request.feature is undefined');
  });
});
