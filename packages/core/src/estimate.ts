import type { MemoryEstimate } from './backend/backend.ts';
import type { SolveRequest } from './backend/request.ts';
import { candidateCount } from './problem/boundary.ts';
import type { AlignmentProblem } from './problem/problem.ts';
import { latticeLayout } from './lattice/layout.ts';
import { openReference } from './reference/reference-backend.ts';

/** Bytes of the arrays that the caller holds: cost, tables, lengths. */
export function inputBytes(problem: AlignmentProblem): number {
  const { cost, stepWeights, stepPenalties, band } = problem;
  const arrays: (ArrayBufferView | undefined)[] = [stepWeights.data, stepPenalties.data, problem.rowLengths, problem.columnLengths, band?.first, band?.last];
  switch (cost.kind) {
    case 'dense':
      arrays.push(cost.data);
      break;
    case 'banded':
      arrays.push(cost.data, cost.first, cost.last);
      break;
    case 'gathered':
      arrays.push(cost.values, cost.index);
      break;
    case 'features':
      arrays.push(cost.x, cost.y);
      break;
    case 'device':
      break;
  }
  return arrays.reduce((bytes, array) => bytes + (array?.byteLength ?? 0), 0);
}

/** Bytes of the arrays that a solution holds. Paths count with their greatest length. */
export function outputBytes(problem: AlignmentProblem, request: SolveRequest): number {
  const { batch, rows, columns, steps, cost } = problem;
  const layout = latticeLayout(problem);
  const S = steps.length;
  let numbers = batch;
  const ask = (wanted: unknown, count: number): void => void (numbers += wanted ? count : 0);
  for (const name of ['gradient', 'softAlignment', 'accumulatedCost', 'hessianProduct'] as const) ask(request[name], layout.size);
  ask(request.edgeMarginals, layout.size * S);
  ask(request.temperatureGradient, batch);
  ask(request.stepWeightGradient, request.stepWeightGradient === 'full' ? layout.size * S : problem.stepWeights.data.length);
  ask(request.stepPenaltyGradient, request.stepPenaltyGradient === 'full' ? layout.size * S : problem.stepPenalties.data.length);
  if (request.inputGradient === true) {
    const inputs = { dense: batch * rows * columns, banded: 0, gathered: 0, features: 0, device: 0 };
    if (cost.kind === 'banded') inputs.banded = cost.data.length;
    if (cost.kind === 'gathered') inputs.gathered = cost.values.length;
    if (cost.kind === 'features') inputs.features = cost.x.length + cost.y.length;
    numbers += inputs[cost.kind];
  }
  if (request.boundaryGradient === true) {
    for (const boundary of [problem.start, problem.end]) {
      let most = 1;
      for (let b = 0; b < batch; b++) most = Math.max(most, candidateCount(boundary, b, problem.rowLengths[b], problem.columnLengths[b]));
      numbers += 2 * batch * most;
    }
  }
  for (const reduction of request.marginals ?? []) {
    const sums = {
      step: S, row: rows * S, column: columns * S,
      group: reduction.by === 'group' ? reduction.count : 0,
      transition: reduction.by === 'transition' ? reduction.count ** 2 : 0,
    };
    numbers += batch * sums[reduction.by];
  }
  const pathBytes = request.path === true ? batch * (8 + 8 * (rows + columns)) : 0;
  return numbers * (problem.precision === 'float32' ? 4 : 8) + pathBytes;
}

/**
 * Bytes that a solve needs, before it starts: of the given backend, or of the reference solver.
 *
 * @example
 * ```ts
 * import { estimate, normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: new Float64Array(6), shape: [2, 3] } as const;
 * estimate(normaliseProblem({ cost, steps: [[1, 1]] }), { gradient: true }).output; // → 56
 * ```
 */
export function estimate(
  problem: AlignmentProblem, request: SolveRequest, backend: { estimate(problem: AlignmentProblem, request: SolveRequest): MemoryEstimate } = openReference(),
): MemoryEstimate {
  return backend.estimate(problem, request);
}
