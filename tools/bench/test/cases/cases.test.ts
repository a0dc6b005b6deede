import { describe, expect, it } from 'vitest';
import { DIMENSION } from '../../src/cases/bench-case.ts';
import { cases, labelCount, TABLE_VI } from '../../src/cases/cases.ts';
import { makeInput } from '../../src/cases/make-input.ts';
import { makeTask, requestOf } from '../../src/cases/task.ts';

/** Frames that CTC needs: one a label, one more for each adjacent repeat. */
const neededFrames = (labels: readonly number[]): number => labels.length + labels.filter((label, l) => label === labels[l - 1]).length;

describe('cases', () => {
  it('have names of their own, and cover Table VI for soft-DTW and CTC', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    for (const kind of ['soft-dtw', 'ctc']) {
      const sizes = cases.flatMap((benchCase) => (benchCase.kind === kind && benchCase.tableVi ? [benchCase.tableVi] : []));
      expect(sizes).toEqual(TABLE_VI.map((size) => [...size]));
    }
  });

  it('take as many labels as Table VI, where so many frames hold them', () => {
    expect(TABLE_VI.map(([rows, columns]) => labelCount(rows, columns))).toEqual([64, 128, 64, 128, 128, 512, 768]);
  });

  it.each(cases.map((benchCase) => [benchCase.name, benchCase] as const))('%s is a problem of its size', (_, benchCase) => {
    const { problem, cells } = makeTask({ ...benchCase, batch: 1 }, 1);
    expect([problem.batch, problem.rows, problem.columns]).toEqual([1, benchCase.rows, benchCase.columns]);
    const whole = benchCase.rows * benchCase.columns;
    if (benchCase.bandRadius === undefined) expect(cells).toBe(whole);
    else expect(cells).toBeLessThan(0.2 * whole);
    expect(Object.values(requestOf(benchCase))).toEqual([true]);
  });

  const ctc = cases.filter(({ kind }) => kind === 'ctc');
  it.each(ctc.map((benchCase) => [benchCase.name, benchCase] as const))('%s has a path for every item', (_, benchCase) => {
    for (let seed = 1; seed <= 5; seed++) {
      const { input, labels } = makeInput(benchCase, seed);
      labels.forEach((sequence, b) => expect(neededFrames(sequence)).toBeLessThanOrEqual(input.rowLengths?.[b] ?? benchCase.rows));
    }
  });
});

describe('makeInput', () => {
  it('makes posteriors that sum to 1 in each frame', () => {
    const { input } = makeInput({ name: 'small', kind: 'ctc', cost: 'gathered', batch: 2, rows: 5, columns: 5 }, 1);
    const { values } = input.cost as { values: Float32Array };
    for (let frame = 0; frame < 10; frame++) {
      const sum = values.subarray(frame * DIMENSION, (frame + 1) * DIMENSION).reduce((total, value) => total + Math.exp(-value), 0);
      expect(sum).toBeCloseTo(1, 6);
    }
  });

  it('draws lengths between half and all, and the same from the same seed', () => {
    const ragged = { name: 'ragged', kind: 'soft-dtw', cost: 'dense', batch: 50, rows: 10, columns: 8, ragged: true } as const;
    const { rowLengths, columnLengths } = makeInput(ragged, 3).input;
    expect(Math.min(...Array.from(rowLengths!))).toBeGreaterThanOrEqual(5);
    expect(Math.max(...Array.from(rowLengths!))).toBe(10);
    expect(Math.min(...Array.from(columnLengths!))).toBeGreaterThanOrEqual(4);
    expect(Math.max(...Array.from(columnLengths!))).toBe(8);
    expect(makeInput(ragged, 3)).toEqual(makeInput(ragged, 3));
    expect(makeInput(ragged, 4)).not.toEqual(makeInput(ragged, 3));
  });
});
