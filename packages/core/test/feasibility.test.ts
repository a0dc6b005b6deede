import type { AlignmentProblem, Parameterization } from '@rubato/core';
import { countPaths, feasibility, latticeToDag, normaliseProblem, openReference } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { infeasibleReason } from '../src/feasibility.ts';
import { choose } from './support/choose.ts';
import { denseProblem } from './support/dense.ts';
import { randomProblem } from './support/random-problem.ts';
import { expectRefusal } from './support/refusal.ts';

/** CTC of a label sequence with a blank around each label (Graves et al. 2006): a blank is skipped between different labels only. */
function ctc(labels: readonly number[], frames: number): AlignmentProblem {
  const columns = 2 * labels.length + 1;
  const data = new Float64Array(3 * columns).fill(1);
  for (let m = 0; m < columns; m++) {
    const label = Math.floor(m / 2);
    if (m % 2 === 0 || label === 0 || labels[label] === labels[label - 1]) data[3 * m + 2] = Infinity;
  }
  return denseProblem(
    Array.from({ length: frames }, () => new Array<number>(columns).fill(0)),
    {
      steps: [
        [1, 0],
        [1, 1],
        [1, 2],
      ],
      stepWeights: { data, shape: [1, 1, columns, 3] },
      start:
        labels.length === 0
          ? [[0, 0]]
          : [
              [0, 0],
              [0, 1],
            ],
      end:
        labels.length === 0
          ? [[-1, -1]]
          : [
              [-1, -1],
              [-1, -2],
            ],
    },
  );
}

describe('feasibility of CTC', () => {
  it('needs L + repeats frames, says so, and agrees with the count of paths', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 7 }), fc.integer({ min: 1, max: 12 }), (labels, frames) => {
        const needed = Math.max(1, labels.length + labels.filter((label, l) => label === labels[l - 1]).length);
        const problem = ctc(labels, frames);
        const expected =
          frames >= needed
            ? { feasible: true }
            : { feasible: false, reason: `needs at least ${needed} row${needed === 1 ? '' : 's'}, has ${frames}` };
        for (const level of ['lengths', 'data'] as const) expect(feasibility(problem, level)).toEqual([expected]);
        const { dag, costs } = latticeToDag(problem, 0);
        expect(countPaths(dag, costs) > 0n).toBe(frames >= needed);
      }),
      { numRuns: 500 },
    );
  });

  it('of an empty target has one column and takes any frames', () => {
    expect(feasibility(ctc([], 1))).toEqual([{ feasible: true }]);
  });
});

