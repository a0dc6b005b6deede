import type { AlignmentProblem } from '@rubato/core';

/** How the steps of a row differ, by the numbers that the kernels know. */
export type StepForm = 0 | 1 | 2 | 3;
export const PLAIN = 0;
const MASKED = 2;
export const SEPARATE = 3;

/** Not at all, where some are forbidden, or in their weights. */
export function stepForm({ steps, stepWeights, stepPenalties }: AlignmentProblem): StepForm {
  if (stepWeights.data.some((weight) => weight !== 1 && weight !== Infinity)) return SEPARATE;
  const isWhole = steps.some(([, j]) => j === 0) && steps.some(([, j]) => j === 1) && steps.length === widestStep(steps) + 1;
  return isWhole && !stepWeights.forbids && !stepPenalties.forbids ? PLAIN : MASKED;
}

/** The most columns that a step advances, at least one: the kernels know two steps or three. */
export function widestStep(steps: AlignmentProblem['steps']): number {
  return steps.reduce((most, [, j]) => Math.max(most, j), 1);
}
