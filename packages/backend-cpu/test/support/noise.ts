import type { AlignmentProblem, ProblemInput, Step } from '@rubato/core';
import { createRandom, normaliseProblem } from '@rubato/core';

export const unitSteps: readonly Step[] = [
  [1, 0],
  [0, 1],
  [1, 1],
];

/** A dense problem of random costs in [0, 1); unit steps unless others are given. */
export function noise(rows: number, columns: number, rest: Partial<ProblemInput> = {}, seed = 1): AlignmentProblem {
  const random = createRandom(seed);
  const cost = { kind: 'dense', data: Float64Array.from({ length: rows * columns }, random), shape: [rows, columns] } as const;
  return normaliseProblem({ cost, steps: unitSteps, ...rest });
}
