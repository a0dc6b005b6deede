import type { AlignmentProblem, CostInput, Parameterization } from '@rubato/core';
import { normaliseProblem, UnsupportedError } from '@rubato/core';
import { refuse } from '../check.ts';

/**
 * The problem of finding all rows, the query, somewhere in the columns, the document: hard, all starts in the first row, all ends in the last.
 *
 * @throws UnsupportedError for a parameterization that asks for anything else
 */
export function subsequenceProblem(parameterization: Parameterization, cost: CostInput): AlignmentProblem {
  if (typeof parameterization !== 'object' || parameterization === null) {
    refuse('options.parameterization', parameterization, 'a parameterization { steps, … }');
  }
  const problem = normaliseProblem({ ...parameterization, cost });
  const decline = (reason: string): never => {
    throw new UnsupportedError('the subsequence search', reason);
  };
  if (problem.batch !== 1) decline(`it takes one query and one document, the batch is ${problem.batch}`);
  if (problem.minimum !== 'hardmin') decline(`a match is a best path of hardmin, the minimum is ${problem.minimum}`);
  if (problem.start.set !== 'firstRow' || problem.end.set !== 'lastRow') {
    decline("a match may start and end anywhere in the document: subsequence(…), the start 'firstRow' and the end 'lastRow'");
  }
  return problem;
}
