import type { MemoryEstimate } from './backend/backend.ts';
import { checkRequest } from './backend/check-request.ts';
import type { SolveRequest } from './backend/request.ts';
import type { AlignmentProblem } from './problem/problem.ts';
import { openReference } from './reference/reference-backend.ts';

/**
 * Bytes that a solve needs, before it starts: of the given backend, or of the reference solver.
 *
 * @param problem from `normaliseProblem`
 * @param request what would be computed beside the value
 * @param backend anything with an `estimate` of its own; default the reference solver
 * @returns bytes of the input, the output and scratch, and the plan
 * @throws InvalidArgumentError for a request that does not fit the problem
 *
 * @example
 * ```ts
 * import { estimate, normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: new Float64Array(6), shape: [2, 3] } as const;
 * estimate(normaliseProblem({ cost, steps: [[1, 1]] }), { gradient: true }).output; // → 56
 * ```
 */
export function estimate(
  problem: AlignmentProblem,
  request: SolveRequest,
  backend: { estimate(problem: AlignmentProblem, request: SolveRequest): MemoryEstimate } = openReference(),
): MemoryEstimate {
  checkRequest(problem, request);
  return backend.estimate(problem, request);
}
