import type { AlignmentProblem, AlignmentSolution, SolveRequest } from '@rubato/core';
import type { ToleranceOf } from '../compare/compare.ts';
import type { Conditions, QuantityName } from '../tolerances.ts';
import { relativeError, tolerance } from '../tolerances.ts';
import { distanceToKink, gapToSecondBest, measureConditions } from './conditions.ts';
import { definitionAnswer } from './definition.ts';
import type { ItemDefinition } from './item-definition.ts';
import { defineItem } from './item-definition.ts';

/** What is expected of a solve: the definition's items, how hard they are, and what may be compared. */
export interface Expectation {
  readonly problem: AlignmentProblem;
  readonly items: readonly ItemDefinition[];
  readonly conditions: readonly Conditions[];
  /** Per item, how much worse the second best path is; only where it matters (hardmin, paths). */
  gap(b: number): number;
  /** The definition's answer to a request. */
  answer(request: SolveRequest): AlignmentSolution;
  /** Tolerances in the problem's precision; `Infinity` where a kink or a tie leaves the answer open. */
  readonly toleranceOf: ToleranceOf;
  /** The same without regard to kinks: for two solves of the very same numbers. */
  readonly smoothToleranceOf: ToleranceOf;
}

/** Derivatives that jump where the best path changes. */
const perPath: readonly QuantityName[] = [
  'softAlignment',
  'edgeMarginals',
  'gradient',
  'inputGradient',
  'stepWeightGradient',
  'stepPenaltyGradient',
  'boundaryMultiplierGradient',
  'boundaryPenaltyGradient',
  'marginals',
];

/**
 * Solves a problem by the definition and measures how hard it is.
 *
 * @param exact whether all numbers are small and whole: then hardmin has no rounding and its ties are decided by order
 */
export function expectation(problem: AlignmentProblem, request: SolveRequest, exact: boolean): Expectation {
  const items = Array.from({ length: problem.batch }, (_, b) => defineItem(problem, b));
  const conditions = items.map((item, b) => measureConditions(problem, b, item, request));
  const gaps: number[] = [];
  const gap = (b: number): number => (gaps[b] ??= gapToSecondBest(items[b]));
  const smoothOf = (name: QuantityName, b: number): number =>
    b >= 0
      ? tolerance(name, problem.precision, conditions[b])
      : conditions.reduce((sum, own) => sum + tolerance(name, problem.precision, own), 0);
  const open = (name: QuantityName, b: number): boolean => {
    const item = items[b];
    if (item.minimum.name === 'hardmin' && !exact && perPath.includes(name)) {
      return gap(b) <= 4 * tolerance('accumulatedCost', problem.precision, conditions[b]);
    }
    // Near a kink the Hessian of a sparse minimum jumps, and rounding decides on which side the problem lies.
    return name === 'hessianProduct' && distanceToKink(item) <= 4 * relativeError(problem.precision, conditions[b]);
  };
  const toleranceOf = (name: QuantityName, b: number): number => {
    const which = b >= 0 ? [b] : items.map((_, index) => index);
    return which.some((index) => open(name, index)) ? Infinity : smoothOf(name, b);
  };
  return {
    problem,
    items,
    conditions,
    gap,
    answer: (asked) => definitionAnswer(problem, items, asked),
    toleranceOf,
    smoothToleranceOf: smoothOf,
  };
}
