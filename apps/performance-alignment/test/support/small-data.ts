import { createRandom } from '@rubato/core';
import type { DataSet, Slice } from '../../src/data/slice.ts';

const DIMENSION = 5;

/** A slice of smooth random features and a truth with one bend, in which the performance is a warped and noisy score. */
export function smallSlice(name: string, piece: string, seed: number, frames = 20): Slice {
  const random = createRandom(seed);
  const waves = Array.from({ length: DIMENSION }, () => [0.3 + random(), 6 * random()]);
  const at = (time: number): number[] => {
    const raw = waves.map(([pace, phase]) => 1.2 + Math.sin(pace * time + phase));
    const norm = Math.hypot(...raw);
    return raw.map((value) => value / norm);
  };
  const end = frames - 1;
  const bend = end * (0.35 + 0.3 * random());
  const truth = { positions: [0, end / 2, end], times: [0, bend, end] };
  const toScore = (time: number): number =>
    time <= bend ? (time / bend) * (end / 2) : end / 2 + ((time - bend) / (end - bend)) * (end / 2);
  const score = Float32Array.from({ length: frames }, (_, n) => n).reduce<number[]>((all, n) => [...all, ...at(n)], []);
  const performance = Array.from({ length: frames }, (_, n) => at(toScore(n)).map((value) => value + 0.1 * (random() - 0.5))).flat();
  return {
    name,
    piece,
    frames,
    dimension: DIMENSION,
    score: Float32Array.from(score),
    performance: Float32Array.from(performance),
    truth,
    scoreNotes: [],
    performanceNotes: [],
  };
}

export function smallData(frames = 20): DataSet {
  const slices = (name: string, count: number, first: number): Slice[] =>
    Array.from({ length: count }, (_, k) => smallSlice(`${name} ${k + 1}`, `${name} piece ${k + 1}`, first + k, frames));
  return {
    name: 'small slices',
    feature: 'Chroma',
    training: slices('training', 6, 1),
    validation: slices('validation', 3, 100),
    test: slices('test', 3, 200),
  };
}
