import type { AlignmentProblem, Parameterization, ProblemInput, Step } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';

/** (1,0), (0,1), (1,1). */
export const unitSteps: readonly Step[] = [
  [1, 0],
  [0, 1],
  [1, 1],
];

export type DenseInput = Extract<ProblemInput['cost'], { kind: 'dense' }>;

/** A dense cost from its rows, or from items of rows. */
export function dense(rows: readonly (readonly number[])[] | readonly (readonly (readonly number[])[])[]): DenseInput {
  const items = (typeof rows[0][0] === 'number' ? [rows] : rows) as readonly (readonly (readonly number[])[])[];
  return { kind: 'dense', data: Float64Array.from(items.flat(2)), shape: [items.length, items[0].length, items[0][0].length] };
}

/** A checked problem on a dense cost; unit steps unless others are given. */
export function denseProblem(
  rows: Parameters<typeof dense>[0],
  rest: Partial<Parameterization> & Omit<Partial<ProblemInput>, 'cost'> = {},
): AlignmentProblem {
  return normaliseProblem({ cost: dense(rows), steps: unitSteps, ...rest });
}
