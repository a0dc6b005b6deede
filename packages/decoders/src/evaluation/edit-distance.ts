import { isList, refuse } from '../check.ts';
import { DELETION, INSERTION, shortestEdits } from './shortest-edits.ts';

/** One step from the reference to the hypothesis; an index is that of the element, or of the place where the other's element is missing. */
export interface EditOperation {
  readonly kind: 'match' | 'substitution' | 'insertion' | 'deletion';
  readonly referenceIndex: number;
  readonly hypothesisIndex: number;
}

/** How a hypothesis differs from a reference. */
export interface EditDistance {
  /** The least number of substitutions, insertions and deletions. */
  readonly distance: number;
  readonly substitutions: number;
  /** Elements of the hypothesis that the reference does not have. */
  readonly insertions: number;
  /** Elements of the reference that the hypothesis does not have. */
  readonly deletions: number;
  /** From the first element to the last, matches included. */
  readonly operations: readonly EditOperation[];
}

/** What is compared: labels, words or the characters of a string, by `===`. */
export type Sequence<T> = ArrayLike<T>;

/**
 * The Levenshtein distance with the operations that reach it, all of cost 1.
 *
 * `D(i, j) = min(D(i-1, j-1) + [r_i ≠ h_j], D(i-1, j) + 1, D(i, j-1) + 1)`. Where several sequences of operations are shortest, the last
 * operations are matches or substitutions before deletions before insertions. Time grows with the product of the lengths, memory with
 * their sum. Strings are compared by UTF-16 code unit; `[...text]` compares characters, `text.split(' ')` words.
 * Source: Levenshtein, "Binary codes capable of correcting deletions, insertions and reversals", Soviet Physics Doklady 10, 1966.
 *
 * @throws InvalidArgumentError where one is neither a list nor a string
 *
 * @example
 * ```ts
 * import { editDistance } from '@rubato/decoders';
 * const { distance, substitutions, insertions, deletions } = editDistance('kitten', 'sitting');
 * [distance, substitutions, insertions, deletions]; // → [3, 2, 1, 0]
 * editDistance([1, 2, 3], [1, 3]).operations[1]; // → { kind: 'deletion', referenceIndex: 1, hypothesisIndex: 1 }
 * ```
 */
export function editDistance<T>(reference: Sequence<T>, hypothesis: Sequence<T>): EditDistance {
  checkSequence('reference', reference);
  checkSequence('hypothesis', hypothesis);
  const operations: EditOperation[] = [];
  const counts = { match: 0, substitution: 0, insertion: 0, deletion: 0 };
  let i = 0;
  let j = 0;
  for (const move of shortestEdits(reference, hypothesis)) {
    const kind = nameOf(move, reference[i] === hypothesis[j]);
    operations.push({ kind, referenceIndex: i, hypothesisIndex: j });
    counts[kind]++;
    if (move !== INSERTION) i++;
    if (move !== DELETION) j++;
  }
  const { substitution: substitutions, insertion: insertions, deletion: deletions } = counts;
  return { distance: substitutions + insertions + deletions, substitutions, insertions, deletions, operations };
}

/** The distance alone, in memory of one row. */
export function levenshtein<T>(reference: Sequence<T>, hypothesis: Sequence<T>): number {
  const columns = hypothesis.length;
  const row = Int32Array.from({ length: columns + 1 }, (_, j) => j);
  for (let i = 0; i < reference.length; i++) {
    const element = reference[i];
    let diagonal = row[0];
    row[0] = i + 1;
    for (let j = 0; j < columns; j++) {
      const above = row[j + 1];
      row[j + 1] = Math.min(diagonal + Number(element !== hypothesis[j]), above + 1, row[j] + 1);
      diagonal = above;
    }
  }
  return row[columns];
}

export function checkSequence(argument: string, value: unknown, index?: readonly number[]): asserts value is Sequence<unknown> {
  if (typeof value !== 'string' && !isList(value)) refuse(argument, value, 'a list of labels or a string', index);
}

function nameOf(move: number, equal: boolean): EditOperation['kind'] {
  if (move === DELETION) return 'deletion';
  if (move === INSERTION) return 'insertion';
  return equal ? 'match' : 'substitution';
}
