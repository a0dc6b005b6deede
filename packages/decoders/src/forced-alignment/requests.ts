import type { SolveRequest } from '@rubato/core';

/** What is asked of a block in each phase. */
export const PATH_REQUEST: SolveRequest = { path: true };
export const FORWARD_REQUEST: SolveRequest = { accumulatedCost: true };
export const POSTERIOR_REQUEST: SolveRequest = { softAlignment: true, edgeMarginals: true, boundaryGradient: true };
