import { describe, expect, it, vi } from 'vitest';
import { chroma, constantQSpectrum, pitchFrequency } from '../../src/index.ts';
import { frame, largest, noise, SAMPLE_RATE, tones } from '../support/signals.ts';

// Three frames, the middle one far from both ends.
const hopLength = 10_240;
const MIDDLE = 1;
const SECOND = 22_050;

/** One pitch after the other, two hops long; the odd frames are centred in them. */
function scale(lowest: number, highest: number, amplitude: number): Float64Array {
  const x = new Float64Array((highest - lowest + 1) * 2 * hopLength);
  for (let p = lowest; p <= highest; p++) x.set(tones([pitchFrequency(p)], 2 * hopLength, amplitude), (p - lowest) * 2 * hopLength);
  return x;
}

describe('constantQSpectrum', () => {
  it('finds each pitch, with the power of its amplitude', () => {
    const sequence = constantQSpectrum(scale(24, 107, 0.5), { hopLength });
    for (let pitch = 24; pitch <= 107; pitch++) {
      const result = frame(sequence, 2 * (pitch - 24) + 1);
      expect(largest(result) + 24).toBe(pitch);
      expect(Math.abs(result[pitch - 24] - 0.25)).toBeLessThan(2e-3);
      // Outside the main lobe of two semitones -30 dB, an octave away -60 dB.
      for (let p = 24; p <= 107; p++) {
        if (Math.abs(p - pitch) > 2) expect(result[p - 24]).toBeLessThan(0.25e-3);
        if (Math.abs(p - pitch) > 12) expect(result[p - 24]).toBeLessThan(0.25e-6);
      }
    }
  });

  it('is the windowed sum that it stands for', () => {
    const x = noise(SECOND, 3);
    const result = frame(constantQSpectrum(x, { hopLength, exponent: 1 }), MIDDLE);
    for (let pitch = 24; pitch <= 107; pitch++) {
      const frequency = pitchFrequency(pitch) / SAMPLE_RATE;
      const length = 1 / (2 ** (1 / 12) - 1) / frequency;
      let [re, im, sum] = [0, 0, 0];
      for (let n = Math.ceil(-length / 2); n <= length / 2; n++) {
        const weight = Math.cos((Math.PI * n) / length) ** 2;
        re += weight * x[hopLength + n] * Math.cos(2 * Math.PI * frequency * n);
        im += weight * x[hopLength + n] * Math.sin(2 * Math.PI * frequency * n);
        sum += weight;
      }
      expect(Math.abs(result[pitch - 24] - (2 * Math.hypot(re, im)) / sum)).toBeLessThan(1e-3);
    }
  });

  it('is sharper in time with a shorter longest window', () => {
    const x = new Float32Array(2 * SECOND);
    x.set(tones([pitchFrequency(36)], SECOND));
    // 0.15 s behind the end of the tone: the usual window of 0.26 s is half of that long to each side.
    const at = Math.ceil((SECOND + 0.1 * SECOND) / 1024);
    const usual = frame(constantQSpectrum(x), at)[12];
    const bounded = frame(constantQSpectrum(x, { longestWindow: 0.1 }), at)[12];
    expect(usual).toBeGreaterThan(1e-7);
    expect(bounded).toBeLessThan(usual / 100);
  });

  it('takes any sample rate and range, and another tuning', () => {
    const x = tones([442], 48_000, 1, 48_000);
    const result = constantQSpectrum(x, { sampleRate: 48_000, hopLength: 480, tuning: 442, lowestPitch: 60, highestPitch: 80 });
    expect([result.frames, result.bins, result.frameRate]).toEqual([101, 21, 100]);
    expect(frame(result, 50)[9]).toBeCloseTo(1, 3);
    expect(constantQSpectrum(x, { sampleRate: 4000 }).bins).toBe(94 - 24 + 1);
  });
});

describe.each(['spectrogram', 'constant-q'] as const)('chroma from %s', (source) => {
  it('puts each pitch from C3 to B7 into its class', () => {
    const sequence = chroma(scale(48, 107, 1), { source, hopLength });
    for (let pitch = 48; pitch <= 107; pitch++) {
      expect(largest(frame(sequence, 2 * (pitch - 48) + 1))).toBe(pitch % 12);
    }
  });

  it('of a C major chord has C, E and G', () => {
    const x = tones(
      [60, 64, 67, 72].map((pitch) => pitchFrequency(pitch)),
      SECOND,
    );
    const result = frame(chroma(x, { source, hopLength, compression: 10, normalisation: 'l2' }), MIDDLE);
    for (let c = 0; c < 12; c++) {
      if ([0, 4, 7].includes(c)) expect(result[c]).toBeGreaterThan(0.4);
      else expect(result[c]).toBeLessThan(0.35);
    }
    expect(Math.hypot(...result)).toBeCloseTo(1, 6);
  });

  it('follows the tuning', () => {
    const x = tones([pitchFrequency(69, 440 * 2 ** (0.4 / 12)) * 2 ** (0.4 / 12)], SECOND);
    expect(largest(frame(chroma(x, { source, hopLength }), MIDDLE))).toBe(10);
    expect(largest(frame(chroma(x, { source, hopLength, tuning: 440 * 2 ** (0.8 / 12) }), MIDDLE))).toBe(9);
  });
});

it('chroma of a spectrogram looks for the bins of each pitch, not for the pitch of each bin', () => {
  const logarithm = vi.spyOn(Math, 'log2');
  try {
    chroma(noise(9), { windowLength: 4096 });
    expect(logarithm.mock.calls.length).toBeLessThan(20);
  } finally {
    logarithm.mockRestore();
  }
});

it('pitchFrequency is equal temperament', () => {
  expect(pitchFrequency(60)).toBeCloseTo(261.6256, 4);
  expect(pitchFrequency(24)).toBeCloseTo(32.7032, 4);
  expect(pitchFrequency(81, 442)).toBe(884);
});
