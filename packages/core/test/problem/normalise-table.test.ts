import type { StepTable } from '@rubato/core';
import { boundaryValue, broadcastStrides, normaliseProblem, tableIndex } from '@rubato/core';
import { describe, expect, it } from 'vitest';
import { unravel } from '../../src/problem/normalise-table.ts';
import { unitSteps } from '../support/dense.ts';
import { expectRefusal } from '../support/refusal.ts';

const [B, N, M, S] = [2, 3, 4, 3];
const cost = { kind: 'dense', data: new Float64Array(B * N * M), shape: [B, N, M] } as const;
const normalise = (rest: object) => normaliseProblem({ cost, steps: unitSteps, ...rest });
const weights = (stepWeights: unknown): StepTable => normalise({ stepWeights }).stepWeights;
const shapes = Array.from({ length: 16 }, (_, bits) => [B, N, M, S].map((side, axis) => ((bits >> axis) & 1 ? side : 1)));

describe('step tables', () => {
  it.each(shapes)('broadcast [%i, %i, %i, %i]', (...shape) => {
    const size = shape.reduce((product, side) => product * side, 1);
    const table = weights({ data: Float64Array.from({ length: size }, (_, i) => i), shape });
    expect(table.strides).toEqual(broadcastStrides(shape));
    for (let b = 0; b < B; b++) {
      for (let n = 0; n < N; n++) {
        for (let m = 0; m < M; m++) {
          for (let s = 0; s < S; s++) {
            // Row-major position of the index clipped to the table's own shape.
            const own = [b, n, m, s].reduce((position, index, axis) => position * shape[axis] + (shape[axis] === 1 ? 0 : index), 0);
            expect(table.data[tableIndex(table, b, n, m, s)]).toBe(own);
          }
        }
      }
    }
  });

  it('read a number as one for all, a list as one per step', () => {
    expect(weights(2)).toMatchObject({ shape: [1, 1, 1, 1], constant: 2, data: Float64Array.of(2) });
    expect(weights([1, 2, 3])).toMatchObject({ shape: [1, 1, 1, 3], constant: undefined, data: Float64Array.of(1, 2, 3) });
    expect(weights([2])).toMatchObject({ shape: [1, 1, 1, 1], constant: 2 });
    expect(weights({ data: Int32Array.of(4, 4), shape: [2, 1, 1, 1] })).toMatchObject({ constant: 4, data: Float64Array.of(4, 4) });
  });

  it('tell where Infinity forbids', () => {
    expect([weights([1, 2, 3]).forbids, weights([1, Infinity, 3]).forbids, weights(Infinity).forbids]).toEqual([false, true, true]);
  });

  it('keep typed arrays, in either precision', () => {
    for (const data of [Float32Array.of(1, 2, 3), Float64Array.of(1, 2, 3)]) expect(weights({ data, shape: [1, 1, 1, 3] }).data).toBe(data);
  });

  it.each([
    ['text', { argument: 'stepWeights', found: '"text"', expected: 'a number, a list of numbers, or a table { data, shape }' }],
    [null, { argument: 'stepWeights', found: 'null' }],
    [Float64Array.of(1, 2, 3), { argument: 'stepWeights', found: 'a Float64Array' }],
    [NaN, { argument: 'stepWeights', index: [0, 0, 0, 0], found: 'NaN', expected: 'a number from 0 to 1e+140, or Infinity to forbid' }],
    [-1, { argument: 'stepWeights', index: [0, 0, 0, 0], found: '-1' }],
    [[1, -1, 1], { argument: 'stepWeights', index: [0, 0, 0, 1], found: '-1' }],
    [[1, '2', 1], { argument: 'stepWeights', index: [0, 0, 0, 1], found: '"2"' }],
    [[1, 1, 1n], { argument: 'stepWeights', index: [0, 0, 0, 2], found: 'a bigint' }],
    [[1, 2], { argument: 'stepWeights.shape', index: [3], found: '2', expected: '1 or 3' }],
    [{ data: [1, 1] }, { argument: 'stepWeights.shape', found: 'undefined', expected: '4 numbers' }],
    [{ shape: [1, 1, 1, 1] }, { argument: 'stepWeights.data', found: 'undefined', expected: 'an array of numbers' }],
    [{ data: [1, 1, 1], shape: [3] }, { argument: 'stepWeights.shape' }],
    [
      { data: [1, 1, 1], shape: [1, 3, 1, 1], rows: 3 },
      { argument: 'stepWeights.rows', expected: 'only data, shape' },
    ],
    [
      { data: [1, 1, 1], shape: [1, 1, 3, 1] },
      { argument: 'stepWeights.shape', index: [2], found: '3', expected: '1 or 4' },
    ],
    [
      { data: [1, 1], shape: [1, 3, 1, 1] },
      { argument: 'stepWeights', found: '2 long', expected: '3 numbers, shape [1, 3, 1, 1]' },
    ],
    [
      { data: [1, 1, 1, 1, NaN, 1], shape: [2, 3, 1, 1] },
      { argument: 'stepWeights', index: [1, 1, 0, 0], found: 'NaN' },
    ],
  ])('refuse %o', (table, refusal) => {
    expectRefusal(() => weights(table), refusal);
  });

  it('take negative penalties, down to -1e140', () => {
    expect(normalise({ stepPenalties: [-1e140, Infinity, 0] }).stepPenalties.data).toEqual(Float64Array.of(-1e140, Infinity, 0));
    const refusal = { argument: 'stepPenalties', index: [0, 0, 0, 0], expected: 'a number from -1e+140 to 1e+140, or Infinity to forbid' };
    expectRefusal(() => normalise({ stepPenalties: -Infinity }), { ...refusal, found: '-Infinity' });
    expectRefusal(() => normalise({ stepPenalties: -1.1e140 }), refusal);
  });

  it('name the sides of 1 as such', () => {
    const single = { kind: 'dense', data: new Float64Array(4), shape: [1, 2, 2] } as const;
    expectRefusal(() => normalise({ cost: single, stepWeights: { data: [1, 1], shape: [2, 1, 1, 1] } }), {
      argument: 'stepWeights.shape',
      index: [0],
      found: '2',
      expected: '1',
    });
  });
});

