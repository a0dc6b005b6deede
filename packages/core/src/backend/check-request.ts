import { InvalidArgumentError } from '../errors.ts';
import { latticeLayout } from '../lattice/layout.ts';
import { checkFields, checkLength, checkObject, checkOneOf, isFloatArray, isNumberList, LARGEST_FEATURE, show } from '../problem/check.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import { checkReduction } from './check-reduction.ts';
import type { HessianDirection, SolveRequest } from './request.ts';
import { requestNames } from './request.ts';

const FLAGS = [
  'gradient',
  'inputGradient',
  'softAlignment',
  'accumulatedCost',
  'temperatureGradient',
  'boundaryGradient',
  'edgeMarginals',
  'path',
] as const;

const TABLES = ['stepWeightGradient', 'stepPenaltyGradient'] as const;

/** Products of weights, directions and upstream gradients stay below this, so that none overflows into `Infinity - Infinity`. */
const LARGEST_PRODUCT = 1e290;

/**
 * Refuses a request with unknown names, wrong words, or arrays that do not fit the problem. Every backend asks this before it
 * looks at a request; `solve` and `BackendBase` do.
 *
 * @throws InvalidArgumentError naming the part of the request and what would be right
 */
export function checkRequest(problem: AlignmentProblem, request: SolveRequest): void {
  checkObject('request', request);
  checkFields('request.', request, [...requestNames, 'upstream']);
  for (const name of FLAGS) {
    if (request[name] !== undefined && typeof request[name] !== 'boolean') {
      throw new InvalidArgumentError({ argument: `request.${name}`, found: show(request[name]), expected: 'true or false' });
    }
  }
  for (const name of TABLES) {
    if (request[name] !== undefined) checkOneOf(`request.${name}`, request[name], ['table', 'full']);
  }
  const { marginals, upstream, hessianProduct } = request;
  if (marginals !== undefined) {
    if (!Array.isArray(marginals)) {
      throw new InvalidArgumentError({ argument: 'request.marginals', found: show(marginals), expected: 'a list of reductions' });
    }
    for (let r = 0; r < marginals.length; r++) checkReduction(problem, marginals[r], `request.marginals[${r}]`);
  }
  if (upstream !== undefined) {
    if (!isNumberList(upstream)) {
      throw new InvalidArgumentError({ argument: 'request.upstream', found: show(upstream), expected: `${problem.batch} numbers` });
    }
    checkLength('request.upstream', upstream, problem.batch);
    for (let b = 0; b < problem.batch; b++) checkWithin('request.upstream', upstream[b], LARGEST_FEATURE, [b]);
  }
  if (hessianProduct !== undefined) checkHessianDirection(problem, hessianProduct, upstream);
}

function checkHessianDirection(problem: AlignmentProblem, hessianProduct: HessianDirection, upstream: ArrayLike<number> | undefined): void {
  const argument = 'request.hessianProduct';
  checkObject(argument, hessianProduct);
  checkFields(`${argument}.`, hessianProduct, ['along', 'direction']);
  const { along, direction } = hessianProduct;
  checkOneOf(`${argument}.along`, along, ['cost', 'cellPenalty']);
  if (!isFloatArray(direction)) {
    throw new InvalidArgumentError({
      argument: `${argument}.direction`,
      found: show(direction),
      expected: 'a Float32Array or Float64Array',
    });
  }
  const { batch, rows, columns } = problem;
  checkLength(`${argument}.direction`, direction, batch * rows * columns);
  const limit = largestDirection(problem, along, upstream);
  // Like every input, a direction may hold anything in the padding and outside the band.
  const { first, last } = latticeLayout(problem);
  for (let row = 0; row < batch * rows; row++) {
    for (let m = first[row]; m <= last[row]; m++) {
      const value = direction[row * columns + m];
      if (!(Math.abs(value) <= limit)) checkWithin(`${argument}.direction`, value, limit, [Math.floor(row / rows), row % rows, m]);
    }
  }
}

/** A Hessian product is at most upstream · length of a path · weight² · direction / γ. */
function largestDirection(problem: AlignmentProblem, along: HessianDirection['along'], upstream: ArrayLike<number> | undefined): number {
  const { start, end, stepWeights, temperature, rows, columns } = problem;
  let weight = 1;
  if (along === 'cost') {
    for (const { data } of [stepWeights, start.multiplier, end.multiplier]) {
      for (let i = 0; i < data.length; i++) if (data[i] !== Infinity && data[i] > weight) weight = data[i];
    }
  }
  let gamma = 1;
  let seed = 1;
  for (let b = 0; b < problem.batch; b++) {
    gamma = Math.min(gamma, temperature[b]);
    seed = Math.max(seed, Math.abs(upstream?.[b] ?? 1));
  }
  return Math.min(LARGEST_FEATURE, ((LARGEST_PRODUCT / weight / weight) * gamma) / (seed * (rows + columns)));
}

function checkWithin(argument: string, value: unknown, limit: number, index: readonly number[]): void {
  if (typeof value === 'number' && Math.abs(value) <= limit) return;
  throw new InvalidArgumentError({ argument, index, found: show(value), expected: `a number within ±${limit}` });
}
