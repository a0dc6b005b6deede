import type { Backend, SolveOptions } from './backend/backend.ts';
import { checkRequest } from './backend/check-request.ts';
import type { SolveRequest } from './backend/request.ts';
import type { AlignmentSolution } from './backend/solution.ts';
import { UnsupportedError } from './errors.ts';
import type { AlignmentProblem } from './problem/problem.ts';

/**
 * Solves a problem on a backend: asks whether it takes the structure and the sides, then hands it over (bytes it checks itself).
 * Nothing falls back silently.
 *
 * @param problem from `normaliseProblem`
 * @param backend an opened backend
 * @param request what to compute beside the value
 * @param options abort signal, progress
 * @throws InvalidArgumentError for a request that does not fit the problem; UnsupportedError with the backend's reason, or where a
 * limit other than memory is exceeded; MemoryLimitError before work starts; the signal's reason on abort
 *
 * @example
 * ```ts
 * import { normaliseProblem, openReference, solve } from '@rubato/core';
 * const cost = { kind: 'dense', data: Float64Array.of(1, 9, 9, 1), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]], minimum: 'hardmin' });
 * const { values } = await solve(problem, openReference());
 * values[0]; // → 2
 * ```
 */
export async function solve(
  problem: AlignmentProblem,
  backend: Backend,
  request: SolveRequest = {},
  options: SolveOptions = {},
): Promise<AlignmentSolution> {
  checkRequest(problem, request);
  const support = backend.supports(problem, request);
  if (!support.supported) throw new UnsupportedError(backend.name, support.reason);
  const { limits } = backend;
  if (!limits.precisions.includes(problem.precision)) {
    throw new UnsupportedError(backend.name, `its precision is ${limits.precisions.join(' or ')}, not ${problem.precision}`);
  }
  const side = Math.max(problem.rows, problem.columns);
  if (side > limits.maximumSide) throw new UnsupportedError(backend.name, `a side of ${side} exceeds its limit of ${limits.maximumSide}`);
  const cells = problem.batch * problem.rows * problem.columns;
  if (cells > limits.maximumCells) throw new UnsupportedError(backend.name, `${cells} cells exceed its limit of ${limits.maximumCells}`);
  if (problem.steps.length > limits.maximumSteps) {
    throw new UnsupportedError(backend.name, `${problem.steps.length} steps exceed its limit of ${limits.maximumSteps}`);
  }
  return backend.solve(problem, request, options);
}
