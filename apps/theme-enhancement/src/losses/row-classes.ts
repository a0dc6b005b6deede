import { InvalidArgumentError } from '@rubato/core';

/**
 * The class of each row of targets [M, K] of 0 and 1; -1 for an all-zero row, a rest.
 *
 * @throws InvalidArgumentError naming the row that is no target
 */
export function rowClasses(argument: string, rows: Float32Array, classes: number): number[] {
  if (rows.length === 0 || rows.length % classes !== 0) {
    throw new InvalidArgumentError({ argument, found: `${rows.length} numbers`, expected: `one or more rows of ${classes}` });
  }
  return Array.from({ length: rows.length / classes }, (_, m) => {
    const row = rows.subarray(m * classes, (m + 1) * classes);
    const label = row.indexOf(1);
    const isTarget = row.every((value, k) => value === (k === label ? 1 : 0));
    if (isTarget) return label;
    throw new InvalidArgumentError({ argument, index: [m], found: `[${row.join(', ')}]`, expected: 'a row of 0 with one 1 at most' });
  });
}
