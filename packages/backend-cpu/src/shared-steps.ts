import type { AlignmentProblem, StepTable } from '@rubato/core';

/** Two or three steps that cost, where they are allowed, just what their cell costs; only the last may be forbidden somewhere. */
export interface SharedSteps {
  /** Which kernels serve: those of (1,0), (0,1), (1,1), those of (1,0), (1,1) and perhaps (1,2), or those of any steps. */
  readonly kernels: 'neighbours' | 'rowAbove' | 'anySteps';
  /** The numbers of the steps, in the order that the kernels take them. */
  readonly order: readonly number[];
  /** Whether the third step is forbidden somewhere. */
  readonly masked: boolean;
}

/** How the steps of a problem are gone through, or undefined where one has weights or penalties, or several have masks. */
export function sharedSteps(problem: AlignmentProblem, rowsBack: Int32Array, columnsBack: Int32Array): SharedSteps | undefined {
  const { stepWeights, stepPenalties, steps } = problem;
  const forbidden = new Set<number>();
  if (!isMask(stepWeights, 1, steps.length, forbidden) || !isMask(stepPenalties, 0, steps.length, forbidden)) return undefined;
  // Kernels know one mask for all rows.
  if (forbidden.size > 0 && (stepWeights.strides[1] !== 0 || stepPenalties.strides[1] !== 0)) return undefined;
  if (forbidden.size > 1 || (forbidden.size === 1 && steps.length < 3)) return undefined;

  const masked = forbidden.size === 1;
  const find = (i: number, j: number): number => rowsBack.findIndex((rows, s) => rows === i && columnsBack[s] === j);
  const neighbours = [find(1, 1), find(1, 0), find(0, 1)];
  if (!masked && isAll(neighbours)) return { kernels: 'neighbours', order: neighbours, masked };
  const above = [find(1, 0), find(1, 1), find(1, 2)].slice(0, steps.length);
  if (isAll(above) && (!masked || forbidden.has(above[2]))) return { kernels: 'rowAbove', order: above, masked };
  const others = steps.map((_, s) => s).filter((s) => !forbidden.has(s));
  return { kernels: 'anySteps', order: [...others, ...forbidden], masked };
}

/** Whether a table holds nothing but one number and `Infinity`; tells for which steps it holds that. */
function isMask({ data, shape }: StepTable, allowed: number, steps: number, forbidden: Set<number>): boolean {
  for (let i = 0; i < data.length; i++) {
    if (data[i] === allowed) continue;
    if (data[i] !== Infinity) return false;
    if (shape[3] === 1) for (let s = 0; s < steps; s++) forbidden.add(s);
    else forbidden.add(i % steps);
  }
  return true;
}

function isAll(steps: readonly number[]): boolean {
  return steps.every((s) => s >= 0);
}
