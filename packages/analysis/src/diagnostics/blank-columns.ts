import type { AlignmentProblem } from '@rubato/core';
import { checkWhole, refuse } from '../check.ts';
import type { TargetOptions, TargetRows } from '../targets/target-rows.ts';
import { targetRows } from '../targets/target-rows.ts';

export interface BlankOptions extends TargetOptions {
  /** The class of the blank. Default: that of a `multiLabelCtc` cost, else none. */
  readonly blank?: number;
}

/** What is known of the columns: nothing of numbers alone without targets. */
export interface KnownTargets {
  readonly rows?: TargetRows;
  readonly blank?: number;
}

/** The targets, the caller's or the cost's, and the class of the blank among them, the caller's or the local cost's. */
export function knownTargets(problem: AlignmentProblem, { targets, blank }: BlankOptions): KnownTargets {
  const { cost } = problem;
  if (targets === undefined && cost.kind !== 'features' && cost.kind !== 'gathered') {
    if (blank === undefined) return {};
    refuse('options.targets', undefined, `the targets [M, D]: a ${cost.kind} cost does not tell which columns are blanks`);
  }
  const rows = targetRows(problem, targets === undefined ? {} : { targets });
  if (blank !== undefined) checkWhole('options.blank', blank, 0, rows.dimension - 1);
  const known = blank ?? ownBlank(problem);
  return { rows, ...(known === undefined ? {} : { blank: known }) };
}

/** Which columns of item b are blanks. */
export function blankColumns(problem: AlignmentProblem, b: number, { rows, blank }: KnownTargets): boolean[] {
  return Array.from({ length: problem.columnLengths[b] }, (_, m) => {
    if (blank === undefined || rows === undefined) return false;
    return rows.data[(b * problem.columns + m) * rows.dimension + blank] !== 0;
  });
}

function ownBlank({ cost }: AlignmentProblem): number | undefined {
  if (cost.kind !== 'features' || cost.localCost.name !== 'multiLabelCtc') return undefined;
  const blank = cost.localCost.parameters?.['blank'] ?? 0;
  return typeof blank === 'number' ? blank : undefined;
}
