import { classesOf } from '../data/targets.ts';
import type { ThemeTargets } from '../shared-data/theme.ts';
import { PITCH_CLASSES } from '../shared-data/theme.ts';
import type { Prediction } from './predict.ts';

/**
 * What a network would say that hears every frame, and has no blank: surely the pitch class that sounds, and in a rest that of the note
 * before (before the first note, the first). Notes that repeat their pitch class cannot be told apart in it: its label errors are those
 * that no hearing without a blank avoids.
 */
export function perfectFrames({ frames, strong }: ThemeTargets): Prediction {
  const sounding = classesOf(strong);
  const classes = new Float32Array(frames * PITCH_CLASSES);
  const withBlank = new Float32Array(frames * (PITCH_CLASSES + 1));
  let last = sounding.find((pitchClass) => pitchClass >= 0) ?? 0;
  for (let n = 0; n < frames; n++) {
    if (sounding[n] >= 0) last = sounding[n];
    classes[n * PITCH_CLASSES + last] = 1;
    withBlank[n * (PITCH_CLASSES + 1) + last] = 1;
  }
  return { frames, classes, withBlank };
}
