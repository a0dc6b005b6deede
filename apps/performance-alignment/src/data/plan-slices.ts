import type { PiecewiseLinearWarp } from '@rubato/decoders';
import { warpPositions } from '@rubato/decoders';
import type { PerformedScore } from './piece.ts';
import { FRAMES_PER_SECOND } from './slice.ts';

/** Where a slice lies, before anything is rendered. */
export interface SlicePlan {
  /** Seconds of the performance. */
  readonly from: number;
  readonly to: number;
  /** The same places in the score. */
  readonly scoreFrom: number;
  readonly scoreTo: number;
  /** In frames, of a score that is played as fast as the slice is on average: it ends at T - 1 on both axes. */
  readonly truth: PiecewiseLinearWarp;
}

/** A beat closer than this to an end of the slice is not a knot of its own, in frames. */
const LEAST_GAP = 1e-6;
/** Scores and performances whose tempos differ more than this are no pair of the same music, or have a hole between their beats. */
const MOST_TEMPO_RATIO = 4;

/**
 * Slices of T frames of a performance, one after another from its first beat on, beside the parts of the score that they play.
 *
 * The truth leads straight from beat to beat. The score takes the slice's mean tempo, so that both parts have T frames and the truth leads
 * from corner to corner: what is left to find is how the tempo changes.
 */
export function planSlices({ score, performance }: PerformedScore, frames: number): SlicePlan[] {
  const toScore: PiecewiseLinearWarp = { positions: performance.beats, times: score.beats };
  const plans: SlicePlan[] = [];
  const duration = (frames - 1) / FRAMES_PER_SECOND;
  const first = performance.beats[0];
  const last = performance.beats.at(-1)!;
  for (let k = 0; ; k++) {
    const from = first + (k * frames) / FRAMES_PER_SECOND;
    const to = from + duration;
    if (to > last) return plans;
    const [scoreFrom, scoreTo] = warpPositions(toScore, [from, to]);
    const tempo = (scoreTo - scoreFrom) / duration;
    if (!(tempo > 1 / MOST_TEMPO_RATIO && tempo < MOST_TEMPO_RATIO)) continue;
    const positions = [0];
    const times = [0];
    performance.beats.forEach((beat, b) => {
      const position = ((score.beats[b] - scoreFrom) / tempo) * FRAMES_PER_SECOND;
      const time = (beat - from) * FRAMES_PER_SECOND;
      if (time <= 0 || time >= frames - 1 || position - positions.at(-1)! < LEAST_GAP || position > frames - 1 - LEAST_GAP) return;
      positions.push(position);
      times.push(time);
    });
    positions.push(frames - 1);
    times.push(frames - 1);
    plans.push({ from, to, scoreFrom, scoreTo, truth: { positions, times } });
  }
}
