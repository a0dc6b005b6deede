import { PITCH_CLASSES } from '../shared-data/theme.ts';
import type { ThemeTargets } from '../shared-data/theme.ts';
import type { Note } from './compose.ts';

/** Targets of a theme whose notes and their seconds are known: strong by frame, weak without times, and labels note by note. */
export function targetsOf(notes: readonly Note[], frames: number, framesPerSecond: number): ThemeTargets {
  const strong = new Float32Array(frames * PITCH_CLASSES);
  for (let n = 0; n < frames; n++) {
    const time = (n + 0.5) / framesPerSecond;
    const sounding = notes.find(({ start, end }) => start <= time && time < end);
    if (sounding !== undefined) strong[n * PITCH_CLASSES + (sounding.pitch % PITCH_CLASSES)] = 1;
  }
  const labels = Int32Array.from(notes, ({ pitch }) => pitch % PITCH_CLASSES);
  return { frames, labels, strong, weak: withoutTimes(strong) };
}

/** Strong targets with runs of equal rows collapsed to one row each. */
export function withoutTimes(strong: Float32Array): Float32Array {
  const weak: number[] = [];
  for (let at = 0; at < strong.length; at += PITCH_CLASSES) {
    const row = strong.subarray(at, at + PITCH_CLASSES);
    const isNew = at === 0 || row.some((value, k) => value !== strong[at - PITCH_CLASSES + k]);
    if (isNew) weak.push(...row);
  }
  return Float32Array.from(weak);
}

/** The class of each row of targets, -1 for a rest. */
export function classesOf(targets: Float32Array): Int32Array {
  return Int32Array.from({ length: targets.length / PITCH_CLASSES }, (_, n) =>
    targets.subarray(n * PITCH_CLASSES, (n + 1) * PITCH_CLASSES).indexOf(1),
  );
}
