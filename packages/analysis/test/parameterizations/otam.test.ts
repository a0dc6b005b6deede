import { otam } from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import { InvalidArgumentError, normaliseProblem, openReference } from '@rubato/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';

/** All paths through the matrix with a column of zeros on each side, one by one, as the recursion of the paper admits them. */
function softCostOfAllPaths(cost: readonly (readonly number[])[], gamma: number): number {
  const padded = cost.map((row) => [0, ...row, 0]);
  const [rows, columns] = [padded.length, padded[0].length];
  const ends: number[] = [];
  const visit = (n: number, m: number, sum: number): void => {
    const total = sum + padded[n][m];
    if (n === rows - 1 && m === columns - 1) ends.push(total);
    // What comes after (n, m): each cell names where it may come from.
    if (m + 1 < columns) visit(n, m + 1, total);
    if (m + 1 < columns && n + 1 < rows) visit(n + 1, m + 1, total);
    if (n + 1 < rows && (m === 1 || m === columns - 1)) visit(n + 1, m, total);
  };
  // D is 0 all along the first column: a path starts in any of its cells, and never goes down in it.
  for (let n = 0; n < rows; n++) visit(n, 0, 0);
  const least = Math.min(...ends);
  return least - gamma * Math.log(ends.reduce((sum, end) => sum + Math.exp((least - end) / gamma), 0));
}

const matrices = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 })).chain(([rows, columns]) => {
  const row = fc.array(fc.double({ min: -1, max: 2, noNaN: true }), { minLength: columns, maxLength: columns });
  return fc.array(row, { minLength: rows, maxLength: rows });
});

it.each([openReference(), openCpu()].map((backend) => [backend.name, backend] as const))(
  'is the soft cost of all paths, on %s',
  (_, backend) => {
    fc.assert(
      fc.property(matrices, fc.double({ min: 0.05, max: 3, noNaN: true }), (cost, temperature) => {
        const [rows, columns] = [cost.length, cost[0].length];
        const problem = normaliseProblem({
          ...otam({ rows, columns, temperature }),
          cost: { kind: 'dense', data: Float64Array.from(cost.flat()), shape: [rows, columns] },
        });
        expect(backend.solveSync(problem, {}).values[0]).toBeCloseTo(softCostOfAllPaths(cost, temperature), 9);
      }),
      { numRuns: 200 },
    );
  },
);

it('uses each item’s own lengths', () => {
  const data = Float64Array.from({ length: 24 }, (_, k) => Math.sin(3 * k));
  const lengths = { rowLengths: [4, 2], columnLengths: [2, 3] };
  const problem = normaliseProblem({
    ...otam({ rows: 4, columns: 3, rowLengths: lengths.rowLengths, temperature: 0.3 }),
    cost: { kind: 'dense', data, shape: [2, 4, 3] },
    ...lengths,
  });
  const { values } = openReference().solveSync(problem, {});
  for (let b = 0; b < 2; b++) {
    const rows = Array.from({ length: lengths.rowLengths[b] }, (_, n) =>
      Array.from(data.subarray((b * 4 + n) * 3, (b * 4 + n) * 3 + lengths.columnLengths[b])),
    );
    expect(values[b]).toBeCloseTo(softCostOfAllPaths(rows, 0.3), 10);
  }
});

it('refuses wrong options by name', () => {
  const refusals: readonly (readonly [object, string])[] = [
    [{ rows: 0, columns: 2 }, 'options.rows is 0'],
    [{ rows: 2, columns: 1.5 }, 'options.columns is 1.5'],
    [{ rows: 2, columns: 2, temperature: 0 }, 'options.temperature is 0'],
    [{ rows: 2, columns: 2, rowLengths: [3] }, 'options.rowLengths[0] is 3'],
    [{ rows: 2, columns: 2, rowLengths: 2 }, 'options.rowLengths is 2'],
    [{ rows: 2, columns: 2, lambda: 2 }, 'options.lambda'],
  ];
  for (const [options, message] of refusals) {
    expect(() => otam(options as never)).toThrow(InvalidArgumentError);
    expect(() => otam(options as never)).toThrow(message);
  }
});
