import type { FeatureSequence } from '@rubato/audio';
import { chroma, constantQSpectrum, melSpectrum } from '@rubato/audio';

/** The features of the paper's Table 1. */
export const featureKinds = ['CQT', 'Chroma', 'Melspec'] as const;
export type FeatureKind = (typeof featureKinds)[number];

export const SAMPLE_RATE = 22050;
export const HOP_LENGTH = 1024;

/** η of `log(1 + η·x)`, on magnitudes of sound with peaks near 1. */
export const DEFAULT_COMPRESSION = 10;

/** Features of sound, a frame every 1024 samples, the first one centred on the first sample; of norm 1, as the learned ones. */
export function extract(samples: Float32Array, kind: FeatureKind, compression: number): FeatureSequence {
  const common = { sampleRate: SAMPLE_RATE, hopLength: HOP_LENGTH, exponent: 1, compression, normalisation: 'l2' } as const;
  switch (kind) {
    case 'CQT':
      // Four octaves from G2 on, 48 bins as in the paper.
      return constantQSpectrum(samples, { ...common, lowestPitch: 43, highestPitch: 90 });
    case 'Chroma':
      return chroma(samples, { ...common, windowLength: 4096 });
    case 'Melspec':
      return melSpectrum(samples, { ...common, windowLength: 2048, bands: 128, filters: 'peak' });
  }
}
