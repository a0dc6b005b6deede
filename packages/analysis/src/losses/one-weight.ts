import type { AlignmentProblem } from '@rubato/core';
import { someBoundaryNumber, someStepNumber } from './used-numbers.ts';

/**
 * The one weight that all open steps and start candidates have, where the end adds no cost: then H is that weight times E, and so are
 * their derivatives. `undefined` where weights differ.
 */
export function oneWeight(problem: AlignmentProblem): number | undefined {
  const { stepWeights, start } = problem;
  if (endMultiplies(problem)) return undefined;
  let weight: number | undefined;
  const differs = (value: number): boolean => {
    if (value === Infinity) return false;
    weight ??= value;
    return value !== weight;
  };
  if (someBoundaryNumber(problem, start, start.multiplier, differs) || someStepNumber(problem, stepWeights, differs)) return undefined;
  return weight ?? 1;
}

/** Whether the end adds a multiple of a cell's cost. */
export function endMultiplies(problem: AlignmentProblem): boolean {
  return someBoundaryNumber(problem, problem.end, problem.end.multiplier, (multiplier) => multiplier !== 0);
}
