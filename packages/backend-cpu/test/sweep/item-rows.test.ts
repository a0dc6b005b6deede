import { problemCases } from '@rubato/conformance';
import { latticeLayout } from '@rubato/core';
import fc from 'fast-check';
import { softmin } from '@rubato/minimum';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/structure.ts';
import { ItemRows } from '../../src/sweep/item-rows.ts';

describe('ItemRows', () => {
  it('leave room for every column that a step looks at, and sizes are what any window needs', () => {
    fc.assert(
      fc.property(problemCases({ rows: [1, 12], columns: [1, 9] }), fc.integer({ min: 1, max: 13 }), ({ problem }, height) => {
        const structure = analyse(problem, {}, softmin);
        const rows = new ItemRows(problem, latticeLayout(problem), structure);
        for (let b = 0; b < problem.batch; b++) {
          rows.open(b);
          const { count, first, last, start } = rows;
          for (let n = 0; n < count; n++) {
            for (let s = 0; s < structure.count; s++) {
              const from = n - structure.rowsBack[s];
              if (last[n] < first[n]) continue;
              const [leftmost, rightmost] = [first[n] - structure.columnsBack[s], last[n] - structure.columnsBack[s]];
              if (from < 0) {
                expect(leftmost + rows.pad).toBeGreaterThanOrEqual(0);
                expect(rightmost + rows.pad).toBeLessThan(rows.outside);
              } else {
                expect(start[from] - first[from] + rows.pad + leftmost).toBeGreaterThanOrEqual(start[from]);
                expect(start[from] - first[from] + rows.pad + rightmost).toBeLessThan(start[from + 1]);
              }
            }
          }
          const windows = Array.from(
            { length: count + 1 },
            (_, from) => start[Math.min(count, from + height)] - start[Math.max(0, from - rows.reach)],
          );
          expect(rows.windowSize(height)).toBeGreaterThanOrEqual(Math.max(0, ...windows));
          if (height < count) expect(rows.windowSize(height)).toBe(Math.max(0, ...windows));
          const width = (n: number): number => last[n] - first[n] + 1;
          const cells = Array.from({ length: count }, (_, from) => {
            let sum = 0;
            for (let n = from; n < Math.min(count, from + height); n++) sum += width(n);
            return sum;
          });
          expect(rows.mostCells(height)).toBe(Math.max(0, ...cells));
          let checkpoints = 0;
          for (let from = height; from < count; from += height) checkpoints += start[from] - start[Math.max(0, from - rows.reach)];
          expect(rows.checkpointSize(height)).toBe(checkpoints);
        }
      }),
      { numRuns: 500 },
    );
  });
});
