import { InvalidArgumentError } from '../errors.ts';
import { checkFields, checkInt32Array, checkObject, checkOneOf, checkWhole, show } from '../problem/check.ts';
import { unravel } from '../problem/normalise-table.ts';
import type { AlignmentProblem } from '../problem/problem.ts';
import type { MarginalReduction } from './request.ts';

const FIELDS: Readonly<Record<MarginalReduction['by'], readonly string[]>> = {
  step: [],
  row: [],
  column: [],
  group: ['groups', 'count'],
  transition: ['labels', 'count'],
};

/** Refuses a reduction of edge marginals that does not fit the problem. */
export function checkReduction(problem: AlignmentProblem, input: unknown, argument: string): void {
  checkObject(argument, input, 'a reduction { by, … }');
  const reduction = input as MarginalReduction;
  checkOneOf(`${argument}.by`, reduction.by, Object.keys(FIELDS));
  checkFields(`${argument}.`, reduction, ['by', ...FIELDS[reduction.by]]);
  if (reduction.by === 'group') checkGroups(problem, reduction.groups, reduction.count, argument);
  if (reduction.by === 'transition') checkLabels(problem, reduction.labels, reduction.count, argument);
}

function checkGroups({ batch, rows, columns, steps }: AlignmentProblem, groups: unknown, count: unknown, argument: string): void {
  checkWhole(`${argument}.count`, count, 1, 2 ** 31 - 1);
  checkObject(`${argument}.groups`, groups, 'a table { data, shape }');
  const { data, shape } = groups as { data: unknown; shape: unknown };
  const axes = [batch, rows, columns, steps.length];
  if (!Array.isArray(shape) || shape.length !== axes.length) {
    throw new InvalidArgumentError({ argument: `${argument}.groups.shape`, found: show(shape), expected: `${axes.length} numbers` });
  }
  axes.forEach((axisLength, axis) => {
    const side: unknown = shape[axis];
    if (side === 1 || side === axisLength) return;
    const expected = axes[axis] === 1 ? '1' : `1 or ${axes[axis]}`;
    throw new InvalidArgumentError({ argument: `${argument}.groups.shape`, index: [axis], found: show(side), expected });
  });
  const sides = shape as number[];
  checkNumbers(
    `${argument}.groups.data`,
    data,
    sides.reduce((product, side) => product * side, 1),
    count as number,
    sides,
  );
}

function checkLabels({ batch, columns }: AlignmentProblem, labels: unknown, count: unknown, argument: string): void {
  checkWhole(`${argument}.count`, count, 1, 2 ** 15);
  const shared = ArrayBuffer.isView(labels) && (labels as Int32Array).length === columns;
  checkNumbers(`${argument}.labels`, labels, shared ? columns : batch * columns, count as number, shared ? [columns] : [batch, columns]);
}

/** Refuses unless `values` are whole numbers from -1 (none) to count - 1. */
function checkNumbers(argument: string, values: unknown, size: number, count: number, shape: readonly number[]): void {
  checkInt32Array(argument, values, size);
  const numbers = values as Int32Array;
  for (let position = 0; position < size; position++) {
    if (numbers[position] < -1 || numbers[position] >= count)
      checkWhole(argument, numbers[position], -1, count - 1, unravel(position, shape));
  }
}
