import { MemoryLimitError } from '@rubato/core';
import { editDistance, type EditDistance } from '@rubato/decoders';
import { UsageError } from '../errors.ts';
import { plural } from '../formats/quantities.ts';

/** An item's sequences and how they differ. */
export interface ComparedItem extends EditDistance {
  readonly reference: readonly string[];
  readonly hypothesis: readonly string[];
}

/** The label error rate of a collection, and what it is made of. */
export interface LabelErrors {
  /** Σ distance / Σ reference labels. */
  readonly labelErrorRate: number;
  readonly distance: number;
  readonly substitutions: number;
  readonly insertions: number;
  readonly deletions: number;
  readonly referenceLabels: number;
  readonly hypothesisLabels: number;
  readonly items: readonly ComparedItem[];
}

/** Without a limit from outside. */
const MOST_BYTES = 2 ** 32;

/**
 * Compares item by item.
 *
 * @param names what the two files are called
 * @throws UsageError for different numbers of items, and where no reference has a label; MemoryLimitError before too much is allocated
 */
export function compareSequences(
  references: readonly (readonly string[])[],
  hypotheses: readonly (readonly string[])[],
  names: { readonly reference: string; readonly hypothesis: string },
  maxBytes: number = MOST_BYTES,
): LabelErrors {
  if (references.length !== hypotheses.length) {
    const told = (name: string, items: readonly unknown[]): string => `${name} has ${plural(items.length, 'item')}`;
    throw new UsageError(
      `${told(names.reference, references)}, ${told(names.hypothesis, hypotheses)}; give one hypothesis for each reference`,
    );
  }
  const items = references.map((reference, i): ComparedItem => {
    const hypothesis = hypotheses[i];
    // A byte for each pair of labels.
    const bytes = reference.length * hypothesis.length;
    if (bytes > maxBytes) throw new MemoryLimitError(`the comparison of item ${i}`, bytes, maxBytes);
    return { reference, hypothesis, ...editDistance(reference, hypothesis) };
  });
  const sum = (of: (item: ComparedItem) => number): number => items.reduce((total, item) => total + of(item), 0);
  const referenceLabels = sum(({ reference }) => reference.length);
  if (referenceLabels === 0) throw new UsageError(`${names.reference} holds no label to divide by; a label error rate needs one`);
  const distance = sum((item) => item.distance);
  return {
    labelErrorRate: distance / referenceLabels,
    distance,
    substitutions: sum((item) => item.substitutions),
    insertions: sum((item) => item.insertions),
    deletions: sum((item) => item.deletions),
    referenceLabels,
    hypothesisLabels: sum(({ hypothesis }) => hypothesis.length),
    items,
  };
}
