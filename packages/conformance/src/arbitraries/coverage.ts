import { candidateCount, feasibility } from '@rubato/core';
import type { ProblemCase } from './problem-case.ts';

/** Shares, 0 to 1, of what a sample of problems has. */
export interface Coverage {
  /** Of the items. */
  readonly feasible: number;
  /** Of the problems: some item is shorter than the arrays. */
  readonly ragged: number;
  /** A band, or a banded cost. */
  readonly banded: number;
  /** Step weights other than 1. */
  readonly weighted: number;
  /** Step penalties other than 0. */
  readonly penalised: number;
  /** Several start or several end cells. */
  readonly severalBoundaryCells: number;
  /** By minimum function, kind of cost, precision and family of steps. */
  readonly kinds: Readonly<Record<string, number>>;
}

/**
 * Measures what random problems cover: a law that only ever saw square unweighted problems has not been checked.
 *
 * @param cases a sample
 */
export function measureCoverage(cases: readonly ProblemCase[]): Coverage {
  const kinds: Record<string, number> = {};
  const add = (name: string): void => void (kinds[name] = (kinds[name] ?? 0) + 1 / cases.length);
  const count = { items: 0, feasible: 0, ragged: 0, banded: 0, weighted: 0, penalised: 0, several: 0 };
  for (const { problem, recipe } of cases) {
    const { batch, rows, columns, rowLengths, columnLengths } = problem;
    for (const { feasible } of feasibility(problem)) count.feasible += feasible ? 1 : 0;
    count.items += batch;
    if (rowLengths.some((length) => length < rows) || columnLengths.some((length) => length < columns)) count.ragged++;
    if (problem.band !== undefined || problem.cost.kind === 'banded') count.banded++;
    if (problem.stepWeights.constant !== 1) count.weighted++;
    if (problem.stepPenalties.constant !== 0) count.penalised++;
    const several = (['start', 'end'] as const).some((role) =>
      Array.from({ length: batch }, (_, b) => candidateCount(problem[role], b, rowLengths[b], columnLengths[b])).some(
        (candidates) => candidates > 1,
      ),
    );
    if (several) count.several++;
    for (const name of [problem.minimum, problem.cost.kind, problem.precision, `steps ${recipe.steps}`, `${recipe.content} costs`])
      add(name);
    if (rows === 1 || columns === 1) add('a side of 1');
    if (rowLengths.includes(0) || columnLengths.includes(0)) add('an empty item');
    if (problem.stepWeights.forbids || problem.stepPenalties.forbids) add('forbidden steps');
  }
  const share = (number: number): number => number / Math.max(1, cases.length);
  return {
    feasible: count.feasible / Math.max(1, count.items),
    ragged: share(count.ragged),
    banded: share(count.banded),
    weighted: share(count.weighted),
    penalised: share(count.penalised),
    severalBoundaryCells: share(count.several),
    kinds,
  };
}
