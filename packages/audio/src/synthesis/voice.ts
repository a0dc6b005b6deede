import type { RandomGenerator } from '@rubato/core';
import type { FullTimbre } from './timbre.ts';

/** One note to be rendered: times in samples, its fundamental in cycles per sample. */
export interface VoiceNote {
  readonly start: number;
  readonly held: number;
  readonly frequency: number;
  readonly amplitude: number;
}

/** Samples at a time: they stay in the processor's nearest memory. */
const BLOCK = 1024;

/** Partials below this share of a note's amplitude, -100 dB, have ended. */
const LEAST_AMPLITUDE = 1e-5;

/** How many samples a note has in a signal of a length. */
export const samplesOf = ({ start, held }: VoiceNote, release: number, length: number): number =>
  Math.max(0, Math.min(length - start, Math.ceil(held + release)));

/** Adds a note to a signal; yields how many of its samples were made since the last yield, below a millisecond's worth. */
export type Voice = (note: VoiceNote, into: Float32Array) => Generator<number, void, void>;

/** A voice whose scratch serves all notes, one after the other. */
export function createVoice(timbre: FullTimbre, sampleRate: number, random: RandomGenerator): Voice {
  const count = timbre.partials.length;
  // Each partial is a complex number that turns and shrinks from sample to sample.
  const re = new Float64Array(count);
  const im = new Float64Array(count);
  const turnRe = new Float64Array(count);
  const turnIm = new Float64Array(count);
  /** The sample from which a partial is silent. */
  const ends = new Float64Array(count);
  const block = new Float64Array(BLOCK);
  const attack = timbre.attack * sampleRate;
  const release = timbre.release * sampleRate;

  function strike({ frequency, amplitude }: VoiceNote): void {
    const fundamental = frequency * 2 ** ((timbre.detuning * (2 * random() - 1)) / 1200);
    for (let k = 0; k < count; k++) {
      const order = k + 1;
      const partial = order * fundamental * Math.sqrt(1 + timbre.inharmonicity * order * order);
      const phase = 2 * Math.PI * random();
      const share = timbre.partials[k];
      // Beyond half the sample rate a partial would come back as another tone.
      const audible = partial < 0.5 && share > LEAST_AMPLITUDE;
      const decay = timbre.decay * (440 / (partial * sampleRate)) ** timbre.damping * sampleRate;
      re[k] = amplitude * share * Math.cos(phase);
      im[k] = amplitude * share * Math.sin(phase);
      turnRe[k] = Math.exp(-1 / decay) * Math.cos(2 * Math.PI * partial);
      turnIm[k] = Math.exp(-1 / decay) * Math.sin(2 * Math.PI * partial);
      ends[k] = audible ? decay * Math.log(share / LEAST_AMPLITUDE) : 0;
    }
  }

  function addPartial(k: number, length: number): void {
    const [c, s] = [turnRe[k], turnIm[k]];
    let [x, y] = [re[k], im[k]];
    for (let i = 0; i < length; i++) {
      block[i] += y;
      const turned = x * c - y * s;
      y = x * s + y * c;
      x = turned;
    }
    re[k] = x;
    im[k] = y;
  }

  return function* (note, into) {
    strike(note);
    const total = samplesOf(note, release, into.length);
    const noiseFactor = Math.exp(-1 / (timbre.noiseDecay * sampleRate));
    let noise = timbre.noise * note.amplitude;
    const leastNoise = LEAST_AMPLITUDE * note.amplitude;
    for (let from = 0; from < total; from += BLOCK) {
      const length = Math.min(BLOCK, total - from);
      block.fill(0);
      for (let k = 0; k < count; k++) if (ends[k] > from) addPartial(k, length);
      for (let i = 0; i < length && noise > leastNoise; i++) {
        block[i] += noise * (2 * random() - 1);
        noise *= noiseFactor;
      }
      for (let i = 0; i < length; i++) {
        into[note.start + from + i] += block[i] * rise(from + i, attack) * rise(note.held + release - from - i, release);
      }
      yield length;
    }
  };
}

/** Half a cosine from 0 at 0 to 1 at `length`, 1 beyond. */
const rise = (time: number, length: number): number => (time >= length ? 1 : 0.5 - 0.5 * Math.cos((Math.PI * time) / length));
