import { InvalidArgumentError, MemoryLimitError } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chroma, pitchFrequency, powerSpectrogram, synthesise, synthesiseInSlices, timbres } from '../../src/index.ts';
import type { Note, SynthesiseOptions, Timbre, TimbreName, WorkProgress } from '../../src/index.ts';
import { frame, largest, SAMPLE_RATE } from '../support/signals.ts';

const names = Object.keys(timbres) as TimbreName[];
const sine: Timbre = { partials: [1], attack: 0, release: 0 };
const a4: Note = { start: 0, end: 2, pitch: 69, velocity: 127 };
const rms = (samples: Float32Array, from: number, to: number): number => {
  const part = samples.subarray(Math.round(from * SAMPLE_RATE), Math.round(to * SAMPLE_RATE));
  return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length);
};
const peakOf = (samples: Float32Array): number => samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

const notes = fc.array(
  fc.record({
    start: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.double({ min: 0, max: 0.5, noNaN: true }),
    pitch: fc.nat(127),
    velocity: fc.nat(127),
  }),
  { minLength: 1, maxLength: 8 },
);

describe('synthesise', () => {
  it('makes a sinusoid of one partial', () => {
    const samples = synthesise([a4], { timbre: sine, peak: 0.5 });
    expect(samples.length).toBe(2 * SAMPLE_RATE);
    // A sinusoid is known by two neighbours: x_{n+1} + x_{n-1} = 2cos(ω)·x_n.
    const factor = 2 * Math.cos((2 * Math.PI * 440) / SAMPLE_RATE);
    for (let n = 1; n < samples.length - 1; n++) {
      if (Math.abs(samples[n + 1] + samples[n - 1] - factor * samples[n]) > 1e-6) expect.fail(`sample ${n}`);
    }
    expect(rms(samples, 0, 2)).toBeCloseTo(0.5 / Math.SQRT2, 4);
  });

  it.each(names)('%s has the pitch class of its note', (timbre) => {
    for (const pitch of [40, 60, 61, 74, 83]) {
      const sequence = chroma(synthesise([{ ...a4, pitch }], { timbre }), { source: 'constant-q' });
      expect(largest(frame(sequence, 10)), `pitch ${pitch}`).toBe(pitch % 12);
    }
  });

  it('stretches the partials of stiff strings', () => {
    const inharmonicity = 1e-3;
    const samples = synthesise([a4], { timbre: { partials: [0, 0, 0, 0, 0, 0, 0, 1], inharmonicity } });
    const { data, bins } = powerSpectrogram(samples, { windowLength: 16_384, hopLength: SAMPLE_RATE });
    const expected = 8 * 440 * Math.sqrt(1 + 64 * inharmonicity);
    expect(Math.abs((largest(data.subarray(bins, 2 * bins)) * SAMPLE_RATE) / 16_384 - expected)).toBeLessThan(1.5);
  });

  it('lets partials decay as they should, high ones faster', () => {
    const fall = (pitch: number, timbre: Partial<Timbre>): number => {
      const samples = synthesise([{ ...a4, pitch }], { timbre: { ...sine, decay: 0.5, ...timbre } });
      return rms(samples, 1, 1.1) / rms(samples, 0.5, 0.6);
    };
    expect(fall(69, {})).toBeCloseTo(Math.exp(-1), 3);
    expect(fall(81, { damping: 1 })).toBeCloseTo(Math.exp(-2), 3);
    expect(fall(81, { damping: 0 })).toBeCloseTo(Math.exp(-1), 3);
    expect(fall(69, { decay: Infinity })).toBeCloseTo(1, 3);
  });

  it.each(names)('%s is silent before a note and behind its release, and sounds between', (timbre) => {
    const note = { start: 0.5, end: 1, pitch: 60, velocity: 64 };
    const samples = synthesise([note], { timbre, duration: 2 });
    const release = timbres[timbre].release ?? 0.05;
    expect(samples.length).toBe(2 * SAMPLE_RATE);
    expect(peakOf(samples.subarray(0, 0.5 * SAMPLE_RATE))).toBe(0);
    expect(peakOf(samples.subarray(Math.ceil((1 + release) * SAMPLE_RATE) + 1))).toBe(0);
    expect(rms(samples, 0.5, 1)).toBeGreaterThan(0.05);
    expect(rms(samples, 0.9, 1)).toBeGreaterThan(0);
  });

  it('leaves out what would alias', () => {
    const timbre = { ...sine, partials: Array.from({ length: 64 }, () => 1) };
    const pitch = 120;
    const samples = synthesise([{ ...a4, pitch }], { timbre });
    const power = frame(powerSpectrogram(samples, { hopLength: SAMPLE_RATE, windowLength: 4096 }), 1);
    const spacing = SAMPLE_RATE / 4096;
    // Only the fundamental, 8372 Hz, lies below 11,025 Hz.
    const elsewhere = power.filter((_, k) => Math.abs(k * spacing - pitchFrequency(pitch)) > 8 * spacing);
    expect(peakOf(elsewhere)).toBeLessThan(1e-6);
  });

  it('takes the square of the velocity', () => {
    const loud = { start: 0, end: 1, pitch: 69, velocity: 120 };
    const soft = { start: 1, end: 2, pitch: 69, velocity: 60 };
    const samples = synthesise([loud, soft], { timbre: sine });
    expect(rms(samples, 0.2, 0.8) / rms(samples, 1.2, 1.8)).toBeCloseTo(4, 3);
  });

  it('is tuned', () => {
    const samples = synthesise([a4], { timbre: sine, tuning: 415, sampleRate: 8192 });
    const { data, bins } = powerSpectrogram(samples, { sampleRate: 8192, windowLength: 8192, hopLength: 8192 });
    expect(largest(data.subarray(bins, 2 * bins))).toBe(415);
  });

  it('never clips, has no NaN, and answers the same for the same seed', () => {
    fc.assert(
      fc.property(
        notes,
        fc.constantFrom(...names),
        fc.integer(),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (list, timbre, seed, peak) => {
          const played = list.map(({ start, length, pitch, velocity }) => ({ start, end: start + length, pitch, velocity }));
          const options = { timbre, seed, peak, sampleRate: 4000 };
          const samples = synthesise(played, options);
          const most = peakOf(samples);
          expect(samples.every((value) => Number.isFinite(value))).toBe(true);
          expect(most).toBeLessThanOrEqual(peak);
          if (most > 0) expect(most).toBeCloseTo(peak, 5);
          expect(synthesise(played, options)).toEqual(samples);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('draws phases, detuning and noise from the seed', () => {
    expect(synthesise([a4], { seed: 1 })).not.toEqual(synthesise([a4], { seed: 2 }));
  });

  it('is silent where nothing sounds', () => {
    expect(synthesise([], { duration: 0.001 })).toEqual(new Float32Array(23));
    expect(peakOf(synthesise([{ ...a4, velocity: 0 }]))).toBe(0);
    expect(synthesise([a4], { duration: 0 }).length).toBe(0);
    expect(peakOf(synthesise([{ ...a4, start: 1 }], { duration: 0.5 }))).toBe(0);
  });

  it('takes the defaults of a timbre for what is undefined', () => {
    const names = ['inharmonicity', 'attack', 'decay', 'damping', 'release', 'detuning', 'noise', 'noiseDecay'];
    const partials = [1, 0.5];
    const bare = synthesise([a4], { timbre: { partials } });
    for (const name of names) {
      expect(synthesise([a4], { timbre: { partials, [name]: undefined } }), name).toEqual(bare);
      expect(() => synthesise([a4], { timbre: { partials, [name]: null } as never })).toThrow(`options.timbre.${name} is null`);
    }
  });

  it('plays any velocity from 0 on', () => {
    const quiet = { ...a4, velocity: 0.5 };
    const loud = { ...a4, start: 3, end: 5, velocity: 1 };
    const samples = synthesise([quiet, loud], { timbre: sine });
    expect(rms(samples, 3, 5) / rms(samples, 0, 2)).toBeCloseTo(4, 3);
  });

  it.each([
    [[], {}, 'notes'],
    [3, {}, 'notes'],
    [[null], {}, 'notes[0]'],
    [[a4, { ...a4, start: -1 }], {}, 'notes[1].start'],
    [[{ ...a4, start: Number.NaN }], {}, 'notes[0].start'],
    [[{ ...a4, end: -1 }], {}, 'notes[0].end'],
    [[{ ...a4, end: Infinity }], {}, 'notes[0].end'],
    [[{ ...a4, pitch: 128 }], {}, 'notes[0].pitch'],
    [[{ ...a4, velocity: '9' }], {}, 'notes[0].velocity'],
    [[a4], { sampleRate: 0 }, 'options.sampleRate'],
    [[a4], { seed: 0.5 }, 'options.seed'],
    [[a4], { peak: 2 }, 'options.peak'],
    [[a4], { tuning: 0 }, 'options.tuning'],
    [[a4], { duration: -1 }, 'options.duration'],
    [[a4], { instrument: 'piano' }, 'options.instrument'],
    [[a4], { timbre: 'flute' }, 'options.timbre'],
    [[a4], { timbre: { partials: [] } }, 'options.timbre.partials'],
    [[a4], { timbre: { partials: [0] } }, 'options.timbre.partials'],
    [[a4], { timbre: { partials: [1, Number.NaN] } }, 'options.timbre.partials[1]'],
    [[a4], { timbre: { partials: [1], decay: 0 } }, 'options.timbre.decay'],
    [[a4], { timbre: { partials: [1], vibrato: 0 } }, 'options.timbre.vibrato'],
  ])('refuses by name: %#', (list, options, place) => {
    const run = (): unknown => synthesise(list as Note[], options as SynthesiseOptions);
    expect(run).toThrow(InvalidArgumentError);
    expect(run).toThrow(`${place} is `);
  });

  it('refuses what is too long before it allocates it', () => {
    const run = (): unknown => synthesise([{ ...a4, start: 1e6, end: 1e6 }]);
    expect(run).toThrow(MemoryLimitError);
    expect(run).toThrow(`${Math.ceil((1e6 + 0.08) * SAMPLE_RATE) * 4} bytes`);
    expect(() => synthesise([a4], { maxBytes: 1000 })).toThrow(MemoryLimitError);
  });
});

describe('synthesiseInSlices', () => {
  const reason = new Error('enough');

  it('makes the same samples, and says how far it is', async () => {
    // Notes that are cut, silent, beyond the end and without length.
    const list: Note[] = [
      ...Array.from({ length: 60 }, (_, i) => ({ start: i / 4, end: i / 4 + 2, pitch: 40 + i, velocity: 100 })),
      { start: 1, end: 2, pitch: 60, velocity: 0 },
      { start: 50, end: 51, pitch: 60, velocity: 80 },
      { start: 3, end: 3, pitch: 60, velocity: 80 },
    ];
    for (const options of [{ duration: 16, seed: 4 }, { timbre: sine }]) {
      const reports: WorkProgress[] = [];
      const samples = await synthesiseInSlices(list, options, { onProgress: (progress) => reports.push(progress) });
      expect(samples).toEqual(synthesise(list, options));
      const { done, total } = reports.at(-1)!;
      expect(done).toBe(total);
      expect(total).toBeGreaterThan(60 * SAMPLE_RATE);
      expect(reports.map((report) => report.done)).toEqual(reports.map((report) => report.done).toSorted((a, b) => a - b));
    }
  });

  it('counts the samples of what is heard', async () => {
    const list = [a4, { ...a4, velocity: 0 }, { ...a4, start: 1.5 }, { ...a4, start: 9, end: 10 }];
    let last: WorkProgress | undefined;
    await synthesiseInSlices(list, { timbre: { ...sine, release: 0.5 }, duration: 3 }, { onProgress: (progress) => (last = progress) });
    expect(last).toEqual({ done: (2.5 + 1) * SAMPLE_RATE, total: (2.5 + 1) * SAMPLE_RATE });
  });

  it('stops on its signal: before, amid notes, amid one note, amid what is silent', async () => {
    await expect(synthesiseInSlices([a4], {}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const timbre = { ...sine, partials: Array.from({ length: 64 }, () => 1), decay: Infinity };
    const short = Array.from({ length: 1e5 }, () => ({ ...a4, start: 1, end: 1 }));
    for (const list of [Array.from({ length: 1000 }, () => a4), [{ ...a4, end: 1000 }], short]) {
      const controller = new AbortController();
      let last: WorkProgress | undefined;
      const onProgress = (progress: WorkProgress): void => {
        last = progress;
        controller.abort(reason);
      };
      const work = synthesiseInSlices(list, { timbre: { ...timbre, release: 0 } }, { signal: controller.signal, onProgress });
      await expect(work).rejects.toBe(reason);
      if (list !== short) expect(last!.done).toBeLessThan(0.5 * last!.total);
    }
  });

  it('stops while it looks at the notes', async () => {
    const list: Note[] = Array.from({ length: 1e6 }, () => a4);
    // The last note is wrong: had it come so far, it would say so.
    list.push(null as never);
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason));
    const work = synthesiseInSlices(list, {}, { signal: controller.signal });
    await expect(work).rejects.toBe(reason);
  });

  it('refuses by name and by size', async () => {
    await expect(synthesiseInSlices([{ ...a4, pitch: 128 }])).rejects.toThrow('notes[0].pitch is 128');
    await expect(synthesiseInSlices([a4], { maxBytes: 1000 })).rejects.toThrow(MemoryLimitError);
    await expect(synthesiseInSlices([a4], {}, { signal: 5 } as never)).rejects.toThrow('run.signal is 5; expected an AbortSignal');
    await expect(synthesiseInSlices([a4], {}, { every: 5 } as never)).rejects.toThrow('run.every is not an option');
  });
});
