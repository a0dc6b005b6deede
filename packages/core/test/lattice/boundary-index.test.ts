import { BoundaryIndex, candidateColumn, candidateCount, candidateRow, normaliseProblem } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose } from '../support/choose.ts';
import { randomProblem } from '../support/random-problem.ts';

describe('BoundaryIndex', () => {
  it('lists the candidates of each row by ascending column, item after item, in any order of items', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = choose(seed);
        const problem = normaliseProblem(randomProblem(random, 6));
        for (const boundary of [problem.start, problem.end]) {
          const index = new BoundaryIndex(boundary);
          for (let turn = 0; turn < 4; turn++) {
            const b = random.whole(0, problem.batch - 1);
            const [rows, columns] = [problem.rowLengths[b], problem.columnLengths[b]];
            index.open(b, rows, columns);
            expect(index.count).toBe(candidateCount(boundary, b, rows, columns));
            const all = Array.from({ length: index.count }, (_, k) => ({
              k,
              row: candidateRow(boundary, b, k, rows),
              column: candidateColumn(boundary, b, k, columns),
            }));
            for (const { k, row, column } of all) expect([index.row(k), index.column(k)]).toEqual([row, column]);
            if (index.count === 0) continue;
            for (let n = 0; n < rows; n++) {
              const expected = all.filter(({ row }) => row === n).toSorted((left, right) => left.column - right.column);
              expect(Array.from({ length: index.rowCount(n) }, (_, i) => index.candidate(n, i))).toEqual(expected.map(({ k }) => k));
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
