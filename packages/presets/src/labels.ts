import { checkWhole, isList, refuse } from './check.ts';

/** The label sequences of a batch, one list of class numbers per item. */
export type LabelSequences = readonly ArrayLike<number>[];

/** The multi-hot label sequences of a batch: per item a list of rows, each with one number in [0, 1] per class. */
export type MultiLabelSequences = readonly (readonly ArrayLike<number>[])[];

const LARGEST_CLASS = 2 ** 31 - 1;

/** Refuses a blank that is no class number. */
export function checkBlank(blank: unknown, most: number = LARGEST_CLASS): void {
  checkWhole('blank', blank, 0, most);
}

/** Refuses anything but a list of at least one item. */
export function checkBatch(labels: unknown): asserts labels is readonly unknown[] {
  if (!Array.isArray(labels) || labels.length === 0) refuse('labels', labels, 'a list of label sequences, one per item');
}

/** Refuses sequences that hold anything but class numbers from `least` on, or the blank. */
export function checkSequences(labels: unknown, blank: number | undefined, least: number): asserts labels is LabelSequences {
  checkBatch(labels);
  // No forEach in these checks: it would pass over the holes of a sparse list.
  for (let b = 0; b < labels.length; b++) checkSequence(labels[b], blank, least, [b]);
}

/** The same for one sequence; `index` is where it stands. */
export function checkSequence(
  sequence: unknown,
  blank: number | undefined,
  least: number,
  index: readonly number[],
): asserts sequence is ArrayLike<number> {
  if (!isList(sequence)) refuse('labels', sequence, 'a list of class numbers', index);
  for (let l = 0; l < sequence.length; l++) {
    checkWhole('labels', sequence[l], least, LARGEST_CLASS, [...index, l]);
    if (sequence[l] === blank) refuse('labels', sequence[l], `a label other than the blank, ${blank}`, [...index, l]);
  }
}

/** Refuses rows that are not equally long lists of numbers in [0, 1]; returns their length, or undefined without any row. */
export function checkRows(labels: unknown): number | undefined {
  checkBatch(labels);
  let classes: number | undefined;
  for (let b = 0; b < labels.length; b++) {
    const sequence = labels[b];
    if (!Array.isArray(sequence)) refuse('labels', sequence, 'a list of multi-hot rows', [b]);
    for (let l = 0; l < sequence.length; l++) {
      const row: unknown = sequence[l];
      if (!isList(row) || row.length === 0) refuse('labels', row, 'a multi-hot row, one number in [0, 1] per class', [b, l]);
      classes ??= row.length;
      if (row.length !== classes) refuse('labels', row, `a row of ${classes} numbers like the others`, [b, l]);
      for (let k = 0; k < classes; k++) {
        const value = row[k];
        if (!(typeof value === 'number' && value >= 0 && value <= 1)) refuse('labels', value, 'a number from 0 to 1', [b, l, k]);
      }
    }
  }
  return classes;
}

/** Whether two multi-hot rows are the same label. */
export function equalRows(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let k = 0; k < a.length; k++) {
    if (a[k] !== b[k]) return false;
  }
  return true;
}

/** The length of each item. */
export function lengthsOf(labels: readonly { readonly length: number }[]): Int32Array {
  return Int32Array.from(labels, (sequence) => sequence.length);
}

/** The number of columns that hold all items, at least one. */
export function mostColumns(lengths: Int32Array): number {
  return lengths.reduce((most, length) => Math.max(most, length), 1);
}
