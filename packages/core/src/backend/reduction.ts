import { broadcastStrides } from '../problem/table.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import type { MarginalReduction } from './request.ts';

/** Adds the marginal of step s into cell (n, m) of item b to its sum. */
type Accumulate = (b: number, n: number, m: number, s: number, marginal: number) => void;

/** A running sum of edge marginals. */
export interface Reduction {
  readonly sums: Float64Array;
  readonly shape: readonly number[];
  readonly add: Accumulate;
}

/** The shape of a reduction's result. */
export function reductionShape({ batch, rows, columns, steps }: AlignmentProblem, reduction: MarginalReduction): readonly number[] {
  switch (reduction.by) {
    case 'step':
      return [batch, steps.length];
    case 'row':
      return [batch, rows, steps.length];
    case 'column':
      return [batch, columns, steps.length];
    case 'group':
      return [batch, reduction.count];
    case 'transition':
      return [batch, reduction.count, reduction.count];
  }
}

/** Starts a reduction of edge marginals, checked before, at zero. */
export function createReduction(problem: AlignmentProblem, reduction: MarginalReduction): Reduction {
  const shape = reductionShape(problem, reduction);
  const sums = new Float64Array(shape.reduce((product, side) => product * side, 1));
  return { sums, shape, add: accumulate(problem, reduction, sums) };
}

function accumulate({ rows, columns, steps }: AlignmentProblem, reduction: MarginalReduction, sums: Float64Array): Accumulate {
  const S = steps.length;
  switch (reduction.by) {
    case 'step':
      return (b, _n, _m, s, marginal) => void (sums[b * S + s] += marginal);
    case 'row':
      return (b, n, _m, s, marginal) => void (sums[(b * rows + n) * S + s] += marginal);
    case 'column':
      return (b, _n, m, s, marginal) => void (sums[(b * columns + m) * S + s] += marginal);
    case 'group': {
      const { count, groups } = reduction;
      const [strideB, strideN, strideM, strideS] = broadcastStrides(groups.shape);
      return (b, n, m, s, marginal) => {
        const group = groups.data[b * strideB + n * strideN + m * strideM + s * strideS];
        if (group >= 0) sums[b * count + group] += marginal;
      };
    }
    case 'transition': {
      const { labels, count } = reduction;
      const stride = labels.length === columns ? 0 : columns;
      return (b, _n, m, s, marginal) => {
        const from = labels[b * stride + m - steps[s][1]];
        const to = labels[b * stride + m];
        if (from >= 0 && to >= 0) sums[(b * count + from) * count + to] += marginal;
      };
    }
  }
}
