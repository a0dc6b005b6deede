import type { AlignmentProblem } from '@rubato/core';
import { InvalidArgumentError } from '@rubato/core';
import { inputOf } from '../lattice/source.ts';

/**
 * Checks the classes of a gathered cost on the device, which `normaliseProblem` cannot see; past an item's columns they may be anything.
 *
 * @throws InvalidArgumentError with the first bad index
 */
export function checkIndex({ cost, batch, columns, columnLengths }: AlignmentProblem): void {
  const input = cost.kind === 'device' ? inputOf(cost.handle) : undefined;
  if (input?.kind !== 'gathered') return;
  for (let b = 0; b < batch; b++) {
    for (let m = 0; m < columnLengths[b]; m++) {
      const found = input.index[b * columns + m];
      if (found >= 0 && found < input.classes) continue;
      const expected = `a class from 0 to ${input.classes - 1}`;
      throw new InvalidArgumentError({ argument: 'index', index: [b, m], found: String(found), expected });
    }
  }
}
