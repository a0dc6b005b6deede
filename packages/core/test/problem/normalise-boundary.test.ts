import type { BoundaryInput, BoundaryRole, BoundarySet } from '@rubato/core';
import { candidateColumn, candidateCount, candidateRow, normaliseProblem } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { unitSteps } from '../support/dense.ts';
import { expectRefusal } from '../support/refusal.ts';

const lengths = { rowLengths: [3, 2, 0], columnLengths: [4, 3, 4] };
const cost = { kind: 'dense', data: new Float64Array(36), shape: [3, 3, 4] } as const;
const boundary = (role: BoundaryRole, input: unknown) =>
  normaliseProblem({ cost, steps: unitSteps, ...lengths, [role]: input as BoundaryInput })[role];

/** The candidates of each item as (row, column). */
function cellsOf(role: BoundaryRole, input: unknown): number[][][] {
  const normalised = boundary(role, input);
  return lengths.rowLengths.map((rows, b) => {
    const columns = lengths.columnLengths[b];
    const count = candidateCount(normalised, b, rows, columns);
    return Array.from({ length: count }, (_, k) => [candidateRow(normalised, b, k, rows), candidateColumn(normalised, b, k, columns)]);
  });
}

const row = (n: number, columns: number): number[][] => Array.from({ length: columns }, (_, m) => [n, m]);
const column = (m: number, rows: number): number[][] => Array.from({ length: rows }, (_, n) => [n, m]);

describe('boundary sets', () => {
  const sets: readonly (readonly [BoundarySet, number[][], number[][]])[] = [
    ['firstRow', row(0, 4), row(0, 3)],
    ['lastRow', row(2, 4), row(1, 3)],
    ['firstColumn', column(0, 3), column(0, 2)],
    ['lastColumn', column(3, 3), column(2, 2)],
  ];

  it.each(sets)("%s refers to each item's own lengths", (set, first, second) => {
    for (const role of ['start', 'end'] as const) {
      for (const input of [set, { set }, { set, penalty: 0 }]) expect(cellsOf(role, input)).toEqual([first, second, []]);
    }
  });

  it('the corner is the first cell at the start, the last at the end, and the default', () => {
    for (const input of ['corner', { set: 'corner' }, {}, undefined]) {
      expect(cellsOf('start', input)).toEqual([[[0, 0]], [[0, 0]], []]);
      expect(cellsOf('end', input)).toEqual([[[2, 3]], [[1, 2]], []]);
    }
  });

  it('take multiplier 1, penalty 0 at the start and 0, 0 at the end by default', () => {
    const [start, end] = [boundary('start', 'firstRow'), boundary('end', 'lastRow')];
    expect([start.multiplier.data[0], start.penalty.data[0], end.multiplier.data[0], end.penalty.data[0]]).toEqual([1, 0, 0, 0]);
  });
});

describe('lists of cells', () => {
  it('keep their order, and count from the end of each item where negative', () => {
    expect(
      cellsOf('end', [
        [0, 1],
        [-1, -1],
        [0, 0],
      ]),
    ).toEqual([
      [
        [0, 1],
        [2, 3],
        [0, 0],
      ],
      [
        [0, 1],
        [1, 2],
        [0, 0],
      ],
      [],
    ]);
  });

  it('of one list for all items', () => {
    expect(
      cellsOf('end', [
        [-1, -1],
        [-1, -2],
      ]),
    ).toEqual([
      [
        [2, 3],
        [2, 2],
      ],
      [
        [1, 2],
        [1, 1],
      ],
      [],
    ]);
    expect(
      cellsOf('start', {
        cells: [
          [0, 0],
          [0, 1],
        ],
      }),
    ).toEqual([
      [
        [0, 0],
        [0, 1],
      ],
      [
        [0, 0],
        [0, 1],
      ],
      [],
    ]);
  });

  it('of one list per item', () => {
    expect(
      cellsOf('start', {
        cellsOfItem: [
          [[0, 3]],
          [
            [1, 0],
            [-2, -1],
          ],
          [[9, 9]],
        ],
      }),
    ).toEqual([
      [[0, 3]],
      [
        [1, 0],
        [0, 2],
      ],
      [],
    ]);
  });

  it.each([
    [7, { argument: 'start', found: '7', expected: 'the name of a set, a list of cells, or an object' }],
    [null, { argument: 'start', found: 'null' }],
    ['center', { argument: 'start.set', found: '"center"', expected: 'one of corner, firstRow, lastRow, firstColumn, lastColumn' }],
    [{ set: 'cells' }, { argument: 'start.set' }],
    [
      { set: 'corner', cells: [[0, 0]] },
      { argument: 'start', found: 'several of set, cells, cellsOfItem', expected: 'one of them' },
    ],
    [
      { set: 'firstRow', penalties: 1 },
      { argument: 'start.penalties', found: 'not known here' },
    ],
    [{ cells: 'all' }, { argument: 'start.cells', found: '"all"', expected: 'a list of cells (row, column)' }],
    [[], { argument: 'start.cells', index: [0], found: 'empty', expected: 'at least one cell' }],
    [{ cellsOfItem: [[[0, 0]], [], [[0, 0]]] }, { argument: 'start.cells', index: [1], found: 'empty' }],
    [{ cellsOfItem: [[[0, 0]]] }, { argument: 'start.cellsOfItem', found: '1 lists', expected: '3 lists of cells, one per item' }],
    [{ cellsOfItem: [1, 2, 3] }, { argument: 'start.cellsOfItem', found: '3 lists' }],
    [{ cellsOfItem: 'x' }, { argument: 'start.cellsOfItem', found: '"x"' }],
    [[[0, 0], 3], { argument: 'start.cells', index: [0, 1], found: '3', expected: 'a pair (row, column)' }],
    [[[0, 0, 0]], { argument: 'start.cells', index: [0, 0] }],
    [[[0, 0.5]], { argument: 'start.cells', index: [0, 0, 1], found: '0.5' }],
    [[[2, 0]], { argument: 'start.cells', index: [1, 0, 0], found: '2', expected: 'a whole number from -2 to 1' }],
    [[[0, -4]], { argument: 'start.cells', index: [1, 0, 1], found: '-4', expected: 'a whole number from -3 to 2' }],
    [
      [
        [0, 0],
        [1, 1],
        [0, 0],
      ],
      { argument: 'start.cells', index: [0, 2], found: '(0, 0) again', expected: 'each cell once' },
    ],
    [
      {
        cellsOfItem: [
          [[0, 0]],
          [
            [1, 2],
            [-1, -1],
          ],
          [[0, 0]],
        ],
      },
      { argument: 'start.cells', index: [1, 1], found: '(1, 2) again' },
    ],
  ])('refuse %o', (input, refusal) => {
    expectRefusal(() => boundary('start', input), refusal);
  });
});
