import type { SolveRequest } from '../backend/request.ts';
import { needsBackward } from '../backend/request.ts';

/** What a request needs of the sweeps. */
export interface Wanted {
  readonly distances: boolean;
  readonly backward: boolean;
  readonly alignment: boolean;
  readonly gradient: boolean;
  /** Marginals of steps and the start. */
  readonly edges: boolean;
  readonly slopes: boolean;
  readonly hessian: boolean;
  readonly path: boolean;
}

export function wantedOf(request: SolveRequest): Wanted {
  return {
    distances: request.accumulatedCost === true,
    backward: needsBackward(request),
    alignment: request.softAlignment === true,
    gradient: request.gradient === true || request.inputGradient === true,
    edges:
      request.edgeMarginals === true ||
      request.stepWeightGradient !== undefined ||
      request.stepPenaltyGradient !== undefined ||
      request.boundaryGradient === true ||
      (request.marginals?.length ?? 0) > 0,
    slopes: request.temperatureGradient === true,
    hessian: request.hessianProduct !== undefined,
    path: request.path === true,
  };
}