describe('boundary tables', () => {
  it.each([
    [1, 1],
    [1, M],
    [B, 1],
    [B, M],
  ])('broadcast [%i, %i]', (...shape) => {
    const data = Float64Array.from({ length: shape[0] * shape[1] }, (_, i) => i);
    const { multiplier, penalty } = normalise({ start: { set: 'firstRow', multiplier: { data, shape }, penalty: { data, shape } } }).start;
    for (let b = 0; b < B; b++) {
      for (let k = 0; k < M; k++) {
        const own = (shape[0] === 1 ? 0 : b * shape[1]) + (shape[1] === 1 ? 0 : k);
        expect([boundaryValue(multiplier, b, k), boundaryValue(penalty, b, k)]).toEqual([own, own]);
      }
    }
  });

  it.each([
    [
      { set: 'corner', penalty: [0, 0] },
      { argument: 'end.penalty.shape', index: [1], found: '2', expected: '1' },
    ],
    [
      { set: 'lastRow', penalty: [0, 0, 0] },
      { argument: 'end.penalty.shape', index: [1], expected: '1 or 4' },
    ],
    [
      { set: 'lastColumn', penalty: [0, NaN, 0] },
      { argument: 'end.penalty', index: [0, 1], found: 'NaN' },
    ],
    [{ multiplier: -1 }, { argument: 'end.multiplier', index: [0, 0], expected: /from 0 to/ }],
  ])('refuse %o', (end, refusal) => {
    expectRefusal(() => normalise({ end }), refusal);
  });

  it('take a list as long as the longest list of cells, even if its item is empty', () => {
    const start = {
      cellsOfItem: [
        [
          [0, 0],
          [0, 1],
        ],
        [[0, 0]],
      ],
      penalty: [1, 2],
    };
    expect(normalise({ start, rowLengths: [0, 3] }).start.penalty.shape).toEqual([1, 2]);
  });
});

