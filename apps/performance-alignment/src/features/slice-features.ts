import type { FeatureArrays } from './feature-cache.ts';
import type { FeatureKind } from './feature-kind.ts';
import { extract } from './feature-kind.ts';
import type { RenderedSlice } from './render-slice.ts';
import { MARGIN } from './render-slice.ts';

/** How features of a slice are made of its sound. */
export interface FeatureSettings {
  readonly kind: FeatureKind;
  /** T of the slice. */
  readonly frames: number;
  /** η. */
  readonly compression: number;
}

/** Features of both sides of a slice, `[T, D]` each, without the sound's margins. */
export function sliceFeatures(sound: RenderedSlice, { kind, frames, compression }: FeatureSettings): FeatureArrays {
  const cut = (samples: Float32Array): Float32Array => {
    const { data, bins } = extract(samples, kind, compression);
    return data.slice(MARGIN * bins, (MARGIN + frames) * bins);
  };
  return { score: cut(sound.score), performance: cut(sound.performance) };
}
