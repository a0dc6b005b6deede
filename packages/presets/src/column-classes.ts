import { extendLabels } from './extend-labels.ts';
import type { LabelSequences } from './labels.ts';

/** The classes of the extended labels of a batch, [B, M], padded with the blank. */
export function columnClasses(labels: LabelSequences, blank: number): Int32Array {
  const columns = 2 * labels.reduce((most, sequence) => Math.max(most, sequence.length), 0) + 1;
  const classes = new Int32Array(labels.length * columns).fill(blank);
  labels.forEach((sequence, b) => classes.set(extendLabels(sequence, blank), b * columns));
  return classes;
}
