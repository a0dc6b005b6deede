import { openCpu } from '@rubato/backend-cpu';
import { alignmentCollapse, blankDominance, diagonalisation } from '@rubato/analysis';
import { normaliseProblem } from '@rubato/core';
import { softDtw } from '@rubato/presets';
import { describe, expect, it } from 'vitest';
import { diagnoseProblem, itemOf, unfolded } from '../support/diagnosing.ts';
import { expectRefusal } from '../support/refusal.ts';

const backend = openCpu();

describe('the numbers of one failure', () => {
  it('are those of the diagnosis, without the rest of it', () => {
    const problem = unfolded([3, 1, 2], 0.3);
    const solution = backend.solveSync(problem, { softAlignment: true });
    const item = itemOf(diagnoseProblem(problem));
    expect(alignmentCollapse(problem, solution)).toEqual([item.collapse]);
    expect(diagonalisation(problem, solution)).toEqual([item.diagonalisation]);
    expectRefusal(() => blankDominance(problem, solution), { argument: 'options.blank' });
    expect(blankDominance(problem, solution, { blank: 1 })).toEqual([itemOf(diagnoseProblem(problem, { blank: 1 })).blank]);
    expectRefusal(() => alignmentCollapse(problem, solution, { blanks: 1 } as never), { argument: 'options.blanks' });
    expectRefusal(() => alignmentCollapse(problem, solution, { blank: 3 }), { argument: 'options.blank' });
    expectRefusal(() => diagonalisation(problem, backend.solveSync(problem, {})), { argument: 'solution.softAlignment' });
    const data = Float64Array.of(0, 1, 1, 0, Infinity, Infinity, Infinity, Infinity);
    const half = normaliseProblem({ ...softDtw(), cost: { kind: 'dense', data, shape: [2, 2, 2] } });
    const [first, second] = alignmentCollapse(half, backend.solveSync(half, { softAlignment: true }));
    expect([first!.busiestShare > 0.4, second]).toEqual([true, undefined]);
  });
});
