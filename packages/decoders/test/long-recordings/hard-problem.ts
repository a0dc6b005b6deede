import type { BandInput, BoundaryInput, Cell, ProblemInput, Step } from '@rubato/core';
import fc from 'fast-check';

const stepSets: readonly (readonly Step[])[] = [
  [
    [1, 1],
    [1, 0],
    [0, 1],
  ],
  [
    [1, 0],
    [0, 1],
    [1, 1],
  ],
  [
    [0, 1],
    [1, 1],
    [1, 0],
  ],
  [
    [1, 1],
    [2, 1],
    [1, 2],
  ],
  [
    [1, 0],
    [1, 1],
    [1, 2],
  ],
  [
    [1, 0],
    [0, 1],
    [2, 2],
    [3, 1],
    [0, 2],
  ],
  [
    [2, 0],
    [0, 1],
    [1, 1],
  ],
];

/** One of the whole numbers 0 … most, so that ties are frequent and sums exact; seldom forbidden. */
const small = (most: number): fc.Arbitrary<number> =>
  fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 0, max: most }) }, { weight: 1, arbitrary: fc.constant(Infinity) });

const costs = (size: number): fc.Arbitrary<Float64Array> =>
  fc
    .oneof(
      { weight: 2, arbitrary: fc.array(small(4), { minLength: size, maxLength: size }) },
      { weight: 1, arbitrary: fc.array(fc.double({ min: -1, max: 3, noNaN: true }), { minLength: size, maxLength: size }) },
    )
    .map((list) => Float64Array.from(list));

/** Corners of the lattice, each once. */
function cornerCells(rows: number, columns: number, corners: readonly Cell[]): Cell[] {
  const cells = corners.map(([n, m]): Cell => [n < 0 ? rows - 1 : 0, m < 0 ? columns - 1 : 0]);
  return cells.filter(([n, m], k) => cells.findIndex((cell) => cell[0] === n && cell[1] === m) === k);
}

const starts = (rows: number, columns: number): fc.Arbitrary<BoundaryInput> =>
  fc.constantFrom<BoundaryInput>(
    'corner',
    'firstRow',
    'firstColumn',
    { set: 'firstRow', penalty: 1 },
    { set: 'firstColumn', multiplier: 0 },
    cornerCells(rows, columns, [
      [0, -1],
      [-1, 0],
      [0, 0],
    ]),
  );

const ends = (rows: number, columns: number): fc.Arbitrary<BoundaryInput> =>
  fc.constantFrom<BoundaryInput>(
    'corner',
    'lastRow',
    'lastColumn',
    { set: 'lastColumn', penalty: 2, multiplier: 1 },
    cornerCells(rows, columns, [
      [-1, -1],
      [0, -1],
      [-1, 0],
    ]),
  );

/** Hard problems of one item up to 40 × 12, with weights, penalties, bands and open ends. */
export const hardProblems: fc.Arbitrary<ProblemInput> = fc
  .record({ rows: fc.integer({ min: 1, max: 40 }), columns: fc.integer({ min: 1, max: 12 }), steps: fc.constantFrom(...stepSets) })
  .chain(({ rows, columns, steps }) => {
    const table = (values: fc.Arbitrary<number>): fc.Arbitrary<ProblemInput['stepWeights']> =>
      fc
        .tuple(fc.constantFrom(1, rows), fc.constantFrom(1, columns))
        .chain(([n, m]) =>
          fc
            .array(values, { minLength: n * m * steps.length, maxLength: n * m * steps.length })
            .map((data) => ({ data: Float64Array.from(data), shape: [1, n, m, steps.length] as const })),
        );
    return fc
      .record(
        {
          data: costs(rows * columns),
          start: starts(rows, columns),
          end: ends(rows, columns),
          stepWeights: table(small(3)),
          stepPenalties: table(fc.integer({ min: -1, max: 2 })),
          band: fc.integer({ min: 1, max: 6 }).map((radius): BandInput => ({ kind: 'sakoeChiba', radius })),
        },
        { requiredKeys: ['data'] },
      )
      .map(({ data, stepWeights, stepPenalties, ...rest }) => {
        const tables = { ...(stepWeights && { stepWeights }), ...(stepPenalties && { stepPenalties }) };
        return { cost: { kind: 'dense' as const, data, shape: [rows, columns] as const }, steps, minimum: 'hardmin', ...tables, ...rest };
      });
  });
