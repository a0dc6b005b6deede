import { createHash } from 'node:crypto';
import type { FeatureKind } from './feature-kind.ts';
import { LEAD, renderSlice } from './render-slice.ts';
import type { PlayedSlice, PlayedPart } from './render-slice.ts';
import { sliceFeatures } from './slice-features.ts';

const FRAMES = 8;

/** A short note and longer ones, low and high, loud and soft, which begin before the slice and within it. */
const part: PlayedPart = {
  notes: [
    { pitch: 38, start: LEAD - 0.1, end: LEAD + 0.6, velocity: 90 },
    { pitch: 57, start: LEAD, end: LEAD + 0.5, velocity: 60 },
    { pitch: 73, start: LEAD + 0.2, end: LEAD + 0.25, velocity: 110 },
    { pitch: 88, start: LEAD + 0.4, end: LEAD + 0.8, velocity: 30 },
  ],
  duration: LEAD + 0.8,
};
const played: PlayedSlice = { score: part, performance: part };

/**
 * A digest of all bits of the features of a fixed sound: another one where sound or features are made otherwise, be it by another
 * `@rubato/audio`, by other timbres, or by an engine with other last digits.
 */
export function featureFingerprint(kind: FeatureKind, compression: number): string {
  const { score, performance } = sliceFeatures(renderSlice(played, 1), { kind, frames: FRAMES, compression });
  return createHash('sha256').update(score).update(performance).digest('hex');
}
