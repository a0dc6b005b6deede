import type { FeaturesCost } from '@rubato/core';

/** What becomes of the mean of several frames: nothing, or a row of Euclidean norm 1 (a row of zeros stays one). */
export type PooledNorm = 'none' | 'euclidean';

/** The means of `factor` frames at a time, the last of as many as are left: [⌈length/factor⌉, dimension]. */
export function poolFeatures(
  features: FeaturesCost['x'],
  offset: number,
  length: number,
  dimension: number,
  factor: number,
  norm: PooledNorm,
): Float64Array {
  const pooled = new Float64Array(Math.ceil(length / factor) * dimension);
  for (let n = 0; n < length; n++) {
    const target = Math.floor(n / factor) * dimension;
    for (let d = 0; d < dimension; d++) pooled[target + d] += features[offset + n * dimension + d];
  }
  for (let start = 0, n = 0; start < pooled.length; start += dimension, n += factor) {
    const frames = Math.min(factor, length - n);
    let squares = 0;
    for (let d = 0; d < dimension; d++) {
      pooled[start + d] /= frames;
      squares += pooled[start + d] ** 2;
    }
    if (norm === 'none' || squares === 0) continue;
    const scale = 1 / Math.sqrt(squares);
    if (scale < Infinity) for (let d = 0; d < dimension; d++) pooled[start + d] *= scale;
  }
  return pooled;
}
