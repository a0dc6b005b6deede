import { warpPositions } from '@rubato/decoders';
import type { Slice } from '../data/slice.ts';
import { FRAMES_PER_SECOND } from '../data/slice.ts';
import type { Scores } from './evaluate.ts';

/** Signed errors of a warp at each frame of the score, in milliseconds, above 0 where it is late. */
export function errorsAtFrames({ slices: scores }: Scores, slices: readonly Slice[], k: number): Float64Array {
  const { frames, truth } = slices[k];
  const positions = Array.from({ length: frames }, (_, n) => n);
  const [found, actual] = [scores[k].warp, truth].map((warp) => warpPositions(warp, positions));
  return found.map((time, n) => ((time - actual[n]) * 1000) / FRAMES_PER_SECOND);
}

/** The mean magnitude of the errors in each second of the score, over all slices, in milliseconds. */
export function errorProfile(scores: Scores, slices: readonly Slice[]): number[] {
  const { frames } = slices[0];
  const seconds = Math.ceil(frames / FRAMES_PER_SECOND);
  const sums = new Float64Array(seconds);
  const counts = new Float64Array(seconds);
  slices.forEach((_, k) => {
    errorsAtFrames(scores, slices, k).forEach((error, n) => {
      const second = Math.floor(n / FRAMES_PER_SECOND);
      sums[second] += Math.abs(error);
      counts[second]++;
    });
  });
  return Array.from(sums, (sum, second) => sum / counts[second]);
}

/** Shares of all frames whose error is below limits in milliseconds. */
export function sharesBelow(scores: Scores, slices: readonly Slice[], limits: readonly number[]): number[] {
  const errors = slices.flatMap((_, k) => [...errorsAtFrames(scores, slices, k)]);
  return limits.map((limit) => errors.filter((error) => Math.abs(error) < limit).length / errors.length);
}
