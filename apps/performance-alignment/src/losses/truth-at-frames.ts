import { warpPositions } from '@rubato/decoders';
import type { Slice } from '../data/slice.ts';

/** Where in the performance each frame of the score is, `[T]`, in frames. */
export function truthAtFrames({ truth, frames }: Pick<Slice, 'truth' | 'frames'>): Float64Array {
  return warpPositions(
    truth,
    Array.from({ length: frames }, (_, n) => n),
  );
}
