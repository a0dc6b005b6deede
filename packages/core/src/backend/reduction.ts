import { InvalidArgumentError } from '../errors.ts';
import { checkLength, checkWhole, show } from '../problem/check.ts';
import { broadcastStrides } from '../problem/table.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import type { GroupTable, MarginalReduction } from './request.ts';

/** Adds the marginal of step s into cell (n, m) of item b to its sum. */
type Accumulate = (b: number, n: number, m: number, s: number, marginal: number) => void;

/** A running sum of edge marginals. */
export interface Reduction {
  readonly sums: Float64Array;
  readonly shape: readonly number[];
  readonly add: Accumulate;
}

/** Starts a reduction of edge marginals at zero. */
export function createReduction(problem: AlignmentProblem, reduction: MarginalReduction, argument: string): Reduction {
  const { batch, rows, columns, steps } = problem;
  const S = steps.length;
  switch (reduction.by) {
    case 'step':
      return build([batch, S], (sums) => (b, _n, _m, s, marginal) => void (sums[b * S + s] += marginal));
    case 'row':
      return build([batch, rows, S], (sums) => (b, n, _m, s, marginal) => void (sums[(b * rows + n) * S + s] += marginal));
    case 'column':
      return build([batch, columns, S], (sums) => (b, _n, m, s, marginal) => void (sums[(b * columns + m) * S + s] += marginal));
    case 'group': {
      const { count } = reduction;
      checkWhole(`${argument}.count`, count, 1, 2 ** 31);
      const [strideB, strideN, strideM, strideS] = checkGroups(reduction.groups, [batch, rows, columns, S], count, `${argument}.groups`);
      const { data } = reduction.groups;
      return build([batch, count], (sums) => (b, n, m, s, marginal) => {
        const group = data[b * strideB + n * strideN + m * strideM + s * strideS];
        if (group >= 0) sums[b * count + group] += marginal;
      });
    }
    case 'transition': {
      const { labels, count } = reduction;
      checkWhole(`${argument}.count`, count, 1, 2 ** 15);
      const stride = labels.length === columns ? 0 : columns;
      if (stride !== 0) checkLength(`${argument}.labels`, labels, batch * columns);
      labels.forEach((label, index) => checkWhole(`${argument}.labels`, label, -1, count - 1, [index]));
      return build([batch, count, count], (sums) => (b, _n, m, s, marginal) => {
        const from = labels[b * stride + m - steps[s][1]];
        const to = labels[b * stride + m];
        if (from >= 0 && to >= 0) sums[(b * count + from) * count + to] += marginal;
      });
    }
    default:
      throw new InvalidArgumentError({
        argument: `${argument}.by`, found: show((reduction as { by: unknown }).by), expected: 'one of step, row, column, group, transition',
      });
  }
}

function build(shape: readonly number[], accumulate: (sums: Float64Array) => Accumulate): Reduction {
  const sums = new Float64Array(shape.reduce((product, side) => product * side, 1));
  return { sums, shape, add: accumulate(sums) };
}

function checkGroups(groups: GroupTable, axes: readonly number[], count: number, argument: string): readonly number[] {
  groups.shape.forEach((side, axis) => {
    if (side !== 1 && side !== axes[axis]) {
      throw new InvalidArgumentError({ argument: `${argument}.shape`, index: [axis], found: show(side), expected: `1 or ${axes[axis]}` });
    }
  });
  checkLength(`${argument}.data`, groups.data, groups.shape.reduce((product, side) => product * side, 1));
  groups.data.forEach((group, index) => checkWhole(`${argument}.data`, group, -1, count - 1, [index]));
  return broadcastStrides(groups.shape);
}
