import type { AlignmentSolution } from '@rubato/core';

/** One for each item that has an alignment; undefined for the others. */
export function ofSolvedItems<T>({ status }: AlignmentSolution, make: (b: number) => T): (T | undefined)[] {
  return status.map(({ kind }, b) => (kind === 'solved' ? make(b) : undefined));
}
