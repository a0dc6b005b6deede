import type { AlignmentProblem, SolveRequest } from '@rubato/core';
import { needsBackward } from '@rubato/core';
import type { SumBy } from './edge-sums.ts';
import { edgeSumsOf } from './edge-sums.ts';
import type { LatticeStructure } from './structure.ts';
import { alignmentIsGradient } from './structure.ts';

/** What a request makes the kernels do. */
export interface Wanted {
  readonly distances: boolean;
  readonly backward: boolean;
  readonly alignment: boolean;
  /** H, for itself or for the gradient by the input. */
  readonly gradient: boolean;
  /** Whether H is E, and needs no array of its own. */
  readonly gradientIsAlignment: boolean;
  readonly gradientOut: boolean;
  readonly inputGradient: boolean;
  /** Edge marginals themselves. */
  readonly edges: boolean;
  /** Their sums, where these are enough. */
  readonly edgeSums: ReadonlySet<SumBy>;
  readonly boundary: boolean;
  readonly temperature: boolean;
  readonly hessian: 'cost' | 'cellPenalty' | undefined;
  readonly path: boolean;
}

export function wantedOf(request: SolveRequest, problem: AlignmentProblem, structure: LatticeStructure): Wanted {
  const edgeSums = edgeSumsOf(problem, request);
  const gradientOut = request.gradient === true;
  const inputGradient = request.inputGradient === true;
  return {
    distances: request.accumulatedCost === true,
    backward: needsBackward(request),
    alignment: request.softAlignment === true,
    gradient: gradientOut || inputGradient,
    gradientIsAlignment: alignmentIsGradient(problem, structure),
    gradientOut,
    inputGradient,
    edges: edgeSums === undefined,
    edgeSums: edgeSums ?? new Set<SumBy>(),
    boundary: request.boundaryGradient === true,
    temperature: request.temperatureGradient === true,
    hessian: request.hessianProduct?.along,
    path: request.path === true,
  };
}
