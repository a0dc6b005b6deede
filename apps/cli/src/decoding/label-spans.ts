import type { Decoded } from './decode-items.ts';
import type { PosteriorMatrix } from './load-posteriors.ts';

/** A label and the frames `[from, to)` in which it is drawn. */
export interface LabelSpan {
  readonly label: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Where labels are drawn. A greedy label lasts as long as its class stays the most probable one; of a label of a beam search, which
 * has many paths, only the beginning is known, and its span is empty.
 */
export function labelSpans({ labels, frames }: Decoded, { data, frames: length, classes }: PosteriorMatrix, greedy: boolean): LabelSpan[] {
  const isBest = (frame: number, label: number): boolean => {
    const row = data.subarray(frame * classes, (frame + 1) * classes);
    for (let k = 0; k < classes; k++) {
      if (row[k] > row[label] || (row[k] === row[label] && k < label)) return false;
    }
    return true;
  };
  return Array.from(labels, (label, l) => {
    const from = frames[l];
    let to = from;
    if (greedy) for (to = from + 1; to < length && isBest(to, label); to++);
    return { label, from, to };
  });
}
