import { latticeArray, latticeLayout, normaliseProblem } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose } from '../support/choose.ts';
import { cellCost } from '../support/definition.ts';
import { denseProblem } from '../support/dense.ts';
import { randomProblem } from '../support/random-problem.ts';

describe('latticeLayout', () => {
  it('lists just the cells that exist, packed where there is a band', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const problem = normaliseProblem(randomProblem(choose(seed)));
        const { first, last, offset, banded, size, cells } = latticeLayout(problem);
        const { batch, rows, columns } = problem;
        expect(banded).toBe(problem.band !== undefined || problem.cost.kind === 'banded');
        let count = 0;
        for (let row = 0; row < batch * rows; row++) {
          const [b, n] = [Math.floor(row / rows), row % rows];
          for (let m = 0; m < columns; m++) {
            const isCell = m >= first[row] && m <= last[row];
            expect(isCell, `${b}, ${n}, ${m}`).toBe(cellCost(problem, b, n, m) !== undefined);
            if (isCell) expect(offset[row] + m - first[row]).toBe(banded ? count : row * columns + m);
            if (isCell) count++;
          }
          // Solvers rely on it: rows within an item's lengths never go back, and an empty row ends just before it begins.
          expect(last[row]).toBeGreaterThanOrEqual(first[row] - 1);
          if (n > 0 && n < problem.rowLengths[b]) {
            expect(first[row]).toBeGreaterThanOrEqual(first[row - 1]);
            expect(last[row]).toBeGreaterThanOrEqual(last[row - 1]);
          }
        }
        expect([cells, size]).toEqual([count, banded ? count : batch * rows * columns]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('latticeArray', () => {
  it('has depth numbers per cell, in the precision of the problem', () => {
    const problem = denseProblem(
      [
        [1, 2],
        [3, 4],
      ],
      { precision: 'float32' },
    );
    const array = latticeArray(problem, latticeLayout(problem), 3);
    expect(array).toEqual({ data: new Float32Array(12), shape: [1, 2, 2], depth: 3, fill: 0 });
  });

  it('fills what lies outside of the cells', () => {
    const problem = denseProblem(
      [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ],
      { rowLengths: [2, 1], columnLengths: [1, 2] },
    );
    const { data } = latticeArray(problem, latticeLayout(problem), 1, Infinity);
    expect([...data]).toEqual([0, Infinity, 0, Infinity, 0, 0, Infinity, Infinity]);
    expect([...latticeArray(problem, latticeLayout(problem), 2, 7).data]).toEqual([0, 0, 7, 7, 0, 0, 7, 7, 0, 0, 0, 0, 7, 7, 7, 7]);
  });

  it('keeps the ranges of a band', () => {
    const problem = denseProblem(
      [
        [1, 2],
        [3, 4],
      ],
      { band: { kind: 'ranges', first: [0, 1], last: [0, 1] } },
    );
    const layout = latticeLayout(problem);
    const { data, band } = latticeArray(problem, layout, 1, Infinity);
    expect([data.length, band]).toEqual([2, { first: layout.first, last: layout.last, offset: layout.offset }]);
  });
});
