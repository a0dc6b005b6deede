import type { RandomGenerator } from '@rubato/core';
import type { Note } from './melody.ts';
import type { Tempo } from './tempo.ts';

/** A fundamental's pitch class, its fifth (third partial) and its third (fifth partial), with their strengths. */
const partials = [
  [0, 1],
  [7, 0.3],
  [4, 0.12],
] as const;
const DECAY_SECONDS = 0.8;

/**
 * Chroma-like features of a rendition: one row of twelve energies a frame. A note rings out as it decays, `exp(-t / 0.8 s)`, and
 * every energy has some noise, so that no two renditions are alike.
 */
export function renderChroma(
  notes: readonly Note[],
  tempo: Tempo,
  framesPerSecond: number,
  noise: number,
  random: RandomGenerator,
): number[][] {
  const last = notes[notes.length - 1];
  const frames = Math.ceil(tempo.secondsAt(last.start + last.beats) * framesPerSecond);
  return Array.from({ length: frames }, (_, frame) => {
    const seconds = frame / framesPerSecond;
    const beat = tempo.beatAt(seconds);
    const energies = Array.from({ length: 12 }, () => noise * random());
    for (const note of notes) {
      if (beat < note.start || beat >= note.start + note.beats) continue;
      const strength = Math.exp(-(seconds - tempo.secondsAt(note.start)) / DECAY_SECONDS);
      for (const [interval, partial] of partials) energies[(note.pitchClass + interval) % 12] += strength * partial;
    }
    return energies;
  });
}
