import type { AlignmentProblem, DagSolution, LatticeDag } from '@rubato/core';
import { latticeToDag, solveDag } from '@rubato/core';
import type { MinimumFunction } from '@rubato/minimum';
import { minimumFunctions } from '@rubato/minimum';

/** One item of a problem as a graph, solved by the definition. */
export interface ItemDefinition {
  readonly lattice: LatticeDag;
  readonly minimum: MinimumFunction;
  readonly temperature: number;
  readonly solution: DagSolution;
}

/**
 * The graph of one item and its solution, float64, whatever the problem's precision.
 *
 * @param minimums minimum functions beside the built-in ones
 */
export function defineItem(
  problem: AlignmentProblem,
  item: number,
  minimums: Readonly<Record<string, MinimumFunction>> = minimumFunctions,
): ItemDefinition {
  const lattice = latticeToDag(problem, item);
  const minimum = minimums[problem.minimum];
  const temperature = problem.temperature[item];
  return { lattice, minimum, temperature, solution: solveDag(lattice.dag, lattice.costs, minimum, temperature) };
}