describe('feasibility', () => {
  it("at `data` is whether the reference's value is finite; at `lengths` it never says no too early", () => {
    let infeasible = 0;
    let byLengths = 0;
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const problem = normaliseProblem(randomProblem(choose(seed)));
        const { values, status } = openReference().solveSync(problem, {});
        const [atData, atLengths] = (['data', 'lengths'] as const).map((level) => feasibility(problem, level));
        values.forEach((value, b) => {
          expect(atData[b].feasible, `item ${b}`).toBe(value !== Infinity);
          expect(status[b].kind).toBe(value === Infinity ? 'infeasible' : 'solved');
          if (!atLengths[b].feasible) expect(value).toBe(Infinity);
          if (!atData[b].feasible) infeasible++;
          if (!atLengths[b].feasible) byLengths++;
          if (status[b].kind === 'infeasible' && !atData[b].feasible) expect(status[b].reason).toBe(atData[b].reason);
        });
      }),
      { numRuns: 2000 },
    );
    expect(infeasible).toBeGreaterThan(200);
    expect(byLengths).toBeGreaterThan(50);
  });

  const reasonOf = (rows: number, columns: number, rest: Partial<Parameterization>): string | undefined => {
    const [item] = feasibility(
      denseProblem(
        Array.from({ length: rows }, () => new Array<number>(columns).fill(0)),
        rest,
      ),
    );
    return item.feasible ? undefined : item.reason;
  };
  const noSequence = (lines: string): string =>
    `no sequence of steps leads from a start cell to an end cell, however many ${lines} there are`;
  const blocked = 'every path meets a forbidden cell or step, or leaves the band';

  it.each([
    [
      2,
      3,
      {
        steps: [
          [1, 1],
          [1, 0],
        ],
      },
      'needs at least 3 rows, has 2',
    ],
    [
      3,
      2,
      {
        steps: [
          [1, 1],
          [0, 1],
        ],
      },
      'needs at least 3 columns, has 2',
    ],
    [3, 2, { steps: [[2, 1]], end: 'lastColumn' }, undefined],
    [2, 4, { steps: [[1, 2]] }, noSequence('rows')],
    [
      4,
      2,
      {
        steps: [
          [2, 0],
          [0, 1],
        ],
      },
      noSequence('columns'),
    ],
    [2, 2, { steps: [[1, 1]], start: { penalty: Infinity } }, noSequence('rows')],
    [2, 2, { steps: [[1, 1]], end: { multiplier: Infinity } }, noSequence('rows')],
    [2, 2, { steps: [[1, 1]], stepWeights: Infinity }, noSequence('rows')],
    [
      2,
      2,
      {
        steps: [
          [1, 1],
          [1, 0],
          [0, 1],
        ],
        stepPenalties: Infinity,
      },
      noSequence('rows'),
    ],
    [1, 1, { steps: [[1, 1]], stepWeights: Infinity }, undefined],
    [
      3,
      3,
      {
        steps: [
          [1, 1],
          [1, 0],
          [0, 1],
        ],
        band: { kind: 'ranges', first: [0, 2, 2], last: [0, 2, 2] },
      },
      blocked,
    ],
    [
      2,
      2,
      {
        steps: [
          [1, 0],
          [0, 1],
        ],
        stepWeights: { data: [1, 1, 1, Infinity], shape: [1, 2, 2, 1] },
      },
      blocked,
    ],
    [5, 3, { steps: [[1, 1]], start: 'firstColumn' }, undefined],
    [3, 5, { steps: [[1, 1]], start: 'firstColumn' }, 'needs at least 5 rows, has 3'],
    [
      2 ** 10,
      1,
      {
        steps: [
          [2 ** 20, 0],
          [1, 0],
        ],
      },
      undefined,
    ],
  ] as const)('%i × %i, %o: %s', (rows, columns, rest, reason) => {
    expect(reasonOf(rows, columns, rest as Partial<Parameterization>)).toBe(reason);
  });

  it('tells forbidden cells from cells outside the lengths', () => {
    expect(
      feasibility(
        denseProblem(
          [
            [1, Infinity],
            [Infinity, 1],
          ],
          {
            steps: [
              [1, 0],
              [0, 1],
            ],
          },
        ),
      ),
    ).toEqual([{ feasible: false, reason: blocked }]);
    expect(
      feasibility(
        denseProblem(
          [
            [1, Infinity],
            [1, 1],
          ],
          {
            steps: [
              [1, 0],
              [0, 1],
            ],
          },
        ),
      ),
    ).toEqual([{ feasible: true }]);
    const empty = denseProblem([[[1, 2]], [[1, 2]]], { rowLengths: [1, 0], columnLengths: [0, 2] });
    expect(feasibility(empty)).toEqual([
      { feasible: false, reason: 'has 1 rows and 0 columns' },
      { feasible: false, reason: 'has 0 rows and 2 columns' },
    ]);
  });

  it('at `lengths` looks at no cost, so that it serves device costs', () => {
    const cost = { kind: 'device', backend: 'webgpu', handle: 1, shape: [1, 1, 3], precision: 'float32' } as const;
    const problem = normaliseProblem({ cost, steps: [[1, 1]] });
    expect(feasibility(problem, 'lengths')).toEqual([{ feasible: false, reason: 'needs at least 3 rows, has 1' }]);
    expect(() => feasibility(problem)).toThrow(/webgpu/);
  });

  it('refuses an unknown level', () => {
    expectRefusal(() => feasibility(denseProblem([[1]]), 'deep' as 'data'), {
      argument: 'level',
      found: '"deep"',
      expected: 'one of lengths, data',
    });
  });

  it('of a large batch takes time in proportion: the layout is worked out once', () => {
    const batch = 4000;
    const problem = normaliseProblem({ cost: { kind: 'dense', data: new Float64Array(batch), shape: [batch, 1, 1] }, steps: [[1, 1]] });
    let reads = 0;
    const counted = new Proxy(problem.rowLengths, {
      get: (target, name) => {
        reads++;
        return Reflect.get(target, name, target) as unknown;
      },
    });
    feasibility({ ...problem, rowLengths: counted });
    expect(reads).toBeLessThan(20 * batch);
  });

  it('gives the reason of an item that came out infeasible', () => {
    expect(infeasibleReason(denseProblem([[1, 2]], { steps: [[1, 1]] }), 0)).toBe('needs at least 2 rows, has 1');
    expect(infeasibleReason(denseProblem([[Infinity]]), 0)).toBe(blocked);
  });
});