describe('padding', () => {
  const lengths = { rowLengths: [2, 3], columnLengths: [4, 2] };
  const reads = (items: readonly number[], n: number, m: number): boolean =>
    items.some((b) => n < lengths.rowLengths[b] && m < lengths.columnLengths[b]);
  const junk = [NaN, -Infinity, -1, Infinity, 1e300, 7];

  it.each(shapes)('of [%i, %i, %i, %i] is never looked at, and all else is', (...shape) => {
    const size = shape.reduce((product, side) => product * side, 1);
    const plain = Float64Array.from({ length: size }, (_, i) => 1 + (i % 2));
    for (const bad of junk) {
      const data = plain.slice();
      const padding = plain.map((_, position) => {
        const [b, n, m] = unravel(position, shape);
        return reads(shape[0] === 1 ? [0, 1] : [b], n, m) ? 0 : 1;
      });
      data.forEach((_, position) => (data[position] = padding[position] === 1 ? bad : data[position]));
      const given = data.slice();
      const table = normalise({ ...lengths, stepWeights: { data, shape }, stepPenalties: { data, shape } });
      expect(data).toEqual(given);
      for (const { data: read, forbids, constant } of [table.stepWeights, table.stepPenalties]) {
        expect(read).toEqual(plain.map((value, position) => (padding[position] === 1 ? 1 : value)));
        expect([forbids, constant]).toEqual([false, size === 1 ? 1 : undefined]);
      }
      for (const position of plain.keys()) {
        if (padding[position] === 1) continue;
        const wrong = data.with(position, NaN);
        expectRefusal(() => normalise({ ...lengths, stepWeights: { data: wrong, shape } }), {
          argument: 'stepWeights',
          index: unravel(position, shape),
          found: 'NaN',
        });
      }
    }
  });

  it('does not hide that all numbers inside are one', () => {
    const data = Float32Array.of(2, 2, 2, 9, 2, 2, NaN, Infinity);
    const table = normalise({ ...lengths, columnLengths: [3, 2], stepWeights: { data, shape: [2, 1, 4, 1] } }).stepWeights;
    expect(table).toMatchObject({ data: new Float32Array(8).fill(2), constant: 2, forbids: false });
  });

  it('of an item without rows or columns is all of it', () => {
    for (const empty of [{ rowLengths: [0, 3] }, { columnLengths: [0, 4] }]) {
      const { stepWeights } = normalise({ ...empty, stepWeights: { data: [NaN, 3], shape: [2, 1, 1, 1] } });
      expect(stepWeights).toMatchObject({ data: Float64Array.of(3, 3), constant: 3 });
    }
    expect(normalise({ rowLengths: [0, 0], stepWeights: { data: [NaN, 3], shape: [2, 1, 1, 1] } }).stepWeights.constant).toBe(1);
  });

  it('holds numbers all the same', () => {
    const stepWeights = { data: [1, 1, 1, '1'], shape: [1, 1, 4, 1] };
    const refusal = { argument: 'stepWeights', index: [0, 0, 3, 0], found: '"1"' };
    expectRefusal(() => normalise({ columnLengths: [2, 2], stepWeights }), refusal);
  });

  it.each([
    ['firstRow', 'columnLengths', [1, 1, 1, 1, 1, 1, 0, 0]],
    ['lastRow', 'columnLengths', [1, 1, 1, 1, 1, 1, 0, 0]],
    ['firstColumn', 'rowLengths', [1, 1, 0, 1, 1, 1]],
    ['lastColumn', 'rowLengths', [1, 1, 0, 1, 1, 1]],
  ])('of candidates in the %s follows %s', (set, _, inside) => {
    const data = inside.map((isRead) => (isRead ? 2 : NaN));
    const shape = [B, data.length / B];
    const { multiplier, penalty } = normalise({ ...lengths, start: { set, multiplier: { data, shape }, penalty: { data, shape } } }).start;
    for (const table of [multiplier, penalty]) expect(table.data).toEqual(new Float64Array(data.length).fill(2));
    for (const [position, isRead] of inside.entries()) {
      if (!isRead) continue;
      const wrong = { data: data.with(position, -Infinity), shape };
      const refusal = { argument: 'start.penalty', index: unravel(position, shape), found: '-Infinity' };
      expectRefusal(() => normalise({ ...lengths, start: { set, penalty: wrong } }), refusal);
    }
  });

  it('of candidates in lists begins behind the list', () => {
    const cells = [
      [
        [2, 3],
        [1, 3],
      ],
      [[2, 3]],
    ];
    const end = (penalty: unknown) => normalise({ end: { cellsOfItem: cells, penalty } }).end.penalty.data;
    expect(end({ data: [1, 2, 3, NaN], shape: [2, 2] })).toEqual(Float64Array.of(1, 2, 3, 1));
    expectRefusal(() => end({ data: [1, NaN, 3, NaN], shape: [2, 2] }), { argument: 'end.penalty', index: [0, 1], found: 'NaN' });
  });
});

describe('unravel', () => {
  it('is the inverse of the row-major position', () => {
    for (let position = 0; position < 24; position++) {
      const [i, j, k] = unravel(position, [2, 3, 4]);
      expect((i * 3 + j) * 4 + k).toBe(position);
    }
  });
});
