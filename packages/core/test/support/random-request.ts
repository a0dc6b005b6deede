import type { AlignmentProblem, MarginalReduction, SolveRequest } from '@rubato/core';
import type { Choose } from './choose.ts';

function reduction(random: Choose, { batch, rows, columns, steps }: AlignmentProblem): MarginalReduction {
  const by = random.pick(['step', 'row', 'column', 'group', 'transition'] as const);
  const numbers = (size: number, count: number): Int32Array => Int32Array.from({ length: size }, () => random.whole(-1, count - 1));
  const count = random.whole(1, 3);
  if (by === 'group') {
    const shape = [batch, rows, columns, steps.length].map((side) => (random.chance(0.5) ? side : 1)) as [number, number, number, number];
    return {
      by,
      count,
      groups: {
        data: numbers(
          shape.reduce((product, side) => product * side, 1),
          count,
        ),
        shape,
      },
    };
  }
  if (by === 'transition') return { by, count, labels: numbers(random.chance(0.5) ? columns : batch * columns, count) };
  return { by };
}

/** A random valid request. */
export function randomRequest(random: Choose, problem: AlignmentProblem): SolveRequest {
  const { batch, rows, columns } = problem;
  const flag = (): boolean => random.chance(0.4);
  const reals = (size: number): Float64Array => Float64Array.from({ length: size }, () => 2 * random.unit() - 1);
  return {
    gradient: flag(),
    inputGradient: flag(),
    softAlignment: flag(),
    accumulatedCost: flag(),
    temperatureGradient: flag(),
    boundaryGradient: flag(),
    edgeMarginals: flag(),
    path: flag(),
    ...(flag() ? { stepWeightGradient: random.pick(['table', 'full'] as const) } : {}),
    ...(flag() ? { stepPenaltyGradient: random.pick(['table', 'full'] as const) } : {}),
    ...(flag() ? { marginals: Array.from({ length: random.whole(0, 3) }, () => reduction(random, problem)) } : {}),
    ...(flag()
      ? { hessianProduct: { along: random.pick(['cost', 'cellPenalty'] as const), direction: reals(batch * rows * columns) } }
      : {}),
    ...(flag() ? { upstream: reals(batch) } : {}),
  };
}
