import { tableIndex } from '../problem/table.ts';
import { boundaryValue } from '../problem/table.ts';
import type { Boundary } from '../problem/boundary.ts';
import type { AlignmentProblem } from '../problem/problem.ts';

/** `weight·cost + penalty`, where `Infinity` in any of them forbids and `Infinity·0` is never computed. */
export function weightedCost(weight: number, cost: number, penalty: number): number {
  if (weight === Infinity || cost === Infinity || penalty === Infinity) return Infinity;
  return weight * cost + penalty;
}

/** W(n,m,s)·C + P(n,m,s): what step s into cell (n, m) of item b costs. */
export function stepCost(problem: AlignmentProblem, b: number, n: number, m: number, s: number, cost: number): number {
  const { stepWeights, stepPenalties } = problem;
  const weight = stepWeights.data[tableIndex(stepWeights, b, n, m, s)];
  return weightedCost(weight, cost, stepPenalties.data[tableIndex(stepPenalties, b, n, m, s)]);
}

/** multiplier·C + penalty of a boundary candidate. A multiplier of 0 still respects a forbidden cell. */
export function boundaryCost(boundary: Boundary, b: number, k: number, cost: number): number {
  return weightedCost(boundaryValue(boundary.multiplier, b, k), cost, boundaryValue(boundary.penalty, b, k));
}
