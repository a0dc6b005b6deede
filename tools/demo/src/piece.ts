import { createRandom } from '@rubato/core';
import { renderChroma } from './chroma.ts';
import { composeMelody } from './melody.ts';
import { rubatoTempo, steadyTempo } from './tempo.ts';

/** Two renditions of one melody, and which frame of the second belongs to each frame of the first. */
export interface Piece {
  readonly bars: number;
  readonly steady: number[][];
  readonly rubato: number[][];
  /** The true position in `rubato` of each frame of `steady`, in frames; a fraction of a frame, as time has it. */
  readonly truth: Float64Array;
}

/** Makes the melody and plays it twice: in steady time, and rubato, slower on the whole. */
export function makePiece(bars: number, framesPerSecond: number, seed: number): Piece {
  const notes = composeMelody(bars);
  const random = createRandom(seed);
  const plain = steadyTempo(112);
  const free = rubatoTempo(96, 8, 0.35);
  const steady = renderChroma(notes, plain, framesPerSecond, 0.05, random);
  const rubato = renderChroma(notes, free, framesPerSecond, 0.05, random);
  const truth = Float64Array.from(steady, (_, frame) => free.secondsAt(plain.beatAt(frame / framesPerSecond)) * framesPerSecond);
  return { bars, steady, rubato, truth };
}
