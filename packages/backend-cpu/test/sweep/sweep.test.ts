import { problemCases } from '@rubato/conformance';
import { latticeLayout, SolutionWriter } from '@rubato/core';
import { localCosts } from '@rubato/costs';
import { minimumFunctions } from '@rubato/minimum';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/structure.ts';
import { Sweep } from '../../src/sweep/sweep.ts';
import { noise } from '../support/noise.ts';

function sweepOf(problem: ReturnType<typeof noise>, minimum = minimumFunctions[problem.minimum]): Sweep {
  const layout = latticeLayout(problem);
  return new Sweep(problem, {}, layout, analyse(problem, {}, minimum), minimum, new SolutionWriter(problem, {}, layout), localCosts);
}

describe('Sweep', () => {
  it('hands on every column of a row once, start cells by themselves, in pieces of any length, both ways', () => {
    fc.assert(
      fc.property(problemCases(), fc.integer({ min: 1, max: 4 }), fc.boolean(), ({ problem }, piece, descending) => {
        const sweep = sweepOf(problem);
        for (let b = 0; b < problem.batch; b++) {
          sweep.open(b);
          for (let n = 0; n < sweep.rows.count; n++) {
            const [first, last] = [sweep.rows.first[n], sweep.rows.last[n]];
            const seen: number[] = [];
            const kernel = {
              between: (row: number, start: number, end: number) => {
                expect(row).toBe(n);
                const columns = Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
                seen.push(...(descending ? columns.toReversed() : columns));
              },
              cell: (row: number, m: number, k: number) => {
                expect([sweep.starts.row(k), sweep.starts.column(k)]).toEqual([row, m]);
                seen.push(m);
                starts.delete(m);
              },
            };
            const candidates = Array.from({ length: sweep.starts.rowCount(n) }, (_, i) =>
              sweep.starts.column(sweep.starts.candidate(n, i)),
            );
            const starts = new Set(candidates.filter((m) => sweep.contains(n, m)));
            if (descending) {
              sweep.enterAtLast(n);
              for (let end = last + 1; end > first; end -= piece) sweep.descend(n, Math.max(first, end - piece), end, kernel);
            } else {
              sweep.enterAtFirst();
              for (let start = first; start <= last; start += piece) sweep.ascend(n, start, Math.min(last + 1, start + piece), kernel);
            }
            const columns = Array.from({ length: last - first + 1 }, (_, i) => first + i);
            expect(seen).toEqual(descending ? columns.toReversed() : columns);
            expect([...starts]).toEqual([]);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('makes pieces shorter where a cell costs more', () => {
    const features = (dimension: number) =>
      noise(1, 1, {
        cost: {
          kind: 'features',
          x: new Float64Array(dimension),
          y: new Float64Array(dimension),
          shape: [1, 1],
          dimension,
          localCost: { name: 'absolute' },
        },
      });
    const pieces = [
      sweepOf(noise(3, 3)),
      sweepOf(noise(3, 3, { minimum: 'sparsemin' })),
      sweepOf(features(10_000)),
      sweepOf(features(10_000_000)),
    ].map(({ piece }) => piece);
    expect(pieces).toEqual([...pieces].toSorted((left, right) => right - left));
    expect(pieces[0]).toBeGreaterThan(5_000);
    expect(pieces[3]).toBe(16);
  });
});
