import type { LatticeDag } from '@rubato/core';
import { latticeToDag, normaliseProblem, openReference, solveDag } from '@rubato/core';
import { minimumFunctions } from '@rubato/minimum';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose } from '../support/choose.ts';
import { dense, denseProblem } from '../support/dense.ts';
import { randomProblem } from '../support/random-problem.ts';
import { expectRefusal } from '../support/refusal.ts';

/** Edges as text: "tail→head kind(row, column) cost". */
function edgesOf({ dag, costs, edges }: LatticeDag): string[] {
  return edges.map((edge, e) => {
    let head = 0;
    while (dag.firstEdge[head + 1] <= e) head++;
    const label = edge.kind === 'step' ? `step ${edge.step}` : `${edge.kind} ${edge.candidate}`;
    return `${dag.tail[e]}→${head} ${label} (${edge.row}, ${edge.column}) ${costs[e]}`;
  });
}

describe('latticeToDag', () => {
  it('of 2 × 2: source, cells in row-major order, sink; steps in order, then the start', () => {
    const problem = denseProblem(
      [
        [1, 2],
        [3, 4],
      ],
      { stepWeights: [1, 1, 2], stepPenalties: [0, 0.5, 0] },
    );
    const lattice = latticeToDag(problem, 0);
    expect(edgesOf(lattice)).toEqual([
      '0→1 start 0 (0, 0) 1',
      '1→2 step 1 (0, 1) 2.5',
      '1→3 step 0 (1, 0) 3',
      '2→4 step 0 (1, 1) 4',
      '3→4 step 1 (1, 1) 4.5',
      '1→4 step 2 (1, 1) 8',
      '4→5 end 0 (1, 1) 0',
    ]);
    expect([...lattice.cellCosts]).toEqual([0, 1, 2, 3, 4, 0]);
    expect([...lattice.cells]).toEqual([-1, -1, 0, 0, 0, 1, 1, 0, 1, 1, -1, -1]);
  });

  it('of one item of a ragged batch with a band: only its own cells, weights and boundaries', () => {
    const problem = normaliseProblem({
      cost: dense([
        [
          [9, 9, 9],
          [9, 9, 9],
        ],
        [
          [1, 2, NaN],
          [NaN, Infinity, NaN],
        ],
      ]),
      rowLengths: [2, 2],
      columnLengths: [3, 2],
      steps: [
        [0, 1],
        [1, 1],
      ],
      band: { kind: 'ranges', first: [0, 1], last: [1, 1] },
      stepWeights: { data: Float64Array.of(7, 3), shape: [2, 1, 1, 1] },
      start: { set: 'firstRow', multiplier: 2, penalty: [1, 2, 3] },
      end: {
        cellsOfItem: [
          [[0, 0]],
          [
            [-1, -1],
            [0, 1],
            [1, 0],
          ],
        ],
        multiplier: [0, 1, 1],
        penalty: { data: [0, 5], shape: [2, 1] },
      },
    });
    expect(edgesOf(latticeToDag(problem, 1))).toEqual([
      '0→1 start 0 (0, 0) 3',
      '1→2 step 0 (0, 1) 6',
      '0→2 start 1 (0, 1) 6',
      '1→3 step 1 (1, 1) Infinity',
      '3→4 end 0 (1, 1) Infinity',
      '2→4 end 1 (0, 1) 7',
    ]);
  });

  it('of an item of length 0: source and sink without an edge', () => {
    const lattice = latticeToDag(denseProblem([[1]], { rowLengths: [0] }), 0);
    expect([lattice.dag.nodes, lattice.edges.length]).toEqual([2, 0]);
  });

  it('has the value and the cell gradients of the lattice', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const problem = normaliseProblem({ ...randomProblem(choose(seed), 4), precision: 'float64' });
        const { values, softAlignment } = openReference().solveSync(problem, { softAlignment: true, accumulatedCost: true });
        for (let b = 0; b < problem.batch; b++) {
          const lattice = latticeToDag(problem, b);
          const solution = solveDag(lattice.dag, lattice.costs, minimumFunctions[problem.minimum], problem.temperature[b]);
          expect(solution.value).toBe(values[b]);
          const cells = solution.nodeMarginals.slice(1, -1).reduce((sum, marginal) => sum + marginal, 0);
          const { band, data } = softAlignment!;
          const start = band === undefined ? b * problem.rows * problem.columns : band.offset[b * problem.rows];
          const end = band === undefined ? start + problem.rows * problem.columns : (band.offset[(b + 1) * problem.rows] ?? data.length);
          expect(Array.from(data.subarray(start, end)).reduce((sum, marginal) => sum + marginal, 0)).toBeCloseTo(cells, 8);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('refuses an item that is not there', () => {
    const problem = denseProblem([[1]]);
    expectRefusal(() => latticeToDag(problem, 1), { argument: 'item', found: '1', expected: 'a whole number from 0 to 0' });
    expectRefusal(() => latticeToDag(problem, -1), { argument: 'item' });
  });
});
