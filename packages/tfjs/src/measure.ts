import type { AlignmentProblem, Backend, InputGradient } from '@rubato/core';
import { chooseBackend } from './compute-backend.ts';

/** Values [B], and where it was asked for the gradient by the arrays of the problem's cost. */
export interface Measured {
  readonly values: ArrayLike<number>;
  readonly inputGradient?: InputGradient;
}

/**
 * What of an alignment is the loss: it looks at the problem, before anything is computed, and answers what computes. Handed in rather than
 * imported, so that a bundle holds only the losses that it uses.
 */
export type Measure = (
  problem: AlignmentProblem,
  backend: Backend | readonly Backend[] | undefined,
) => (wantsGradient: boolean) => Measured;

/** The problem's own value. */
export const measureValue: Measure = (problem, backend) => (wantsGradient) => {
  const request = wantsGradient ? { inputGradient: true } : {};
  return chooseBackend(backend, problem, request).solveSync(problem, request);
};

/** Other measures than the value are differences of large numbers: costs of paths, and derivatives. They are computed in float64. */
export function precisionOf(measure: Measure | undefined): { readonly precision?: 'float64' } {
  return measure === undefined ? {} : { precision: 'float64' };
}
