import { InvalidArgumentError } from '../errors.ts';
import { checkLength, checkObject, checkOneOf, isFloatArray, show } from '../problem/check.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import type { SolveRequest } from './request.ts';
import { requestNames } from './request.ts';

const TABLES = ['stepWeightGradient', 'stepPenaltyGradient'] as const;

/** Refuses a request with unknown names, wrong words, or arrays that do not fit the problem. */
export function checkRequest(problem: AlignmentProblem, request: SolveRequest): void {
  checkObject('request', request);
  const known: readonly string[] = [...requestNames, 'upstream'];
  const unknown = Object.keys(request).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError({ argument: `request.${unknown}`, found: 'not a request', expected: `only ${known.join(', ')}` });
  }
  for (const name of TABLES) {
    if (request[name] !== undefined) checkOneOf(`request.${name}`, request[name], ['table', 'full']);
  }
  if (request.hessianProduct !== undefined) {
    checkObject('request.hessianProduct', request.hessianProduct);
    const { along, direction } = request.hessianProduct;
    checkOneOf('request.hessianProduct.along', along, ['cost', 'cellPenalty']);
    if (!isFloatArray(direction)) {
      throw new InvalidArgumentError({ argument: 'request.hessianProduct.direction', found: show(direction), expected: 'a Float32Array or Float64Array' });
    }
    checkLength('request.hessianProduct.direction', direction, problem.batch * problem.rows * problem.columns);
    checkFinite('request.hessianProduct.direction', direction);
  }
  if (request.upstream !== undefined) {
    checkLength('request.upstream', request.upstream, problem.batch);
    checkFinite('request.upstream', request.upstream);
  }
}

/** Directions and upstream gradients may be any numbers that stay finite when multiplied. */
function checkFinite(argument: string, values: ArrayLike<number>): void {
  for (let index = 0; index < values.length; index++) {
    if (!(Math.abs(values[index]) <= 1e100)) {
      throw new InvalidArgumentError({ argument, index: [index], found: show(values[index]), expected: 'a number within ±1e100' });
    }
  }
}
