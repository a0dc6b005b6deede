import { tidy } from '@tensorflow/tfjs-core';
import type { Extractor } from '../network/extractor.ts';
import { batchFeatures } from '../training/batches.ts';
import type { FeatureView } from './evaluate.ts';

/** Slices as an extractor makes them. */
export function learnedFeatures(extractor: Extractor): FeatureView {
  return (slice) =>
    tidy(() => {
      const learned = extractor.apply(batchFeatures([slice]));
      const data = learned.dataSync() as Float32Array;
      const { frames } = slice;
      const size = data.length / 2;
      return { score: data.slice(0, size), performance: data.slice(size), frames, dimension: size / frames };
    });
}
