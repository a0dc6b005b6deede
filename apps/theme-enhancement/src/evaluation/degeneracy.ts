import { bestClasses } from '@rubato/decoders';
import { PITCH_CLASSES } from '../shared-data/theme.ts';
import type { Prediction } from './predict.ts';

/** A standard deviation over frames below this, in every class, is a posterior that does not listen. */
const LEAST_DEVIATION = 1e-3;
/** A frame is undecided where its two most probable classes differ by less. */
const LEAST_MARGIN = 1e-6;
/** The share of frames that makes a case. */
const NEARLY_ALL = 0.98;

/**
 * What is wrong with predictions as a whole, or undefined: a training that failed can still reach a frame accuracy of a tenth, and means
 * nothing by it. Looked for, in this order: posteriors that are the same in all frames; frames whose two best classes are equally probable;
 * one and the same class in nearly all frames; and where a blank is used, the blank.
 */
export function degeneracyOf(predictions: readonly Prediction[], usesBlank: boolean): string | undefined {
  const columns = usesBlank ? PITCH_CLASSES + 1 : PITCH_CLASSES;
  const rows = predictions.map(({ classes, withBlank }) => (usesBlank ? withBlank : classes));
  if (largestDeviation(rows, columns) < LEAST_DEVIATION) return 'the same posterior in all frames';
  const classes = predictions.map((prediction) => prediction.classes);
  if (shareUndecided(classes) >= NEARLY_ALL) return 'no preference among classes';
  if (largestShare(classes, PITCH_CLASSES) >= NEARLY_ALL) return 'one class in all frames';
  if (usesBlank && largestShare(rows, columns) >= NEARLY_ALL) return 'the blank in all frames';
  return undefined;
}

/** The largest standard deviation of a column's probabilities over the frames of an item. */
function largestDeviation(items: readonly Float32Array[], columns: number): number {
  let largest = 0;
  for (const probabilities of items) {
    const frames = probabilities.length / columns;
    for (let k = 0; k < columns; k++) {
      let sum = 0;
      for (let n = 0; n < frames; n++) sum += probabilities[n * columns + k];
      let squares = 0;
      for (let n = 0; n < frames; n++) squares += (probabilities[n * columns + k] - sum / frames) ** 2;
      largest = Math.max(largest, Math.sqrt(squares / frames));
    }
  }
  return largest;
}

function shareUndecided(items: readonly Float32Array[]): number {
  let undecided = 0;
  let all = 0;
  for (const probabilities of items) {
    for (let at = 0; at < probabilities.length; at += PITCH_CLASSES) {
      const row = probabilities.subarray(at, at + PITCH_CLASSES).toSorted();
      if (row[PITCH_CLASSES - 1] - row[PITCH_CLASSES - 2] < LEAST_MARGIN) undecided++;
      all++;
    }
  }
  return undecided / all;
}

/** The share of frames that the most frequent best class has. */
function largestShare(items: readonly Float32Array[], columns: number): number {
  const counts = new Int32Array(columns);
  for (const data of items) {
    const [best] = bestClasses({ data, shape: [1, data.length / columns, columns] });
    for (const k of best) counts[k]++;
  }
  return Math.max(...counts) / counts.reduce((sum, count) => sum + count, 0);
}
