import type { AlignmentProblem } from '@rubato/core';
import { checkWhole, refuse } from '../check.ts';

/**
 * Checks known paths: one for each item, (row, column) pairs inside its lengths that never go back in either, nor stand still.
 *
 * @throws InvalidArgumentError naming the first item, and the first number, that is wrong
 */
export function checkPaths(problem: AlignmentProblem, paths: readonly Int32Array[]): void {
  if (!Array.isArray(paths) || paths.length !== problem.batch) refuse('paths', paths, `${problem.batch} paths, one for each item`);
  paths.forEach((path: unknown, b) => {
    if (!(path instanceof Int32Array) || path.length === 0 || path.length % 2 !== 0) {
      refuse('paths', path, 'an Int32Array of (row, column) pairs, at least one', [b]);
    }
    const lengths = [problem.rowLengths[b], problem.columnLengths[b]];
    for (let i = 0; i < path.length; i++) checkWhole('paths', path[i], i < 2 ? 0 : path[i - 2], lengths[i % 2] - 1, [b, i]);
    for (let i = 2; i < path.length; i += 2) {
      if (path[i] === path[i - 2] && path[i + 1] === path[i - 1]) refuse('paths', path[i], 'another cell than the one before', [b, i]);
    }
  });
}
