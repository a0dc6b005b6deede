import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { latticeLayout } from '@rubato/core';
import type { Task } from '../cases/task.ts';
import type { Answer } from '../contenders/contender.ts';

type Numbers = Float32Array | Int32Array;

/** Where an array stands in a file, in the words of numpy. */
export interface ArrayPlace {
  readonly type: '<f4' | '<i4';
  readonly shape: readonly number[];
  readonly offset: number;
}

/** The arrays of a task that its Python peer needs, with their shapes. */
export function taskArrays({ problem, benchCase, labels }: Task): Record<string, { data: Numbers; shape: readonly number[] }> {
  const { batch, rows, columns, cost, rowLengths, columnLengths } = problem;
  const lengths = { rowLengths: { data: rowLengths, shape: [batch] }, columnLengths: { data: columnLengths, shape: [batch] } };
  if (benchCase.kind === 'ctc' && cost.kind === 'gathered') {
    const most = (columns - 1) / 2;
    const padded = new Int32Array(batch * most);
    labels.forEach((sequence, b) => padded.set(sequence, b * most));
    return {
      ...lengths,
      values: { data: cost.values as Float32Array, shape: [batch, rows, cost.classes] },
      labels: { data: padded, shape: [batch, most] },
      labelCounts: { data: Int32Array.from(labels, ({ length }) => length), shape: [batch] },
    };
  }
  if (cost.kind !== 'dense') throw new TypeError(`no peer takes a cost of kind ${cost.kind}`);
  const { first, last } = latticeLayout(problem);
  return {
    ...lengths,
    cost: { data: cost.data as Float32Array, shape: [batch, rows, columns] },
    first: { data: first, shape: [batch, rows] },
    last: { data: last, shape: [batch, rows] },
  };
}

/** Writes the arrays one after the other and says where they are. */
export function writeArrays(
  file: string,
  arrays: Readonly<Record<string, { data: Numbers; shape: readonly number[] }>>,
): Record<string, ArrayPlace> {
  const places: Record<string, ArrayPlace> = {};
  const descriptor = openSync(file, 'w');
  try {
    let offset = 0;
    for (const [name, { data, shape }] of Object.entries(arrays)) {
      places[name] = { type: data instanceof Int32Array ? '<i4' : '<f4', shape, offset };
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
      offset += data.byteLength;
    }
  } finally {
    closeSync(descriptor);
  }
  return places;
}

/** Reads what a peer wrote: float64 values, then the float32 gradient. */
export function readAnswer(file: string, counts: { readonly values: number; readonly gradient: number }): Answer {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  const expected = 8 * counts.values + 4 * counts.gradient;
  if (byteLength !== expected) throw new RangeError(`${byteLength} bytes of an answer, not ${expected}`);
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
  return { values: new Float64Array(bytes, 0, counts.values), gradient: new Float32Array(bytes, 8 * counts.values, counts.gradient) };
}
