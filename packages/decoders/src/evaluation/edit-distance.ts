import { isList, refuse } from '../check.ts';

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

const DIAGONAL = 0;
const DELETION = 1;
const INSERTION = 2;

/**
 * The Levenshtein distance with the operations that reach it, all of cost 1.
 *
 * `D(i, j) = min(D(i-1, j-1) + [r_i ≠ h_j], D(i-1, j) + 1, D(i, j-1) + 1)`. Where several sequences of operations are shortest, the last
 * operations are matches or substitutions before deletions before insertions. Memory: one byte for each pair of elements. Strings are
 * compared by UTF-16 code unit; `[...text]` compares characters, `text.split(' ')` words.
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
  const moves = new Uint8Array(reference.length * hypothesis.length);
  const distance = fill(reference, hypothesis, moves);
  const operations = traceBack(reference, hypothesis, moves);
  const count = (kind: EditOperation['kind']): number => operations.reduce((sum, operation) => sum + Number(operation.kind === kind), 0);
  return {
    distance,
    substitutions: count('substitution'),
    insertions: count('insertion'),
    deletions: count('deletion'),
    operations,
  };
}

/** The distance alone, in memory of one row. */
export function levenshtein<T>(reference: Sequence<T>, hypothesis: Sequence<T>): number {
  return fill(reference, hypothesis, undefined);
}

export function checkSequence(argument: string, value: unknown, index?: readonly number[]): asserts value is Sequence<unknown> {
  if (typeof value !== 'string' && !isList(value)) refuse(argument, value, 'a list of labels or a string', index);
}

/** Fills the matrix row by row, keeps the last, and notes each cell's move where asked. */
function fill<T>(reference: Sequence<T>, hypothesis: Sequence<T>, moves: Uint8Array | undefined): number {
  const columns = hypothesis.length;
  const row = Int32Array.from({ length: columns + 1 }, (_, j) => j);
  for (let i = 0; i < reference.length; i++) {
    let diagonal = row[0];
    row[0] = i + 1;
    for (let j = 0; j < columns; j++) {
      const above = row[j + 1];
      let least = diagonal + Number(reference[i] !== hypothesis[j]);
      let move = DIAGONAL;
      if (above + 1 < least) {
        least = above + 1;
        move = DELETION;
      }
      if (row[j] + 1 < least) {
        least = row[j] + 1;
        move = INSERTION;
      }
      if (moves !== undefined) moves[i * columns + j] = move;
      diagonal = above;
      row[j + 1] = least;
    }
  }
  return row[columns];
}

function traceBack<T>(reference: Sequence<T>, hypothesis: Sequence<T>, moves: Uint8Array): EditOperation[] {
  const operations: EditOperation[] = [];
  let i = reference.length;
  let j = hypothesis.length;
  while (i > 0 || j > 0) {
    const move = i === 0 ? INSERTION : j === 0 ? DELETION : moves[(i - 1) * hypothesis.length + j - 1];
    if (move !== INSERTION) i--;
    if (move !== DELETION) j--;
    operations.push({ kind: nameOf(move, reference[i] === hypothesis[j]), referenceIndex: i, hypothesisIndex: j });
  }
  return operations.reverse();
}

function nameOf(move: number, equal: boolean): EditOperation['kind'] {
  if (move === DELETION) return 'deletion';
  if (move === INSERTION) return 'insertion';
  return equal ? 'match' : 'substitution';
}
