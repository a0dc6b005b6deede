import type { AlignmentProblem, SolveRequest } from '@rubato/core';
import { asks } from '@rubato/core';
import type { MinimumFunction } from '@rubato/minimum';
import { hardmin, softmin } from '@rubato/minimum';
import type { SharedSteps } from './shared-steps.ts';
import { sharedSteps } from './shared-steps.ts';

/** The facts about a problem's steps that kernels are chosen by, worked out once per solve. */
export interface Structure {
  /** Number of steps S. */
  readonly count: number;
  /**
   * Rows and columns that each step goes back, those of the lattice at most: a step that cannot be taken leads to the first row
   * outside all the same, and stores need not be wider for it.
   */
  readonly rowsBack: Int32Array;
  readonly columnsBack: Int32Array;
  /** The most rows that any step goes back. */
  readonly reach: number;
  /** The most columns that any step goes back. */
  readonly pad: number;
  /** Whether every step that is not forbidden has weight 1, as in soft-DTW and CTC: then H = E but for boundary multipliers. */
  readonly unitWeights: boolean;
  /** Whether the fast kernels of hardmin serve; by identity, since a caller may bring a record of the same name. */
  readonly hardKernels: boolean;
  /** The same for softmin: extended numbers, and logarithms where costs over γ are too large for them. */
  readonly softKernels: boolean;
  /** Of those, where all steps into a cell share its factor: how they are gone through. */
  readonly shared: SharedSteps | undefined;
  /** Whether anything asked for is made of edge marginals. */
  readonly asksForEdges: boolean;
}

/** Looks at a problem's steps and weights, and at what is asked for. */
export function analyse(problem: AlignmentProblem, request: SolveRequest, minimum: MinimumFunction): Structure {
  const count = problem.steps.length;
  const rowsBack = Int32Array.from(problem.steps, ([i]) => Math.min(i, problem.rows));
  const columnsBack = Int32Array.from(problem.steps, ([, j]) => Math.min(j, problem.columns));
  const unitWeights = problem.stepWeights.data.every((weight) => weight === 1 || weight === Infinity);
  const softKernels =
    minimum === softmin && (count === 2 || count === 3) && request.hessianProduct === undefined && request.temperatureGradient !== true;
  return {
    count,
    rowsBack,
    columnsBack,
    reach: Math.max(...rowsBack),
    pad: Math.max(...columnsBack),
    unitWeights,
    hardKernels: minimum === hardmin && count === 3 && request.hessianProduct === undefined,
    softKernels,
    shared: softKernels ? sharedSteps(problem, rowsBack, columnsBack) : undefined,
    asksForEdges: EDGES.some((name) => asks(request, name)),
  };
}

const EDGES = ['stepWeightGradient', 'stepPenaltyGradient', 'edgeMarginals', 'marginals'] as const;
