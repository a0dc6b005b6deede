import type { AlignmentProblem, SolveRequest } from '@rubato/core';
import { asks, needsBackward } from '@rubato/core';
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
  readonly edges: boolean;
  readonly boundary: boolean;
  readonly temperature: boolean;
  readonly hessian: 'cost' | 'cellPenalty' | undefined;
  readonly path: boolean;
}

export function wantedOf(request: SolveRequest, problem: AlignmentProblem, structure: LatticeStructure): Wanted {
  const edges = (['stepWeightGradient', 'stepPenaltyGradient', 'edgeMarginals', 'marginals'] as const).some((name) => asks(request, name));
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
    edges,
    boundary: request.boundaryGradient === true,
    temperature: request.temperatureGradient === true,
    hessian: request.hessianProduct?.along,
    path: request.path === true,
  };
}
