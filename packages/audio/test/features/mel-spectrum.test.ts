import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frequencyToMel, melSpectrum, melToFrequency, powerSpectrogram } from '../../src/index.ts';
import { frame, largest, noise, tones } from '../support/signals.ts';

describe('the mel scales', () => {
  it("has the frequencies of librosa's documentation: 40 mels up to 11,025 Hz", () => {
    const step = frequencyToMel(11_025) / 39;
    const frequency = (m: number): number => melToFrequency(m * step);
    expect(frequency(1)).toBeCloseTo(85.317, 3);
    expect(frequency(11)).toBeCloseTo(938.49, 2);
    expect(frequency(12)).toBeCloseTo(1024.856, 3);
    expect(frequency(13)).toBeCloseTo(1119.114, 3);
    expect(frequency(39)).toBeCloseTo(11_025, 6);
  });

  it.each(['slaney', 'htk'] as const)('%s goes back and forth, and rises', (scale) => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 20_000, noNaN: true }), (frequency) => {
        expect(melToFrequency(frequencyToMel(frequency, scale), scale)).toBeCloseTo(frequency, 6);
        expect(frequencyToMel(frequency + 1, scale)).toBeGreaterThan(frequencyToMel(frequency, scale));
      }),
    );
  });

  it('refuses what is no frequency', () => {
    expect(() => frequencyToMel(-1)).toThrow('frequency is -1');
    expect(() => melToFrequency(Number.NaN)).toThrow('mel is NaN');
    expect(() => frequencyToMel(1, 'bark' as 'htk')).toThrow('scale is "bark"; expected one of slaney, htk');
  });
});

describe('melSpectrum', () => {
  it.each(['slaney', 'htk'] as const)('puts the centre of each %s band into it', (scale) => {
    const bands = 20;
    const step = frequencyToMel(11_025, scale) / (bands + 1);
    for (let m = 0; m < bands; m++) {
      const centre = melToFrequency((m + 1) * step, scale);
      expect(largest(frame(melSpectrum(tones([centre], 22_050), { bands, scale, filters: 'peak' }), 10))).toBe(m);
    }
  });

  it('with peaks of 1 shares each bin between two neighbours, so that they add up to the spectrum between the outer centres', () => {
    const x = noise(4096);
    const options = { windowLength: 1024, hopLength: 2048 };
    const mel = frame(melSpectrum(x, { ...options, bands: 30, scale: 'htk', filters: 'peak' }), 1);
    const power = frame(powerSpectrogram(x, options), 1);
    const first = melToFrequency(frequencyToMel(11_025, 'htk') / 31, 'htk');
    const last = melToFrequency((30 * frequencyToMel(11_025, 'htk')) / 31, 'htk');
    const spacing = 22_050 / 1024;
    const sum = power.reduce((total, value, k) => {
      const frequency = k * spacing;
      return total + value * Math.min(1, frequency / first, (11_025 - frequency) / (11_025 - last));
    }, 0);
    expect(mel.reduce((total, value) => total + value, 0)).toBeCloseTo(sum, 6);
  });

  it('with areas of 1 is level for white noise', () => {
    const x = new Float64Array(20_000);
    x[10_000] = 1;
    const mel = frame(melSpectrum(x, { bands: 20, hopLength: 10_000 }), 1);
    for (const value of mel) expect(value / mel[10]).toBeCloseTo(1, 1);
  });

  it('compresses by log(1 + ηx)', () => {
    const x = noise(5000);
    const plain = melSpectrum(x).data;
    const compressed = melSpectrum(x, { compression: 1000 }).data;
    compressed.forEach((value, i) => expect(value).toBeCloseTo(Math.log(1 + 1000 * plain[i]), 5));
  });

  it('of magnitudes grows with the signal', () => {
    const x = noise(5000);
    const a = melSpectrum(x, { exponent: 1 }).data;
    const b = melSpectrum(
      x.map((value) => 3 * value),
      { exponent: 1 },
    ).data;
    b.forEach((value, i) => expect(value / a[i]).toBeCloseTo(3, 5));
  });

  it('refuses bands without width, or beyond half the sample rate', () => {
    expect(() => melSpectrum(noise(10), { lowestFrequency: 1000, highestFrequency: 1000 })).toThrow('options.highestFrequency is 1000');
    expect(() => melSpectrum(noise(10), { lowestFrequency: 1000, highestFrequency: 1001 })).toThrow('options.bands is 80');
    expect(() => melSpectrum(noise(10), { highestFrequency: 12_000 })).toThrow('options.highestFrequency is 12000');
    expect(() => melSpectrum(noise(10), { lowestFrequency: 11_025 })).toThrow('options.lowestFrequency is 11025');
    expect(() => melSpectrum(noise(10), { bands: 0 })).toThrow('options.bands is 0');
  });

  it('refuses more bands than bins can tell apart', () => {
    expect(() => melSpectrum(noise(10), { bands: 200, windowLength: 512 })).toThrow('options.bands is 200; expected fewer bands');
  });
});
