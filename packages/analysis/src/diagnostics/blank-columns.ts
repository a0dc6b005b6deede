import type { AlignmentProblem } from '@rubato/core';
import { checkWhole } from '../check.ts';
import type { TargetRows } from '../targets/target-rows.ts';

/** The class of the blank: the caller's, or what the local cost says. */
export function blankOf({ cost }: AlignmentProblem, given: number | undefined, rows: TargetRows | undefined): number | undefined {
  if (given !== undefined) {
    checkWhole('options.blank', given, 0, (rows?.dimension ?? Infinity) - 1);
    return given;
  }
  const blank =
    cost.kind === 'features' && cost.localCost.name === 'multiLabelCtc' ? (cost.localCost.parameters?.['blank'] ?? 0) : undefined;
  return typeof blank === 'number' ? blank : undefined;
}

/** Which columns of item b are blanks. */
export function blankColumns(problem: AlignmentProblem, b: number, rows: TargetRows | undefined, blank: number | undefined): boolean[] {
  return Array.from({ length: problem.columnLengths[b] }, (_, m) => {
    if (blank === undefined || rows === undefined) return false;
    return rows.data[(b * problem.columns + m) * rows.dimension + blank] !== 0;
  });
}
