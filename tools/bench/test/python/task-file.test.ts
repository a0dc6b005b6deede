import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeTask } from '../../src/cases/task.ts';
import { readAnswer, taskArrays, writeArrays } from '../../src/python/task-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'rubato-bench-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('taskArrays', () => {
  it('hands over soft-DTW costs with the columns of each row', () => {
    const task = makeTask({ name: 's', kind: 'soft-dtw', cost: 'dense', batch: 1, rows: 3, columns: 5, bandRadius: 1 }, 1);
    const { cost, first, last } = taskArrays(task);
    expect(cost.shape).toEqual([1, 3, 5]);
    expect([...first.data]).toEqual([0, 1, 3]);
    expect([...last.data]).toEqual([1, 3, 4]);
  });

  it('hands over the labels of CTC, padded', () => {
    const task = makeTask({ name: 'c', kind: 'ctc', cost: 'gathered', batch: 4, rows: 20, columns: 9, ragged: true }, 1);
    const { labels, labelCounts, values } = taskArrays(task);
    expect(values.shape).toEqual([4, 20, 12]);
    expect(labels.shape).toEqual([4, 4]);
    task.labels.forEach((sequence, b) => {
      expect(labelCounts.data[b]).toBe(sequence.length);
      expect([...labels.data.subarray(4 * b, 4 * b + 4)]).toEqual([...sequence, 0, 0, 0, 0].slice(0, 4));
    });
  });

  it('has nothing for a cost from features', () => {
    const task = makeTask({ name: 'f', kind: 'soft-dtw', cost: 'features', batch: 1, rows: 3, columns: 5 }, 1);
    expect(() => taskArrays(task)).toThrow(/no peer takes a cost of kind features/);
  });
});

describe('writeArrays', () => {
  it('writes one array after the other, views as what they show', () => {
    const file = join(folder, 'arrays.bin');
    const places = writeArrays(file, {
      a: { data: Float32Array.of(9, 1, 2, 9).subarray(1, 3), shape: [2] },
      b: { data: Int32Array.of(-7), shape: [1, 1] },
    });
    expect(places).toEqual({ a: { type: '<f4', shape: [2], offset: 0 }, b: { type: '<i4', shape: [1, 1], offset: 8 } });
    const bytes = readFileSync(file);
    expect([bytes.length, bytes.readFloatLE(0), bytes.readFloatLE(4), bytes.readInt32LE(8)]).toEqual([12, 1, 2, -7]);
  });
});

describe('readAnswer', () => {
  it('reads values and gradient, and refuses a file of another length', () => {
    const file = join(folder, 'answer.bin');
    const bytes = Buffer.alloc(12);
    bytes.writeDoubleLE(0.1, 0);
    bytes.writeFloatLE(0.5, 8);
    writeFileSync(file, bytes);
    expect(readAnswer(file, { values: 1, gradient: 1 })).toEqual({ values: Float64Array.of(0.1), gradient: Float32Array.of(0.5) });
    expect(() => readAnswer(file, { values: 1, gradient: 2 })).toThrow(/12 bytes of an answer, not 16/);
  });
});
